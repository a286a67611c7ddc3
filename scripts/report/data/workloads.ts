import { leastPods, mostPods } from '../../check/rules/scale/quota-usage.ts';
import type { ClusterState } from '../../check/state/cluster-state.ts';
import { containerResources, podResources } from '../../check/state/pod-resources.ts';
import { textAt, textsAt } from '../../check/state/read.ts';
import type { Workload } from '../../check/state/workload.ts';
import { amount } from './amounts.ts';
import type { ContainerRow, WorkloadDetails } from './rows/cluster.ts';
import type { WorkloadRow } from './rows/fleet.ts';
import { productOf, unitOf } from './units.ts';

/** What a workload is called in addresses of the page and in the data of its cluster. */
export function workloadKey({
  namespace,
  kind,
  name,
}: Pick<WorkloadRow, 'namespace' | 'kind' | 'name'>): string {
  return `${namespace}/${kind}/${name}`;
}

/** Every workload of a cluster in a line. */
export function workloadsOf(state: ClusterState): readonly WorkloadRow[] {
  return state.workloads.map((workload): WorkloadRow => {
    const { namespace, kind, name, resource } = workload;
    const { requests, limits } = podResources(state, workload);
    return {
      cluster: state.cluster,
      namespace,
      kind,
      name,
      product: productOf(state, resource),
      unit: unitOf(state, resource.found.file),
      version: versionOf(workload),
      pods: { min: leastPods(state, workload), max: mostPods(state, workload) },
      ...(kind === 'DaemonSet' && { perNode: true }),
      cpu: amount(requests, 'cpu'),
      memory: amount(requests, 'memory'),
      memoryLimit: amount(limits, 'memory'),
      file: resource.found.file,
      line: resource.found.line,
    };
  });
}

/** What its label says, or the tag of its first image. */
function versionOf({ labels, resource, containers }: Workload): string {
  const told = labels['app.kubernetes.io/version'] ?? resource.labels['app.kubernetes.io/version'];
  if (told !== undefined) return told;
  const main = containers.find(({ role }) => role === 'main');
  return partsOfImage(textAt(main?.value, 'image') ?? '').tag;
}

/** The parts of the reference of an image. */
export function partsOfImage(image: string): {
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
} {
  const [named = '', digest = ''] = image.split('@', 2);
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  return {
    repository: hasTag ? named.slice(0, colon) : named,
    tag: hasTag ? named.slice(colon + 1) : '',
    digest,
  };
}

/** The rest of each workload, by its key. */
export function detailsOf(state: ClusterState): Readonly<Record<string, WorkloadDetails>> {
  return Object.fromEntries(
    state.workloads.map((workload): [string, WorkloadDetails] => [
      workloadKey(workload),
      {
        containers: containersOf(state, workload),
        serviceAccount: workload.serviceAccount,
        nodeSelector: textsAt(workload.spec, 'nodeSelector'),
        priority: textAt(workload.spec, 'priorityClassName') ?? '',
        labels: workload.resource.labels,
      },
    ]),
  );
}

function containersOf(state: ClusterState, workload: Workload): readonly ContainerRow[] {
  return containerResources(state, workload).map(
    ({ container, isInjected, requests, limits }): ContainerRow => ({
      name: container.name,
      role: container.role,
      ...(isInjected && { injected: true }),
      image: textAt(container.value, 'image') ?? '',
      cpu: amount(requests, 'cpu'),
      memory: amount(requests, 'memory'),
      cpuLimit: amount(limits, 'cpu'),
      memoryLimit: amount(limits, 'memory'),
      ports: container.ports.map(
        ({ number, protocol, name }) => `${name === undefined ? '' : `${name} `}${protocol}/${number}`,
      ),
    }),
  );
}
