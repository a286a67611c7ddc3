import { k8s } from 'cdk8s-plus-29';
import type { Construct } from 'constructs';
import { add } from '../../kit/manifest.ts';
import type { ServiceDeclaration } from '../declaration/workload.ts';
import type { Placement } from '../graph/placement.ts';
import { objectLabels, selectorOf } from '../labels.ts';
import { probesOf } from '../pods/probes.ts';
import { scrapedMetrics } from '../watching/metrics.ts';

/** Port of every Service: callers write `http://<name>.<namespace>.svc.cluster.local`. */
export const SERVICE_PORT = 80;

/** Name of the Service port that monitors select; its prefix states the protocol for the mesh. */
export const METRICS_PORT_NAME = 'http-metrics';

/** The Service of a workload that is called. The pods of both tracks are behind it; subsets tell them apart. */
export function addService(scope: Construct, placement: Placement<ServiceDeclaration>): void {
  const { declaration, namespace } = placement;
  const annotations = healthCheck(placement);
  add(scope, k8s.KubeService, {
    metadata: {
      name: declaration.name,
      namespace,
      labels: objectLabels(placement),
      ...(annotations && { annotations }),
    },
    spec: {
      type: 'ClusterIP',
      selector: selectorOf(placement),
      ports: [
        {
          name: 'http',
          port: SERVICE_PORT,
          targetPort: k8s.IntOrString.fromNumber(declaration.port),
          protocol: 'TCP',
          appProtocol: 'http',
        },
        {
          name: METRICS_PORT_NAME,
          port: 9090,
          targetPort: k8s.IntOrString.fromNumber(scrapedMetrics(placement).port),
          protocol: 'TCP',
        },
      ],
    },
  });
}

/** For the load balancer, what a Service says about its health check overrides what the Ingress says for all of them (S2-52). */
function healthCheck({ declaration, context: { cluster }, healthCheckPath }: Placement<ServiceDeclaration>) {
  const { path } = probesOf(declaration).liveness;
  const isTarget = declaration.exposes !== undefined && cluster.mesh === undefined;
  return isTarget && path !== healthCheckPath
    ? { 'alb.ingress.kubernetes.io/healthcheck-path': path }
    : undefined;
}
