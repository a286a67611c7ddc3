import type { FieldChange, Item, Judgement } from '../change.ts';
import { typeOf } from '../compare/key.ts';
import { bytesText, coresText, quantityOf } from '../compare/quantity.ts';
import { at, listAt, mappingAt, numberAt } from '../compare/value.ts';
import type { Surroundings } from '../surroundings.ts';
import { autoscalerOf, boundsOf, makesPods, requestsOf, WORKLOADS } from './pods.ts';
import { type FieldRule, gained, isEdit, judge, lost, type Rule, said, some } from './rule.ts';

/** How many pods a workload has, and what they ask for. */
export const size: Rule = (change, trees) => {
  const { before, after } = change;
  if (after === undefined || !makesPods(after)) return [];
  const now = boundsOf(after, trees.after);
  const scaler = autoscalerOf(after, trees.after);
  const found: Judgement[] = [];
  const replicas = change.fields.find(({ shape }) => shape === 'spec.replicas');
  if (replicas !== undefined) {
    const count = Number(replicas.after ?? 1);
    const from = `replicas ${said(replicas.before)} → ${said(replicas.after)}`;
    if (count === 0 && scaler?.kind !== 'ScaledObject')
      found.push(
        judge(
          'outage',
          `no pod is left: ${from}${scaler === undefined ? '' : `, which also switches off ${scaler.kind} ${scaler.name}`}`,
        ),
      );
    else if (scaler !== undefined)
      found.push(besideAutoscaler(replicas, `${scaler.kind} ${scaler.name}`, after));
    else found.push(judge('scale', `${from}${costText(after, Number(replicas.before ?? 1), count)}`));
  }
  if (before === undefined) {
    if (now === undefined) return found;
    return [
      ...found,
      judge('scale', `new: ${now.max} pod${now.max === 1 ? '' : 's'} at most${costText(after, 0, now.max)}`),
    ];
  }
  const [old, own] = [requestsOf(before), requestsOf(after)];
  const [cpu, memory] = [own.cpu - old.cpu, own.memory - old.memory];
  if (cpu !== 0 || memory !== 0) {
    const most = now?.max ?? 1;
    const each = [
      cpu === 0 ? '' : signed(coresText(cpu), cpu),
      memory === 0 ? '' : signed(bytesText(memory), memory),
    ]
      .filter((text) => text !== '')
      .join(', ');
    found.push(
      judge(
        'scale',
        `each pod asks for ${each}${now === undefined || most < 2 ? '' : `; all ${most} at most: ${[cpu === 0 ? '' : signed(coresText(cpu * most), cpu), memory === 0 ? '' : signed(bytesText(memory * most), memory)].filter((text) => text !== '').join(', ')}`}`,
      ),
    );
  }
  return found;
};

/** Both set the number: whoever applies the template, and the autoscaler after that. */
function besideAutoscaler({ before, after }: FieldChange, scaler: string, { value }: Item): Judgement {
  const isWritten = numberAt(value, 'spec.replicas') !== undefined;
  if (!isWritten)
    return judge(
      'routine',
      `replicas ${said(before)} is left out: ${scaler} decides alone, after at most a moment with 1 pod`,
    );
  return judge(
    'scale',
    `each sync sets ${said(after)} pod${after === 1 ? '' : 's'}, and ${scaler} its own number again: leave replicas out`,
  );
}

function signed(text: string, value: number): string {
  return value > 0 ? `+${text}` : text;
}

/** What it costs to have that many pods instead. */
function costText(item: Item, before: number, after: number): string {
  const { cpu, memory } = requestsOf(item);
  const more = after - before;
  if (more === 0 || (cpu === 0 && memory === 0)) return '';
  return ` (${[signed(coresText(cpu * more), more), signed(bytesText(memory * more), more)].join(', ')} requested)`;
}

