import type { Route, Rule } from '../../kit/load-balancer/ingress.ts';
import type { Pods } from '../../kit/network/flows.ts';
import type { Context } from '../../unit/unit.ts';

/** A tool that knows no login of its own. A proxy stands before it and asks the identity provider (S3-30). */
export interface GuardedTool {
  /** First label of its host. */
  readonly name: string;
  readonly pods: Pods;
  readonly port: number;
  /** The name inside the cluster that the proxy calls (S3-33). */
  readonly host: string;
}

/** A tool that logs its users in at the identity provider by itself (S3-30, S3-31). */
export interface SigningTool {
  /** First label of its host, and the unit that brings it. */
  readonly name: string;
  readonly pods: Pods;
  readonly port: number;
  readonly service: Rule['service'];
  readonly protocol: Route['protocol'];
  readonly healthPath: string;
}

const monitoring = (name: string): Pods => ({
  namespace: 'monitoring',
  labels: { 'app.kubernetes.io/name': name },
});

/** The Services are those that the operator makes for all replicas together. */
export const guardedTools: readonly GuardedTool[] = [
  {
    name: 'alertmanager',
    pods: monitoring('alertmanager'),
    port: 9093,
    host: 'alertmanager-operated.monitoring.svc.cluster.local',
  },
  {
    name: 'prometheus',
    pods: monitoring('prometheus'),
    port: 9090,
    host: 'prometheus-operated.monitoring.svc.cluster.local',
  },
];

/** Routes are made for those that are on the cluster. */
export const signingTools: readonly SigningTool[] = [
  {
    name: 'argocd',
    pods: { namespace: 'argocd', labels: { 'app.kubernetes.io/name': 'argocd-server' } },
    port: 8080,
    service: { name: 'argocd-server', port: 443 },
    // It speaks TLS with a certificate of its own making, which the load balancer takes.
    protocol: 'HTTPS',
    healthPath: '/healthz',
  },
  {
    name: 'grafana',
    pods: monitoring('grafana'),
    port: 3000,
    service: { name: 'grafana', port: 80 },
    protocol: 'HTTP',
    healthPath: '/api/health',
  },
  {
    name: 'kiali',
    pods: { namespace: 'kiali', labels: { 'app.kubernetes.io/name': 'kiali' } },
    port: 20001,
    service: { name: 'kiali', port: 20001 },
    protocol: 'HTTP',
    healthPath: '/healthz',
  },
];

/** The tools with a login of their own that are on the cluster. */
export function signingToolsOn({ cluster, units }: Context): readonly SigningTool[] {
  return signingTools.filter((tool) =>
    units.some(({ name, clusters }) => name === tool.name && clusters.includes(cluster.name)),
  );
}
