import type { Judgement } from '../change.ts';
import { titleOf, typeOf } from '../compare/key.ts';
import { quantityOf } from '../compare/quantity.ts';
import { at, listAt, mappingAt } from '../compare/value.ts';
import { containersOf, WORKLOADS } from './pods.ts';
import { type Edit, isEdit, judge, type Rule, said, some, type Trees } from './rule.ts';

/** Limits of a namespace that containers in it exceed. */
export const limitRanges: Rule = (change, trees) => {
  const { after } = change;
  if (after === undefined || typeOf(after) !== '/LimitRange') return [];
  const over = listAt(after.value, 'spec.limits').flatMap((limit) => {
    if (at(limit, 'type') !== 'Container') return [];
    return Object.entries(mappingAt(limit, 'max')).flatMap(([resource, max]) => {
      const most = quantityOf(max);
      const users = trees.after.inNamespace(after.cluster, after.namespace, ...WORKLOADS).filter((item) =>
        listAt(item.value, 'spec.template.spec.containers').some((container) => {
          const limits = quantityOf(mappingAt(container, 'resources.limits')[resource]);
          return limits !== undefined && most !== undefined && limits > most * 1.000001;
        }),
      );
      return users.length === 0
        ? []
        : [`${users.map(({ name }) => name).join(', ')}: more ${resource} than ${said(max)}`];
    });
  });
  if (over.length > 0) return [judge('outage', `pods are refused when they are made anew: ${some(over)}`)];
  if (!isEdit(change)) return [];
  const judgements = defaultsOf(change, trees);
  return judgements.length > 0
    ? judgements
    : [judge('routine', 'other defaults and bounds for pods that are made from now on')];
};

/** What containers get that say nothing themselves. */
function defaultsOf({ before, after }: Edit, trees: Trees): readonly Judgement[] {
  const users = trees.after.inNamespace(after.cluster, after.namespace, ...WORKLOADS);
  const judgements: Judgement[] = [];
  for (const [own, given] of [
    ['limits', 'default'],
    ['requests', 'defaultRequest'],
  ] as const) {
    const [old, now] = [before, after].map(({ value }) => ofContainers(value, given));
    for (const resource of new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])) {
      const [from, to] = [old?.[resource], now?.[resource]];
      const [was, is] = [quantityOf(from), quantityOf(to)];
      if (was === is) continue;
      const without = users.filter((item) =>
        containersOf(item).some((container) => !(resource in mappingAt(container, `resources.${own}`))),
      );
      if (without.length === 0) continue;
      const isLess = own === 'limits' && is !== undefined && (was === undefined || is < was);
      const ends = resource === 'memory' ? 'what needs more is killed' : 'what needs more is slowed down';
      judgements.push(
        judge(
          isLess ? 'outage' : 'scale',
          `containers without ${own} of ${resource} get others when their pods are made anew, ${said(from)} → ${said(to)}: ${some(without.map(titleOf))}${isLess ? `; ${ends}` : ''}`,
        ),
      );
    }
  }
  return judgements;
}

function ofContainers(
  value: unknown,
  given: 'default' | 'defaultRequest',
): Readonly<Record<string, unknown>> {
  const limit = listAt(value, 'spec.limits').find((each) => at(each, 'type') === 'Container');
  return mappingAt(limit, given);
}
