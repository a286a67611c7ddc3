import type { Pods } from '../../kit/network/flows.ts';

/** Where Argo CD and its objects live, on every hub. */
export const ARGOCD_NAMESPACE = 'argocd';

/** The Secret with Argo CD's client at the identity provider. */
export const ARGOCD_CLIENT = 'argocd-client';

/**
 * What pauses an Application: its controller neither compares nor syncs nor heals it. Nothing in Git has it, so that
 * neither a sync of the root nor the ApplicationSet takes it away.
 */
export const PAUSE_ANNOTATION = 'argocd.argoproj.io/skip-reconcile';

/** Its server, which answers people. It speaks TLS with a certificate of its own making. */
export const argocdServer = { name: 'argocd-server', port: 443, containerPort: 8080 } as const;

export const argocdServerPods: Pods = {
  namespace: ARGOCD_NAMESPACE,
  labels: { 'app.kubernetes.io/name': argocdServer.name },
};

/** The name of the Application of a unit: unique on a hub, which has several clusters. */
export function applicationName(cluster: string, unit: string): string {
  return `${cluster}-${unit}`;
}

/** The label of an Application with the cluster that it is for. */
export const CLUSTER_LABEL = 'fleet/cluster';

/** The status by which a commit shows that an Application runs it and is well. */
export function deployStatus(application: string): string {
  return `deployed/${application}`;
}
