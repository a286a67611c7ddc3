import {
  DestinationRule,
  ServiceEntrySpecLocation as Location,
  ServiceEntrySpecResolution as Resolution,
  ServiceEntry,
  DestinationRuleSpecTrafficPolicyTlsMode as TlsMode,
  VirtualService,
} from '@cdk8s/istio';
import { k8s } from 'cdk8s-plus-29';
import type { Construct } from 'constructs';
import { principalIn } from '../../components/istio/address.ts';
import { add } from '../../kit/manifest.ts';
import { serviceHost } from '../../kit/names.ts';
import type { Context } from '../../unit/unit.ts';
import type { PlacedWorkload } from '../declaration/placed-workload.ts';
import { type LinkedCluster, linkedServices } from '../graph/linked-clusters.ts';
import { SERVICE_PORT } from './kubernetes-service.ts';
import { circuitBreaker } from './mesh.ts';
import { triedRoutes } from './retries.ts';
import { waitingOnLinked } from './waiting.ts';

/** The name under which the service of a linked cluster is known here, such as `user-service-prod-eu`. */
export function linkedName(service: string, cluster: LinkedCluster): string {
  return `${service}-${cluster.name}`;
}

/**
 * A service's pods on linked clusters, for the mesh of this one. The address is left out: where a network is given,
 * istiod fills in that of the network's gateway, which it looks up itself. Only the stable track is reached.
 */
function linkedEndpoint({ mesh, terraform }: LinkedCluster, service: PlacedWorkload) {
  return {
    network: mesh.network,
    locality: terraform.region,
    // Without this label istiod takes the pods for ones without a proxy, to which no gateway passes anything on.
    labels: { 'security.istio.io/tlsMode': 'istio', track: 'stable' },
    serviceAccount: service.declaration.name,
    ports: { http: SERVICE_PORT },
  };
}

const ports = [{ number: SERVICE_PORT, name: 'http', protocol: 'HTTP' }];

/**
 * A service that may fail over gets its pods on linked clusters as further endpoints of the same name. They are in
 * another region, so nothing goes there while enough pods here are healthy (S0-88, S0-89).
 */
export function addFailover(
  scope: Construct,
  service: PlacedWorkload,
  labels: Readonly<Record<string, string>>,
  context: Context,
): void {
  const { declaration, namespace } = service;
  const linked = linkedServices(declaration.name, context);
  if (linked.length === 0) return;
  add(scope, ServiceEntry, {
    metadata: { name: `${declaration.name}-failover`, namespace, labels: { ...labels } },
    spec: {
      hosts: [serviceHost(declaration.name, namespace)],
      location: Location.MESH_UNDERSCORE_INTERNAL,
      resolution: Resolution.STATIC,
      ports,
      endpoints: linked.map(({ cluster, service }) => linkedEndpoint(cluster, service)),
    },
  });
}

/**
 * A service of a linked cluster under a name of its own (S0-48, S0-49): a Service without pods, so that DNS knows the
 * name; a ServiceEntry, which gives it the other cluster's gateway; a DestinationRule with the name that the gateway
 * there looks for, and the one identity that may answer; and routes, for the timeout and the retries of a call are up to the
 * caller's proxy, and the routes over there are not asked.
 */
export function addLinkedService(
  scope: Construct,
  place: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> },
  cluster: LinkedCluster,
  service: PlacedWorkload,
  context: Context,
): void {
  const { namespace } = place;
  const name = linkedName(service.declaration.name, cluster);
  if (name.length > 63) {
    throw new Error(
      `${name} would name the Service of ${service.declaration.name} on ${cluster.name}: ${name.length} characters, of which 63 are allowed. Give the service a shorter name.`,
    );
  }
  const labels = { ...place.labels, 'app.kubernetes.io/name': name };
  const host = serviceHost(name, namespace);
  add(scope, k8s.KubeService, {
    metadata: { name, namespace, labels },
    spec: {
      type: 'ClusterIP',
      ports: [
        {
          name: 'http',
          port: SERVICE_PORT,
          targetPort: k8s.IntOrString.fromNumber(SERVICE_PORT),
          protocol: 'TCP',
          appProtocol: 'http',
        },
      ],
    },
  });
  add(scope, ServiceEntry, {
    metadata: { name, namespace, labels },
    spec: {
      hosts: [host],
      exportTo: ['.'],
      location: Location.MESH_UNDERSCORE_INTERNAL,
      resolution: Resolution.STATIC,
      ports,
      endpoints: [linkedEndpoint(cluster, service)],
    },
  });
  const target = serviceHost(service.declaration.name, service.namespace);
  add(scope, DestinationRule, {
    metadata: { name, namespace, labels },
    spec: {
      host,
      exportTo: ['.'],
      trafficPolicy: {
        ...circuitBreaker,
        tls: {
          mode: TlsMode.ISTIO_UNDERSCORE_MUTUAL,
          sni: `outbound_.${SERVICE_PORT}_.stable_.${target}`,
          subjectAltNames: [
            `spiffe://${principalIn(cluster.mesh.trustDomain, { namespace: service.namespace, serviceAccount: service.declaration.name })}`,
          ],
        },
      },
    },
  });
  const destination = { host, port: { number: SERVICE_PORT } };
  add(scope, VirtualService, {
    metadata: { name, namespace, labels },
    spec: {
      hosts: [host],
      exportTo: ['.'],
      http: triedRoutes(
        'linked',
        {},
        [{ destination }],
        waitingOnLinked(service.declaration.name, cluster, context),
      ),
    },
  });
}
