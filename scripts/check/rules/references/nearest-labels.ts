import type { Labels } from '../../../cluster-model/objects/fields.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { textsAt } from '../../state/read.ts';
import { selects } from '../../state/selects.ts';
import type { Workload } from '../../state/workload.ts';

/** The end of an advice: the labels of the workload that has most of what is selected, or the namespace where they are. */
export function nearestLabels(state: ClusterState, namespace: string, selector: unknown): string {
  const wanted = textsAt(selector, 'matchLabels');
  const elsewhere = state.workloads.find(
    (workload) => workload.namespace !== namespace && selects(selector, workload.labels),
  );
  const [first] = state
    .workloadsIn(namespace)
    .map((workload) => ({ workload, nearness: nearness(wanted, workload) }))
    .filter((each) => each.nearness > 0)
    .sort((one, other) => other.nearness - one.nearness);
  if (first === undefined) {
    return elsewhere === undefined
      ? ''
      : `; pods with these labels are in the namespace ${elsewhere.namespace}, those of ${elsewhere.kind} ${elsewhere.name}`;
  }
  const { kind, name, labels } = first.workload;
  const own = Object.keys(wanted).flatMap((key) =>
    labels[key] === undefined ? [] : [`${key}=${labels[key]}`],
  );
  const all = own.length > 0 ? own : Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return `; those of ${kind} ${name} are ${all.slice(0, 4).join(',')}`;
}

/** Equal labels count most, then labels of the same key, then values that begin alike. */
function nearness(wanted: Labels, { labels, name }: Workload): number {
  return Object.entries(wanted).reduce((sum, [key, value]) => {
    const own = Object.hasOwn(labels, key) ? labels[key] : undefined;
    const alike = value.startsWith(name) || name.startsWith(value) ? 2 : 0;
    return sum + alike + (own === value ? 4 : own === undefined ? 0 : 1);
  }, 0);
}
