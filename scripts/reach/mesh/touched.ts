import type { Direction } from '../../cluster-model/policies.ts';
import type { Endpoint } from '../endpoints.ts';
import { isSame } from '../same.ts';
import { authorizationOf } from './authorization.ts';
import type { MeshLayer } from './layer.ts';
import { memberOf } from './member.ts';
import { portsNamed } from './points.ts';
import { authenticationsOf } from './transport.ts';

/** Tells whether the mesh decides the same of an endpoint as before, on its way out or on the way into it. */
export type IsSameInMesh = (direction: Direction, endpoint: Endpoint, other: Endpoint) => boolean;

/**
 * What two states of a mesh with the same pods decide of their endpoints.
 *
 * @returns undefined where something differs that may be about any of them
 */
export function comparedInMesh(
  one: MeshLayer | undefined,
  other: MeshLayer | undefined,
): IsSameInMesh | undefined {
  if (one === undefined || other === undefined) return one === other ? () => true : undefined;
  if (!isSame(aboutAny(one), aboutAny(other))) return undefined;
  const isSameObject = comparison();
  const areSame = (some: readonly unknown[], others: readonly unknown[]) =>
    some.length === others.length && some.every((each, at) => isSameObject(each, others[at]));
  return (direction, endpoint, otherEndpoint) => {
    if (endpoint.type !== 'pods' || otherEndpoint.type !== 'pods') return true;
    const listsOf = direction === 'egress' ? aboutCaller : aboutCallee;
    const others = listsOf(other, otherEndpoint);
    return listsOf(one, endpoint).every((list, at) => areSame(list, others[at] ?? []));
  };
}

type PodsEndpoint = Extract<Endpoint, { type: 'pods' }>;

/** What counts for every endpoint, or for those outside, of which nothing else is known. */
function aboutAny({ mesh, outbound }: MeshLayer): readonly unknown[] {
  const { config, multiCluster, membership, assumed, serviceEntries, gateways, destinationRules } = mesh;
  return [
    [config, multiCluster, membership, assumed, serviceEntries, gateways, destinationRules],
    // Ports stand for those around them, up to the next that something names.
    [...new Set(portsNamed(mesh))].sort((one, other) => one - other),
    serviceEntries.flatMap(({ hosts }) => hosts.map((host) => outbound.routesTo(host))),
    // Rules for connections know subsets of hosts from the routes to them.
    destinationRules.length === 0 ? [] : mesh.virtualServices,
  ];
}

function aboutCaller({ mesh, outbound, gateways }: MeshLayer, caller: PodsEndpoint): readonly unknown[][] {
  const isGateway = memberOf(mesh, caller) === 'gateway';
  return [[outbound.sidecarOf(caller.pods)], isGateway ? [...gateways.boundTo(caller.pods)] : []];
}

function aboutCallee({ mesh, outbound, registry }: MeshLayer, { pods }: PodsEndpoint): readonly unknown[][] {
  const hosts = registry.hostsOf(pods);
  return [
    [...hosts],
    hosts.flatMap(({ host }) => [host, ...outbound.routesTo(host)]),
    [...authorizationOf(mesh, pods)],
    [...authenticationsOf(mesh, pods)],
  ];
}

/** Compares objects that come back with many endpoints: each pair is looked at once. */
function comparison(): (one: unknown, other: unknown) => boolean {
  const known = new Map<unknown, readonly [other: unknown, isEqual: boolean]>();
  return (one, other) => {
    if (typeof one !== 'object' || one === null) return one === other;
    const [before, wasEqual] = known.get(one) ?? [];
    if (wasEqual !== undefined && before === other) return wasEqual;
    const isEqual = isSame(one, other);
    known.set(one, [other, isEqual]);
    return isEqual;
  };
}
