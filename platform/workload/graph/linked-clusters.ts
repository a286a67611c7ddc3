import type { Cluster } from '../../../clusters/index.ts';
import { eastWestGateway, ingressGateway } from '../../components/istio/address.ts';
import { MadeOnce } from '../../kit/made-once.ts';
import type { Endpoint } from '../../kit/network/endpoint.ts';
import { type Flow, networks } from '../../kit/network/flows.ts';
import type { Context } from '../../unit/unit.ts';
import type { PlacedWorkload } from '../declaration/placed-workload.ts';
import { endpointOf, graphOf } from './graph.ts';

/** A linked cluster of the same mesh. */
export type LinkedCluster = Cluster & { readonly mesh: NonNullable<Cluster['mesh']> };

/** Who calls from a linked cluster. */
export interface LinkedCaller extends Pick<Endpoint, 'namespace' | 'serviceAccount'> {
  readonly trustDomain: string;
}

/** The clusters that the context's cluster is linked with; none for one that is alone in its mesh. */
export function linkedClustersOf({
  cluster,
  fleet,
}: Pick<Context, 'cluster' | 'fleet'>): readonly LinkedCluster[] {
  if (cluster.linkedTo.length === 0) return [];
  return fleet.clusters.filter(
    (other): other is LinkedCluster =>
      cluster.linkedTo.includes(other.name) && other.mesh !== undefined && other.mesh.id === cluster.mesh?.id,
  );
}

/** The linked clusters that run a service of this name, each with the service there. */
export function linkedServices(
  name: string,
  context: Context,
): readonly { readonly cluster: LinkedCluster; readonly service: PlacedWorkload }[] {
  return linkedClustersOf(context).flatMap((cluster) => {
    const service = graphOn(cluster, context).workload(name);
    return service?.declaration.kind === 'service' ? [{ cluster, service }] : [];
  });
}

/** From this cluster's pods to the gateway of a linked one: its load balancer stands in the private subnets. */
export function flowTo({ terraform }: Cluster): Flow {
  return networks(terraform.privateSubnetCidrs, eastWestGateway.port);
}

/** The ways to a service's pods on linked clusters; none unless it declares `failover`. */
export function failoverFlows({ declaration }: PlacedWorkload, context: Context): readonly Flow[] {
  if (declaration.kind !== 'service' || declaration.failover !== true) return [];
  return linkedServices(declaration.name, context).map(({ cluster }) => flowTo(cluster));
}

/**
 * Who calls a service of this cluster from linked ones: the workloads that declare the call there and, where it may
 * fail over, everybody who calls it over there.
 */
export function linkedCallersOf({ declaration }: PlacedWorkload, context: Context): readonly LinkedCaller[] {
  if (declaration.kind !== 'service') return [];
  return linkedClustersOf(context).flatMap((cluster) => {
    const graph = graphOn(cluster, context);
    const direct = graph.linkedCallersOf(declaration.name);
    const local = declaration.failover === true ? graph.callersOf(declaration.name) : [];
    const gateway =
      declaration.failover === true && declaration.exposes !== undefined ? [ingressGateway] : [];
    return [...gateway, ...direct.map(endpointOf), ...local].map(({ namespace, serviceAccount }) => ({
      namespace,
      serviceAccount,
      trustDomain: cluster.mesh.trustDomain,
    }));
  });
}

/** The services of the context's cluster that linked clusters call. */
export function servicesOpenToLinked(context: Context): readonly PlacedWorkload[] {
  return graphOf(context).workloads.filter((workload) => linkedCallersOf(workload, context).length > 0);
}

const contexts = new MadeOnce<Context, Context>();

function graphOn(cluster: Cluster, context: Context) {
  return graphOf(onCluster(cluster, context));
}

/** The context of another cluster, made once, so that what is kept for it is made once as well. */
export function onCluster(cluster: Cluster, context: Context): Context {
  return contexts.of(context, cluster.name, () => ({ ...context, cluster }));
}
