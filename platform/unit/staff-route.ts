import { AuthorizationPolicy, AuthorizationPolicySpecAction, VirtualService } from '@cdk8s/istio';
import type { Construct } from 'constructs';
import type { Cluster } from '../../clusters/index.ts';
import { gatewayOf, ingressGateway, principal, sourcesOf } from '../components/istio/address.ts';
import { toolHost } from '../components/staff-tools/address.ts';
import { ownerLabels } from '../kit/labels.ts';
import { LOAD_BALANCER_IDLE_SECONDS } from '../kit/load-balancer/application-load-balancer.ts';
import { add } from '../kit/manifest.ts';
import { serviceHost } from '../kit/names.ts';
import type { Pods } from '../kit/network/flows.ts';
import { retryUnbegun } from '../kit/network/retries.ts';
import type { Exposure } from './exposure.ts';

/** A component in the mesh that staff open in their browsers (S3-25). */
export interface StaffService {
  /** First label of its host. */
  readonly name: string;
  readonly service: { readonly name: string; readonly port: number };
  readonly pods: Pods;
  /** Port of the container. */
  readonly port: number;
}

/** What the gateway has to know of it. */
export function staffExposure({ name, service, pods, port }: StaffService, cluster: Cluster): Exposure {
  return {
    service: service.name,
    namespace: pods.namespace,
    audience: 'staff',
    host: toolHost(name, cluster),
    path: '/',
    pods,
    port,
  };
}

/** The route from the gateway's staff listener, and the permission for the gateway to use it. */
export function addStaffRoute(
  scope: Construct,
  cluster: Cluster,
  { name, service, pods, port }: StaffService,
): void {
  const metadata = { name, namespace: pods.namespace, labels: ownerLabels('platform') };
  add(scope, VirtualService, {
    metadata,
    spec: {
      hosts: [toolHost(name, cluster)],
      gateways: [gatewayOf('staff')],
      http: [
        {
          route: [
            {
              destination: {
                host: serviceHost(service.name, pods.namespace),
                port: { number: service.port },
              },
            },
          ],
          timeout: `${LOAD_BALANCER_IDLE_SECONDS}s`,
          retries: retryUnbegun,
        },
      ],
    },
  });
  add(scope, AuthorizationPolicy, {
    metadata: { ...metadata, name: `allow-gateway-to-${name}` },
    spec: {
      selector: { matchLabels: { ...pods.labels } },
      action: AuthorizationPolicySpecAction.ALLOW,
      rules: [
        {
          from: sourcesOf(cluster, [principal(cluster, ingressGateway)]).map((source) => ({ source })),
          to: [{ operation: { ports: [String(port)] } }],
        },
      ],
    },
  });
}
