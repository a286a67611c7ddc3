import type { ClusterState } from '../../state/cluster-state.ts';
import { fieldsAt, list, places, text } from '../../state/read.ts';
import type { Workload } from '../../state/workload.ts';

const ENABLED = /cluster-enabled["'\s]+yes/;

/** Whether a workload starts Redis as part of a cluster: in its command, or in a ConfigMap that it mounts. */
export function isRedisCluster(state: ClusterState, workload: Workload): boolean {
  return textsOf(state, workload).some((each) => ENABLED.test(each));
}

/** The commands of a workload, and the files that it mounts. */
export function textsOf(state: ClusterState, workload: Workload): readonly string[] {
  const commands = workload.containers.map(({ value }) =>
    [...list(value.command), ...list(value.args)].map((part) => text(part) ?? '').join(' '),
  );
  const names = [
    ...places(workload.spec, 'volumes[].configMap.name'),
    ...places(workload.spec, 'volumes[].projected.sources[].configMap.name'),
  ];
  const files = names.flatMap(({ value }) => {
    const found = state.find('/ConfigMap', workload.namespace, String(value));
    return Object.values(fieldsAt(found?.value, 'data')).filter((each) => typeof each === 'string');
  });
  return [...commands, ...files];
}
