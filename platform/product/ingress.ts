import type { Construct } from 'constructs';
import { type Cluster, publicNames } from '../../clusters/index.ts';
import { ownerLabels } from '../kit/labels.ts';
import { addLoadBalancerRoute } from '../kit/load-balancer/application-load-balancer.ts';
import { publicEntry } from '../kit/load-balancer/entry.ts';
import type { Context } from '../unit/unit.ts';
import type { PlacedWorkload } from '../workload/declaration/placed-workload.ts';
import type { ServiceDeclaration } from '../workload/declaration/workload.ts';
import { SERVICE_PORT } from '../workload/traffic/kubernetes-service.ts';
import { waitingOf } from '../workload/traffic/waiting.ts';
import type { IngressDeclaration } from './declaration.ts';

type Exposed = ServiceDeclaration & Required<Pick<ServiceDeclaration, 'exposes'>>;

/**
 * The Ingress that leads from the Internet to the exposed services of a product: HTTPS alone, since the security group
 * opens no other port and a redirect would never be asked for (S2-48 to S2-53, S2-95). The targets are the pods.
 */
export function addIngress(
  scope: Construct,
  product: string,
  { name, healthCheckPath }: IngressDeclaration,
  workloads: readonly PlacedWorkload[],
  context: Context,
): void {
  const { cluster } = context;
  const [first] = workloads;
  const services = exposedOf(workloads);
  if (first === undefined || services.length === 0) return;
  assertOneNamespace(product, workloads);
  // As long as the longest request: a pod that is leaving finishes what it has begun, and itself lives longer than that.
  const deregistration = Math.max(...services.map((service) => waitingOf(service, context).seconds));
  addLoadBalancerRoute(scope, cluster, {
    entry: publicEntry(cluster),
    name,
    namespace: first.namespace,
    labels: ownerLabels(product),
    rules: services.flatMap(({ name: service, exposes: { host, path } }) =>
      publicNames(host, cluster).map((name) => ({
        host: name,
        ...(path && { path }),
        service: { name: service, port: SERVICE_PORT },
      })),
    ),
    targetType: 'ip',
    protocol: 'HTTP',
    healthCheck: { path: healthCheckPath, port: 'traffic-port' },
    deregistrationSeconds: deregistration,
    redirect: false,
  });
}

/** The namespaces whose pods the load balancer sends to. */
export function targetsOf(workloads: readonly PlacedWorkload[]): readonly string[] {
  return workloads.filter(({ declaration }) => isExposed(declaration)).map(({ namespace }) => namespace);
}

/**
 * @throws when a service is exposed on a cluster without a mesh, and its product has no Ingress
 */
export function assertReachable(
  product: string,
  workloads: readonly PlacedWorkload[],
  { name, mesh }: Cluster,
): void {
  const [exposed] = exposedOf(workloads);
  if (exposed === undefined || mesh !== undefined) return;
  throw new Error(
    `${exposed.name} is exposed on ${name}, which has no mesh, and the product ${product} has no ingress. Give it one with a name and a healthCheckPath.`,
  );
}

function exposedOf(workloads: readonly PlacedWorkload[]): readonly Exposed[] {
  return workloads.map(({ declaration }) => declaration).filter(isExposed);
}

function isExposed(declaration: PlacedWorkload['declaration']): declaration is Exposed {
  return declaration.kind === 'service' && declaration.exposes !== undefined;
}

/** An Ingress leads to Services of its own namespace only. */
function assertOneNamespace(product: string, workloads: readonly PlacedWorkload[]): void {
  const exposed = workloads.filter(({ declaration }) => isExposed(declaration));
  const namespaces = [...new Set(exposed.map(({ namespace }) => namespace))];
  if (namespaces.length === 1) return;
  throw new Error(
    `The product ${product} exposes services of ${namespaces.join(' and ')}, and its ingress leads to one namespace. Put them into one.`,
  );
}
