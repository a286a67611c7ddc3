import { typeOf } from '../compare/key.ts';
import { bytesText, coresText, quantityOf } from '../compare/quantity.ts';
import { listAt, mappingAt } from '../compare/value.ts';
import type { Surroundings } from '../surroundings.ts';
import { boundsOf, makesPods, requestsOf } from './pods.ts';
import { isEdit, judge, type Rule, said, some } from './rule.ts';

/** What of a quota the workloads of its namespace need more of than it admits, at their largest. */
function shortages(cluster: string, namespace: string | undefined, tree: Surroundings): readonly string[] {
  const quotas = tree.inNamespace(cluster, namespace, 'ResourceQuota');
  if (quotas.length === 0) return [];
  const needs = { pods: 0, 'requests.cpu': 0, 'requests.memory': 0 };
  for (const item of tree.inNamespace(cluster, namespace, 'Deployment', 'StatefulSet', 'Rollout')) {
    const most = boundsOf(item, tree)?.max ?? 0;
    const { cpu, memory } = requestsOf(item);
    needs.pods += most;
    needs['requests.cpu'] += most * cpu;
    needs['requests.memory'] += most * memory;
  }
  return quotas
    .filter(
      ({ value }) =>
        listAt(value, 'spec.scopes').length === 0 &&
        Object.keys(mappingAt(value, 'spec.scopeSelector')).length === 0,
    )
    .flatMap(({ name, value }) =>
      Object.entries(needs).flatMap(([resource, need]) => {
        const hard = mappingAt(value, 'spec.hard');
        const short = resource.replace(/^requests\./, '');
        const admitted = quantityOf(
          hard[resource] ?? (resource === 'pods' ? hard['count/pods'] : hard[short]),
        );
        if (admitted === undefined || need <= admitted * 1.000001) return [];
        const text = (amount: number) =>
          resource.endsWith('cpu')
            ? coresText(amount)
            : resource.endsWith('memory')
              ? bytesText(amount)
              : `${amount}`;
        return [
          `ResourceQuota ${name} admits ${text(admitted)} ${short === 'cpu' ? '' : short}, and the workloads of ${namespace} need ${text(need)} at their largest`
            .replace('  ', ' ')
            .replace(' ,', ','),
        ];
      }),
    );
}

/** Quotas, and workloads that outgrow them. */
export const quotas: Rule = (change, trees) => {
  const item = change.after;
  if (
    item === undefined ||
    !(makesPods(item) || /\/(?:ResourceQuota|HorizontalPodAutoscaler|ScaledObject)$/.test(typeOf(item)))
  )
    return [];
  const isSize =
    change.before === undefined ||
    change.fields.some(({ shape }) => /replica|resources|^spec\.hard/i.test(shape));
  if (!isSize) return [];
  const old = shortages(item.cluster, item.namespace, trees.before).map((text) =>
    text.replace(/, and .*/, ''),
  );
  const fresh = shortages(item.cluster, item.namespace, trees.after).filter((text) =>
    typeOf(item) === '/ResourceQuota' ? true : !old.includes(text.replace(/, and .*/, '')),
  );
  const short =
    typeOf(item) === '/ResourceQuota'
      ? fresh.filter(
          (text) =>
            text.startsWith(`ResourceQuota ${item.name} `) &&
            !shortages(item.cluster, item.namespace, trees.before).includes(text),
        )
      : fresh;
  const changes =
    typeOf(item) === '/ResourceQuota' && isEdit(change)
      ? change.fields.filter(({ shape }) => shape.startsWith('spec.hard'))
      : [];
  return [
    ...short.map((text) => judge('outage', `pods are refused: ${text}`)),
    ...(changes.length > 0
      ? [
          judge(
            'scale',
            `the quota of ${item.namespace}: ${some(changes.map(({ path, before, after }) => `${path.replace(/^spec\.hard[.[]?/, '').replace(/["\]]/g, '')} ${said(before)} → ${said(after)}`))}`,
          ),
        ]
      : []),
  ];
};
