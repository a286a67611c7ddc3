import type { ClusterTree, RenderedFile } from './cluster-tree.ts';

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet'] as const;

/** The first container of a workload's pods. */
export const CONTAINER = ['spec', 'template', 'spec', 'containers', 0] as const;

/** The workloads that run until something stops them. */
export function workloads(cluster: ClusterTree): readonly RenderedFile[] {
  return WORKLOADS.flatMap((kind) => cluster.kind(kind));
}

/** The first workload in a namespace of the level `restricted`. */
export function restrictedWorkload(cluster: ClusterTree): RenderedFile | undefined {
  const restricted = new Set(
    cluster
      .kind('Namespace')
      .filter((each) => each.at('metadata', 'labels', 'pod-security.kubernetes.io/enforce') === 'restricted')
      .map((each) => each.at('metadata', 'name')),
  );
  return workloads(cluster).find((each) => restricted.has(each.at('metadata', 'namespace')));
}

/** The first workload whose namespace limits nothing: only a node can have too little for it. */
export function unlimitedWorkload(cluster: ClusterTree): RenderedFile | undefined {
  const limited = new Set(
    cluster.kind('ResourceQuota', 'LimitRange').map((each) => each.at('metadata', 'namespace')),
  );
  return cluster.kind('Deployment').find((each) => !limited.has(each.at('metadata', 'namespace')));
}

/** The Application that applies the objects of a kind. */
export function applicationOf(cluster: ClusterTree, kind: string): RenderedFile | undefined {
  const folders = new Set(cluster.kind(kind).map(({ path }) => path.split('/').slice(0, 3).join('/')));
  return cluster.kind('Application').find((each) => folders.has(each.at('spec', 'source', 'path') ?? ''));
}
