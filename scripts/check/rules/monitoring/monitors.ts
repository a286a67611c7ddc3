import { labelSelector, matches } from '../../../cluster-model/objects/selector.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { at, fieldsAt, listAt, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import type { Workload } from '../../state/workload.ts';

/** Whether a selector, as it was written, selects labels; undefined where it is no selector. */
export function selects(selector: unknown, labels: Readonly<Record<string, string>>): boolean | undefined {
  const read = labelSelector.safeParse(selector ?? {});
  return read.success ? matches(read.data, labels) : undefined;
}

/** The namespaces in which a monitor looks: its own, or those that it names. */
export function namespacesOf(state: ClusterState, { value, namespace }: Resource): readonly string[] {
  const selector = fieldsAt(value, 'spec', 'namespaceSelector');
  if (selector.any === true) return [...state.namespaces.keys()];
  const names = listAt(selector, 'matchNames').filter((name) => typeof name === 'string');
  return names.length > 0 ? names : [namespace];
}

const servicesByNamespace = remembered((state: ClusterState) => groupedByNamespace(state.of('/Service')));

function groupedByNamespace(resources: readonly Resource[]): ReadonlyMap<string, readonly Resource[]> {
  const found = new Map<string, Resource[]>();
  for (const resource of resources) {
    const others = found.get(resource.namespace);
    if (others === undefined) found.set(resource.namespace, [resource]);
    else others.push(resource);
  }
  return found;
}

/** The Services that a ServiceMonitor finds. */
export function selectedServices(state: ClusterState, monitor: Resource): readonly Resource[] {
  const selector = at(monitor.value, 'spec', 'selector');
  return namespacesOf(state, monitor).flatMap((namespace) =>
    (servicesByNamespace(state).get(namespace) ?? []).filter(
      ({ labels }) => selects(selector, labels) === true,
    ),
  );
}

/** The workloads whose pods a PodMonitor finds. */
export function selectedWorkloads(state: ClusterState, monitor: Resource): readonly Workload[] {
  const selector = at(monitor.value, 'spec', 'selector');
  return namespacesOf(state, monitor).flatMap((namespace) =>
    state.workloadsIn(namespace).filter(({ labels }) => selects(selector, labels) === true),
  );
}

/** The workloads behind a Service. */
export function workloadsBehind(state: ClusterState, { namespace, value }: Resource): readonly Workload[] {
  const selector = fieldsAt(value, 'spec', 'selector');
  if (Object.keys(selector).length === 0 || textAt(value, 'spec', 'type') === 'ExternalName') return [];
  return state
    .workloadsIn(namespace)
    .filter(({ labels }) => Object.entries(selector).every(([key, wanted]) => labels[key] === wanted));
}
