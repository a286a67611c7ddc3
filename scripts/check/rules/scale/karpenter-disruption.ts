import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { at, listAt, numberAt, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { seconds } from './node-pools.ts';
import { nodePool } from './sample-pool.ts';

const budgets = (nodes: string) =>
  nodePool('general', { further: `disruption: { budgets: [{ nodes: "${nodes}" }] }` });

/** Nodes that are never renewed, or renewed faster than their pods can go. */
export const karpenterDisruption: ClusterRule = {
  id: 'karpenter-disruption',
  severity: 'warning',
  summary: 'A NodePool that never lets a node go, or gives pods less time than they say that they need',
  breaks:
    'With a budget of zero at all times nodes are never consolidated and get no new image. With a terminationGracePeriod below that of the pods they are killed before they have ended.',
  pitfalls: ['X-57'],
  failing: budgets('0'),
  passing: budgets('10%'),
  *judge(state) {
    for (const resource of state.of('karpenter.sh/NodePool')) yield* judge(state, resource);
    for (const { resource, annotations, metadataPath, kind, isMade } of state.workloads) {
      if (isMade) continue;
      for (const [key, own] of Object.entries(PAUSES)) {
        const onPods = annotations[key];
        if (onPods !== undefined && !['true', 'false'].includes(onPods)) {
          yield {
            resource,
            path: [...metadataPath, 'annotations', key],
            message: `${key} is ${onPods}: neither true nor false, and is passed over.`,
            fix: `Write "${own}".`,
          };
        }
        if (kind === 'Pod' || resource.annotations[key] === undefined || onPods !== undefined) continue;
        yield {
          resource,
          path: ['metadata', 'annotations', key],
          message: `${key} stands on the ${kind}, and is read on its pods alone: it has no effect.`,
          fix: `Write it in ${[...metadataPath, 'annotations'].join('.')}.`,
        };
      }
    }
  },
};

/** Annotations of pods that keep their node, with the value that does. */
const PAUSES: Readonly<Record<string, string>> = {
  'karpenter.sh/do-not-disrupt': 'true',
  'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false',
};

function* judge(state: ClusterState, resource: Resource): Iterable<Said> {
  for (const [index, each] of listAt(resource.value, 'spec', 'disruption', 'budgets').entries()) {
    const nodes = textAt(each, 'nodes') ?? '';
    if (!/^0+%?$/.test(nodes) || at(each, 'schedule') !== undefined) continue;
    const reasons = listAt(each, 'reasons');
    yield {
      resource,
      path: ['spec', 'disruption', 'budgets', index, 'nodes'],
      severity: reasons.length > 0 ? 'info' : 'warning',
      message: `No node of it may go at any time${reasons.length > 0 ? ` for ${reasons.join(', ')}` : ''}: nodes are never consolidated or renewed.`,
      fix: 'Write a share such as 10%, or a schedule with a duration.',
    };
  }
  const grace = seconds(textAt(resource.value, 'spec', 'template', 'spec', 'terminationGracePeriod'));
  if (grace === undefined) return;
  const longest = state.workloads.find(
    ({ spec }) => (numberAt(spec, 'terminationGracePeriodSeconds') ?? 0) > grace,
  );
  if (longest === undefined) return;
  yield {
    resource,
    path: ['spec', 'template', 'spec', 'terminationGracePeriod'],
    message: `Nodes go after ${grace} s, and the pods of ${longest.kind} ${longest.namespace}/${longest.name} say that they need ${numberAt(longest.spec, 'terminationGracePeriodSeconds')} s.`,
    fix: 'Write a longer terminationGracePeriod.',
  };
}
