import { z } from 'zod';
import type { RenderedFleet } from '../../../rendered-fleet.ts';

const seconds = z.templateLiteral([z.number(), 's']).transform((text) => Number.parseFloat(text));
const methods = z.object({ method: z.object({ regex: z.string() }).optional() });
const http = z.object({
  name: z.string().optional(),
  match: z.array(methods).default([]),
  delegate: z.unknown().optional(),
  timeout: seconds.optional(),
  retries: z
    .object({ attempts: z.number(), perTryTimeout: seconds.optional(), retryOn: z.string() })
    .optional(),
});
const virtualService = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.object({
    hosts: z.array(z.string()).default([]),
    gateways: z.array(z.string()).default([]),
    http: z.array(http).default([]),
  }),
});

/** One route of a VirtualService, and what it does with a request that fails. */
export interface Tried {
  readonly where: string;
  /** Seconds until the caller gives up. */
  readonly timeout: number | undefined;
  /** Seconds that one attempt has. */
  readonly attempt: number | undefined;
  /** Undefined where Istio's default decides. */
  readonly attempts: number | undefined;
  /** Whether a request is sent again after the callee may have begun with it. */
  readonly repeats: boolean;
  readonly onlyReads: boolean;
  /** Whether a load balancer stands before it; routes without a host are those of a service behind another's. */
  readonly public: boolean;
}

/** What a callee may have begun with; the others happen before it has the request. */
const UNBEGUN = new Set(['connect-failure', 'refused-stream', 'reset-before-request']);

/** Whether a policy sends a request again that the callee may have begun with. */
export function repeatsBegun(retryOn: string): boolean {
  return retryOn.split(',').some((condition) => !UNBEGUN.has(condition.trim()));
}

/** Every route of a cluster, by the name of its VirtualService. */
export function routesOn(fleet: RenderedFleet, cluster: string): ReadonlyMap<string, readonly Tried[]> {
  const found = fleet
    .ofKind('VirtualService')
    .filter((object) => object.cluster === cluster)
    .map(({ json }) => virtualService.parse(json));
  return new Map(
    found.map(({ metadata: { name, namespace }, spec }) => [
      `${namespace}/${name}`,
      spec.http
        .filter(({ delegate }) => delegate === undefined)
        .map((route) => ({
          where: `${cluster} ${namespace}/${name} ${route.name ?? ''}`.trim(),
          timeout: route.timeout,
          attempt: route.retries?.perTryTimeout ?? route.timeout,
          attempts: route.retries?.attempts,
          repeats: (route.retries?.attempts ?? 0) > 0 && repeatsBegun(route.retries?.retryOn ?? ''),
          public: spec.gateways.length > 0 || spec.hosts.length === 0,
          onlyReads:
            route.match.length > 0 && route.match.every(({ method }) => method?.regex === 'GET|HEAD'),
        })),
    ]),
  );
}

/** A service on a cluster. */
export interface Node {
  readonly cluster: string;
  readonly name: string;
}

/** A call of a service, and the VirtualService whose routes it takes. */
export interface Edge {
  readonly to: Node;
  readonly routes: string;
}

/** The calls of a service in the mesh to others in it, here and on linked clusters, as they are declared. */
export function callsOf(fleet: RenderedFleet, { cluster, name }: Node): readonly Edge[] {
  const caller = meshedService(fleet, cluster, name);
  if (caller === undefined) return [];
  return (caller.declaration.calls ?? []).flatMap((call): Edge[] => {
    if (call.to === 'workload') {
      const callee = meshedService(fleet, cluster, call.name);
      return callee === undefined
        ? []
        : [{ to: { cluster, name: call.name }, routes: `${callee.namespace}/${call.name}` }];
    }
    if (call.to !== 'linked') return [];
    return fleet
      .clusterOf(cluster)
      .linkedTo.filter((other) => meshedService(fleet, other, call.name) !== undefined)
      .map((other) => ({
        to: { cluster: other, name: call.name },
        routes: `${caller.namespace}/${call.name}-${other}`,
      }));
  });
}

/** The services of the mesh of a cluster. */
export function meshedServices(fleet: RenderedFleet, cluster: string) {
  if (fleet.clusterOf(cluster).mesh === undefined) return [];
  return fleet
    .unitsOn(cluster)
    .flatMap((unit) => unit.workloads ?? [])
    .filter(({ mesh, declaration }) => mesh && declaration.kind === 'service');
}

function meshedService(fleet: RenderedFleet, cluster: string, name: string) {
  return meshedServices(fleet, cluster).find(({ declaration }) => declaration.name === name);
}

/** Every way along the calls from a service, without coming to one twice. */
export function chainsFrom(fleet: RenderedFleet, start: Node): readonly (readonly Edge[])[] {
  const keyOf = ({ cluster, name }: Node) => `${cluster}/${name}`;
  const walk = (node: Node, path: readonly Edge[], seen: ReadonlySet<string>): (readonly Edge[])[] => {
    const next = callsOf(fleet, node).filter(({ to }) => !seen.has(keyOf(to)));
    return [
      path,
      ...next.flatMap((edge) => walk(edge.to, [...path, edge], new Set([...seen, keyOf(edge.to)]))),
    ];
  };
  return walk(start, [], new Set([keyOf(start)]));
}
