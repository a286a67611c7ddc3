import type { ClusterRule } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { at, listAt, numberAt, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { titleOf } from '../../state/resource.ts';
import { scalersOf } from '../../state/scales.ts';
import { deployment } from '../sample-workloads.ts';
import { hpa } from './sample-scalers.ts';

/** Each apply sets the replicas back, and the autoscaler begins anew. */
export const replicasOwnedTwice: ClusterRule = {
  id: 'replicas-owned-twice',
  severity: 'warning',
  summary: 'A workload that says its replicas though an autoscaler sets them',
  breaks:
    'Every apply, and with self-heal every scaling, sets the replicas back to the number in Git, under load too. The autoscaler scales up again, and pods come and go.',
  pitfalls: ['X-42', 'X-43'],
  failing: deployment('web', { spec: 'replicas: 3' }) + hpa('web'),
  passing: deployment('web') + hpa('web'),
  *judge(state) {
    for (const { resource, isMade } of state.workloads) {
      const replicas = numberAt(resource.value, 'spec', 'replicas');
      // With none, the autoscaler is off: another rule says so.
      if (isMade || replicas === undefined || replicas === 0) continue;
      // What was read from a cluster has the field always: nobody wrote it.
      if (textAt(resource.value, 'metadata', 'resourceVersion') !== undefined) continue;
      const [scaler] = scalersOf(state, resource);
      if (scaler === undefined || isIgnored(state, resource)) continue;
      yield {
        resource,
        path: ['spec', 'replicas'],
        message: `It says ${replicas} replicas, and ${titleOf(scaler.resource)} sets them between ${scaler.min} and ${scaler.max}: each apply sets them back to ${replicas}.`,
        fix: `Leave spec.replicas out, and write the least that is needed as the minimum of ${titleOf(scaler.resource)}.`,
      };
    }
  },
};

/** Whether an Application leaves the field alone, in the comparison and in the sync. */
function isIgnored(state: ClusterState, { group, kind, namespace, name }: Resource): boolean {
  return state.of('argoproj.io/Application', 'argoproj.io/ApplicationSet').some(({ kind: of, value }) => {
    const spec = of === 'Application' ? at(value, 'spec') : at(value, 'spec', 'template', 'spec');
    const options = listAt(spec, 'syncPolicy', 'syncOptions');
    if (!options.includes('RespectIgnoreDifferences=true')) return false;
    return listAt(spec, 'ignoreDifferences').some((ignored) => {
      const isOf = (field: string, own: string) => [undefined, '', '*', own].includes(textAt(ignored, field));
      const pointers = [...listAt(ignored, 'jsonPointers'), ...listAt(ignored, 'jqPathExpressions')];
      return (
        isOf('group', group) &&
        isOf('kind', kind) &&
        isOf('namespace', namespace) &&
        isOf('name', name) &&
        pointers.some((pointer) => pointer === '/spec/replicas' || pointer === '.spec.replicas')
      );
    });
  });
}
