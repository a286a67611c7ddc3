import type { Found } from '../cluster-model/input/objects.ts';
import type { Model } from '../cluster-model/model.ts';
import { type Service, type ServicePort, sendsTo, targetsOf } from '../cluster-model/services.ts';
import type { Connection } from './connection.ts';
import type { Endpoint } from './endpoints.ts';
import { placeOf } from './explain-network.ts';
import type { MeshLayer } from './mesh/layer.ts';
import type { Network } from './network.ts';
import type { Passage } from './passage.ts';
import { has } from './ports.ts';

/** What is known of a cluster. */
interface Known {
  readonly model: Model;
  readonly endpoints: readonly Endpoint[];
  readonly network: Network;
  readonly mesh: MeshLayer | undefined;
  passages(from: number, to: number): readonly Passage[];
}

/** A way from the world to a port of pods, through something that no policy sees. */
interface Entry {
  readonly service: Service;
  readonly port: ServicePort;
  readonly conditions: readonly string[];
  /** The Ingress, or the Service of a load balancer. */
  readonly by: Found;
}

/** A connection, and what the world comes through. */
export interface Exposure extends Connection {
  readonly by: Found;
}

/**
 * What the world reaches through an Ingress or a load balancer: the pods see the address of those, so it is open where
 * somebody outside is let in at all, or pods that are not in the tree, as the controller of the Ingress may be one of them.
 */
export function exposuresOf(reach: Known): readonly Exposure[] {
  const { model, endpoints } = reach;
  const entries = entriesOf(model);
  const world = endpoints.findIndex(({ peer }) => peer === 'world');
  return endpoints.flatMap((to, at) => {
    if (to.type !== 'pods' || entries.length === 0) return [];
    const open = world === -1 ? [] : reach.passages(world, at);
    return entries
      .filter(({ service }) => sendsTo(service, to.pods))
      .flatMap(({ port, conditions, by }) =>
        targetsOf(port, to.pods)
          .filter((target) => !open.some((each) => each.conditions.length === 0 && has(each.ports, target)))
          .filter((target) => isLetIn(reach, at, target))
          .map(({ protocol, number }) => ({
            cluster: model.cluster,
            from: 'world',
            to: to.peer,
            ports: [`${protocol}/${number}`],
            conditions,
            by,
          })),
      );
  });
}

function entriesOf({ ingresses, services }: Model): readonly Entry[] {
  const byName = new Map(services.map((service) => [`${service.namespace}/${service.name}`, service]));
  const byIngress = ingresses
    .filter(({ isPublic }) => isPublic)
    .flatMap(({ namespace, routes, found }) =>
      routes.flatMap(({ host, path, service: name, port }) => {
        const service = byName.get(`${namespace}/${name}`);
        const own = service?.ports.find(
          (each) => port === undefined || each.port === port || each.name === port,
        );
        if (service === undefined || own === undefined) return [];
        const asked = [
          host === undefined ? '' : `host ${host}`,
          path === undefined || path === '/' ? '' : `path ${path}`,
        ];
        const through = `through ${placeOf(found).replace(/ \(.*/, '')}`;
        return [
          {
            service,
            port: own,
            conditions: [[...asked.filter((each) => each !== ''), through].join(', ')],
            by: found,
          },
        ];
      }),
    );
  const byLoadBalancer = services
    .filter(({ type, isInternal }) => type === 'LoadBalancer' && !isInternal)
    .flatMap((service) =>
      service.ports.map((port) => ({ service, port, conditions: [], by: service.found })),
    );
  return [...byIngress, ...byLoadBalancer];
}

/** Whether anybody outside, or pods that the tree does not have, may open a port. */
export function isLetIn(
  { network, endpoints, mesh }: Known,
  at: number,
  port: { readonly protocol: 'TCP' | 'UDP' | 'SCTP'; readonly number: number },
): boolean {
  const to = endpoints[at];
  if (to === undefined) return false;
  const regions = endpoints.flatMap((endpoint, from) =>
    endpoint.type === 'region' ? [{ endpoint, from }] : [],
  );
  const admitted = regions.find(({ from }) => has(network.ports(from, at), port));
  const isStrangers = network.admitsStrangers(at, port);
  if (admitted === undefined && !isStrangers) return false;
  const outside: Endpoint | undefined = admitted?.endpoint ?? regions[0]?.endpoint;
  if (mesh === undefined || port.protocol !== 'TCP' || outside === undefined) return true;
  return mesh.explain(outside, to, port.number).every(({ passes }) => passes);
}
