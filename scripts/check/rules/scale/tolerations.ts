import { nearestName } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule } from '../../rule.ts';
import { practiceOf } from '../../state/practice.ts';
import { listAt, textAt } from '../../state/read.ts';
import { deployment } from '../sample-workloads.ts';
import { nodePoolsIn, refusedBy, type Taint, tolerates } from './node-pools.ts';
import { nodePool } from './sample-pool.ts';

const OF_NODES =
  /(kubernetes\.io|k8s\.io|k8s\.aws|amazonaws\.com|karpenter\.sh|google\.com|azure\.com|nvidia\.com)\/|^CriticalAddonsOnly$/;
const pool = nodePool('spot', {
  spec: 'taints: [{ key: example.com/spot, value: "true", effect: NoSchedule }]',
});
const tolerating = (key: string) =>
  pool +
  deployment('web', {
    pod: `tolerations: [{ key: ${key}, operator: Equal, value: "true", effect: NoSchedule }]`,
  });

/** A toleration for a taint that is written otherwise. */
export const tolerations: ClusterRule = {
  id: 'toleration-without-taint',
  severity: 'warning',
  summary:
    'A toleration close to a taint of a node pool that it does not match, or a DaemonSet that passes tainted nodes over',
  breaks:
    'The pods do not go to the nodes that are meant for them, and nothing says so. A DaemonSet that does not tolerate what others tolerate leaves nodes without logs or metrics.',
  pitfalls: ['X-23', 'X-24'],
  failing: tolerating('example.com/spott'),
  passing: tolerating('example.com/spot'),
  *judge(state) {
    const pools = nodePoolsIn(state);
    const taints = pools.flatMap((each) => each.taints);
    if (taints.length === 0) return;
    for (const { resource, spec, specPath, isMade } of state.workloads) {
      if (isMade || resource.isExtract) continue;
      for (const [index, toleration] of listAt(spec, 'tolerations').entries()) {
        const key = textAt(toleration, 'key') ?? '';
        if (key === '' || taints.some((taint) => tolerates(toleration, taint))) continue;
        const close = closeTo(key, taints);
        if (close === undefined && OF_NODES.test(key)) continue;
        yield {
          resource,
          path: [...specPath, 'tolerations', index],
          severity: close === undefined ? 'info' : 'warning',
          message: `No node pool of the tree has a taint that it tolerates${close === undefined ? '' : `; the nearest is ${close.key}=${close.value}:${close.effect}`}.`,
          fix:
            close === undefined
              ? 'Leave it out, or write a taint that a pool has.'
              : `Write key: ${close.key}, value: "${close.value}", effect: ${close.effect}.`,
        };
      }
    }
    const daemons = state.workloads.filter(
      ({ kind, resource }) => kind === 'DaemonSet' && !resource.isExtract,
    );
    const goesEverywhere = ({ spec }: (typeof daemons)[number]) =>
      pools.every((each) => refusedBy(each, listAt(spec, 'tolerations')) === undefined);
    for (const { resource, specPath } of practiceOf(daemons, goesEverywhere)?.lacks ?? []) {
      yield {
        resource,
        path: [...specPath, 'tolerations'],
        message: 'It does not run on nodes with taints of the tree; the other DaemonSets do.',
        fix: 'Write a toleration with operator: Exists.',
      };
    }
  },
};

function closeTo(key: string, taints: readonly Taint[]): Taint | undefined {
  const same = taints.find((taint) => taint.key === key);
  if (same !== undefined) return same;
  const nearest = nearestName(
    key,
    taints.map((taint) => taint.key),
  );
  return taints.find((taint) => taint.key === nearest);
}
