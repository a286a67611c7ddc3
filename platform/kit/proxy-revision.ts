import type { Cluster } from '../../clusters/index.ts';

type Mesh = NonNullable<Cluster['mesh']>;
type Step = keyof NonNullable<Mesh['moving']>;

/** The label by which a namespace chooses the control plane whose webhook gives its pods their proxy. */
export const REVISION_LABEL = 'istio.io/rev';

/**
 * The annotation of pods that have a proxy. It names the control plane for which they were last made anew: nothing else of
 * a pod changes with the label of its namespace, so it would keep its old proxy for ever.
 */
const STARTED_FOR = 'fleet.example.com/proxy-revision';

/** The control planes that stand on a cluster; two during an upgrade. */
export function controlPlanesOf({ mesh }: Pick<Cluster, 'mesh'>): readonly string[] {
  return mesh === undefined ? [] : (mesh.controlPlanes ?? [mesh.revision]);
}

/** The control plane that gives new pods of a namespace their proxy. */
export function labelledRevision(namespace: string, mesh: Mesh): string {
  return revisionAt('labelled', namespace, mesh);
}

/** The control plane for which the pods of a namespace were last made anew. */
export function startedRevision(namespace: string, mesh: Mesh): string {
  return revisionAt('restarted', namespace, mesh);
}

/** What makes the pods of a namespace anew when it has moved; nothing for pods without a proxy. */
export function proxyRevision(namespace: string, { mesh }: Cluster): Record<string, string> {
  return mesh === undefined ? {} : { [STARTED_FOR]: startedRevision(namespace, mesh) };
}

function revisionAt(step: Step, namespace: string, mesh: Mesh): string {
  const { revision, moving } = mesh;
  if (moving?.[step].includes(namespace) !== true) return revision;
  return controlPlanesOf({ mesh }).find((other) => other !== revision) ?? revision;
}