/** Autoscalers. */
export const autoscalers: Rule = (change, trees) => {
  const { after } = change;
  if (after === undefined || !/\/(?:HorizontalPodAutoscaler|ScaledObject)$/.test(typeOf(after))) return [];
  const target = mappingAt(after.value, 'spec.scaleTargetRef');
  const item = trees.after
    .inNamespace(after.cluster, after.namespace, String(target.kind ?? 'Deployment'))
    .find(({ name }) => name === target.name);
  if (!isEdit(change)) {
    const { min, max } = {
      min: numberAt(after.value, 'spec.minReplicas') ?? numberAt(after.value, 'spec.minReplicaCount') ?? 1,
      max: numberAt(after.value, 'spec.maxReplicas') ?? numberAt(after.value, 'spec.maxReplicaCount') ?? 1,
    };
    return [
      judge(
        'scale',
        `${String(target.kind ?? 'Deployment')} ${String(target.name)} has ${min} to ${max} pods from now on`,
      ),
    ];
  }
  return change.fields.flatMap(({ shape, path, before, after: now }): readonly Judgement[] => {
    if (/^spec\.max(?:Replicas|ReplicaCount)$/.test(shape)) {
      const cost = item === undefined ? '' : costText(item, Number(before ?? 0), Number(now ?? 0));
      return [
        judge(Number(now) === 0 ? 'outage' : 'scale', `at most ${said(before)} → ${said(now)} pods${cost}`),
      ];
    }
    if (/^spec\.min(?:Replicas|ReplicaCount)$/.test(shape)) {
      const cost = item === undefined ? '' : costText(item, Number(before ?? 0), Number(now ?? 0));
      return [judge('scale', `at least ${said(before)} → ${said(now)} pods${cost}`)];
    }
    if (shape.startsWith('spec.scaleTargetRef')) {
      return [
        judge(
          'outage',
          `it scales another workload: ${path} ${said(before)} → ${said(now)}${item === undefined ? ', which is not in the tree' : ''}`,
        ),
      ];
    }
    if (
      /^spec\.(?:metrics|triggers|behavior|advanced|pollingInterval|cooldownPeriod|idleReplicaCount|fallback|targetCPUUtilizationPercentage)\b/.test(
        shape,
      )
    )
      return [judge('scale', `it scales by something else: ${path} ${said(before)} → ${said(now)}`)];
    if (/autoscaling\.keda\.sh\/paused/.test(path))
      return [
        judge(
          String(now) === '0' ? 'outage' : 'scale',
          `it no longer scales by itself: ${path} ${said(now)}`,
        ),
      ];
    return [];
  });
};

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
  return isEdit(change)
    ? [judge('routine', 'other defaults and bounds for pods that are made from now on')]
    : [];
};

export const scalingFields: readonly FieldRule[] = [
  {
    types: /^apps\/Deployment$/,
    shape: /^spec\.paused$/,
    says: ({ after }) =>
      after === true
        ? judge('outage', 'it is paused: no change of its pods is carried out')
        : judge('restart', 'it goes on: changes that waited are carried out'),
  },
  {
    types: /^batch\/(?:CronJob|Job)$/,
    shape: /^spec\.suspend$/,
    says: ({ after }) =>
      after === true
        ? judge('outage', 'it is suspended: its work is not done')
        : judge('routine', 'its work goes on'),
  },
  {
    types: /^karpenter\.sh\/NodePool$/,
    shape: /^spec\.limits\b/,
    says: ({ path, before, after }) =>
      judge('scale', `nodes of it grow to another size: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: /^karpenter\.sh\/NodePool$/,
    shape: /^spec\.(?:disruption|weight)\b/,
    says: ({ path, before, after }) =>
      judge(
        'scale',
        `nodes are taken and given back in another way: ${path} ${said(before)} → ${said(after)}`,
      ),
  },
  {
    types: /^karpenter\.sh\/NodePool$/,
    shape: /^spec\.template\.spec\.requirements\b/,
    says: (field) => {
      const isWider = lost(field).length === 0 && Array.isArray(field.before) && Array.isArray(field.after);
      const text = `${field.path} ${said(field.before)} → ${said(field.after)}`;
      if (!isWider)
        return judge('restart', `nodes that no longer meet it are replaced, and their pods move: ${text}`);
      const spot = gained(field).includes('spot')
        ? '; AWS takes a spot node back with two minutes of notice'
        : '';
      return judge('scale', `new nodes may be of other kinds: ${text}${spot}`);
    },
  },
  {
    types: /^karpenter\.k8s\.aws\/EC2NodeClass$/,
    shape: /^spec\.metadataOptions\b/,
    says: ({ path, before, after }) =>
      judge(
        ['required', 'disabled', 1].some((safe) => safe === after) ? 'restart' : 'security',
        `how pods reach the credentials of their node changes, with new nodes: ${path} ${said(before)} → ${said(after)}`,
      ),
  },
  {
    types: /^karpenter\.sh\/NodePool$|^karpenter\.k8s\.aws\/EC2NodeClass$/,
    shape: /^spec\b/,
    says: ({ path, before, after }) =>
      judge(
        'restart',
        `its nodes have drifted, so Karpenter replaces them and moves their pods: ${path} ${said(before)} → ${said(after)}`,
      ),
  },
  {
    types: /^autoscaling\.k8s\.io\/VerticalPodAutoscaler$/,
    shape: /^spec\b/,
    says: ({ path, before, after }) =>
      judge('scale', `it sets other requests: ${path} ${said(before)} → ${said(after)}`),
  },
];
