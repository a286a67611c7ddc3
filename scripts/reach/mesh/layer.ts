import type { AuthorizationPolicy } from '../../cluster-model/mesh/authorization-policy.ts';
import { type Membership, PROXY_PORTS } from '../../cluster-model/mesh/membership.ts';
import type { Mesh } from '../../cluster-model/mesh/mesh.ts';
import type { Model } from '../../cluster-model/model.ts';
import type { Pods } from '../../cluster-model/pods.ts';
import type { Endpoint } from '../endpoints.ts';
import { placeOf } from '../explain-network.ts';
import type { Passage, Reason } from '../passage.ts';
import { type Interval, isAll, type Ports } from '../ports.ts';
import { ALWAYS, type Alternatives, textOf } from './alternatives.ts';
import { authorizationOf, authorize } from './authorization.ts';
import type { Caller, Identity } from './caller.ts';
import { Gateways } from './gateways.ts';
import { Outbound } from './outbound.ts';
import { Registry } from './registry.ts';
import { Traits } from './traits.ts';
import { authenticationsOf, isCaptured, isProxied, modeOf } from './transport.ts';

/** What the proxies of a mesh let through, besides what NetworkPolicies do. */
export class MeshLayer {
  readonly #registry: Registry;
  readonly #outbound: Outbound;
  readonly #gateways: Gateways;
  readonly #traits: Traits;
  readonly #named: readonly number[];

  constructor(
    readonly model: Model,
    readonly mesh: Mesh,
  ) {
    this.#registry = new Registry(model, mesh);
    this.#outbound = new Outbound(this.#registry);
    this.#gateways = new Gateways(this.#registry);
    this.#traits = new Traits(this.#registry, this.#outbound, this.#gateways);
    this.#named = portsNamed(mesh);
  }

  /** What decides about an endpoint in the mesh. */
  traits(endpoint: Endpoint): string {
    return endpoint.type === 'pods' ? this.#traits.of(endpoint.pods) : '';
  }

  /** What of the ports passes the proxies on both sides; only TCP goes through them. */
  passages(from: Endpoint, to: Endpoint, ports: Ports): readonly Passage[] {
    const others = ports.filter(({ protocol }) => protocol !== 'TCP');
    const found = new Map<string, { conditions: readonly string[]; ports: Interval[] }>();
    const points = this.#points(from, to);
    const isMeant = this.#isMeant(to, ports);
    let refused = false;
    for (const interval of ports.filter(({ protocol }) => protocol === 'TCP')) {
      for (const { piece, port } of pieces(interval, points)) {
        const conditions = this.#judge(from, to, port).conditions;
        if (conditions === undefined) {
          refused = true;
          continue;
        }
        const key = conditions.join('\0');
        const same = found.get(key);
        if (same === undefined) found.set(key, { conditions, ports: [piece] });
        else if (same.ports.at(-1)?.last === piece.first - 1 && piece.first !== interval.first) {
          same.ports[same.ports.length - 1] = { ...piece, first: same.ports.at(-1)?.first ?? piece.first };
        } else same.ports.push(piece);
      }
    }
    // Where TCP is refused, nobody has opened the other protocols on purpose to a workload that declares no port of theirs.
    const rest = refused && isAll(ports) ? others.filter(({ protocol }) => declares(to, protocol)) : others;
    const passages = [...found.values()]
      .map(({ conditions, ports: own }) => ({
        conditions,
        ports: refused || found.size > 1 ? own.filter((each) => isMeant(each)) : own,
      }))
      .filter(({ ports: own }) => own.length > 0);
    const free = passages.find(({ conditions }) => conditions.length === 0);
    if (rest.length === 0) return passages;
    if (free === undefined) return [...passages, { conditions: [], ports: rest }];
    if (!refused && passages.length === 1) return [{ conditions: [], ports }];
    free.ports.push(...rest);
    return passages;
  }

  /** Of a port that is open only since all are, nobody needs to hear unless the workload or a policy of it names it. */
  #isMeant(to: Endpoint, ports: Ports): (piece: Interval) => boolean {
    const declared = to.listens.filter(({ protocol }) => protocol === 'TCP').map(({ number }) => number);
    const allowed = to.type === 'pods' ? portsAllowed(authorizationOf(this.mesh, to.pods)) : [];
    return ({ first, last }) => {
      const isIn = (number: number) => first <= number && number <= last;
      const isOfAll = ports.some(
        (each) => each.first <= first && last <= each.last && each.last - each.first > WIDE,
      );
      if (!isOfAll || declared.some(isIn) || allowed.some(isIn)) return true;
      return declared.length === 0 && !PROXY_PORTS.some((port) => isIn(port) && last - first < 3);
    };
  }

  /** Why a port passes the proxies, or not. */
  explain(from: Endpoint, to: Endpoint, port: number): readonly Reason[] {
    return this.#judge(from, to, port).reasons;
  }

  #judge(from: Endpoint, to: Endpoint, port: number): Judgement {
    const reasons: Reason[] = [];
    const leaving = this.#leave(from, to, port);
    if (leaving.reason !== undefined) reasons.push(leaving.reason);
    if (leaving.requests.length === 0) return { conditions: undefined, reasons };
    const arriving = this.#arrive(from, to, port, leaving.inTheClear);
    reasons.push(...arriving.reasons);
    if (arriving.conditions === undefined) return { conditions: undefined, reasons };
    const sent = leaving.requests.some(({ length }) => length === 0) ? [] : [textOf(leaving.requests)];
    return { conditions: [...sent, ...arriving.conditions], reasons };
  }

  /** What the caller's proxy lets out, and whether with a certificate. */
  #leave(
    from: Endpoint,
    to: Endpoint,
    port: number,
  ): { readonly requests: Alternatives; readonly inTheClear: boolean; readonly reason?: Reason } {
    const membership = this.#membershipOf(from);
    if (from.type !== 'pods' || membership === 'none') return { requests: ALWAYS, inTheClear: true };
    if (membership === 'ambient') return { requests: ALWAYS, inTheClear: false };
    if (membership === 'gateway') {
      if (this.#gateways.of(from.pods).length === 0) return { requests: ALWAYS, inTheClear: false };
      const requests = this.#gateways.routes(from.pods, to, port);
      return { requests, inTheClear: false, reason: routeReason(from, to, requests) };
    }
    if (!isProxied(from.pods, port)) return { requests: ALWAYS, inTheClear: true };
    const sidecar = this.#outbound.sidecarOf(from.pods);
    const objects = sidecar === undefined ? [] : [placeOf(sidecar.found)];
    if (!this.#outbound.isClosed(from.pods)) {
      // A host that the Sidecar leaves out is called as it stands, without a certificate.
      const inTheClear = to.type === 'pods' && this.#outbound.isLeftOut(from.pods, to.pods, port);
      const says = `The proxy of ${from.peer} lets out what it does not know, in the clear`;
      return {
        requests: ALWAYS,
        inTheClear,
        ...(inTheClear && { reason: { passes: true, says, objects } }),
      };
    }
    const requests =
      to.type === 'region'
        ? this.#outbound.outside(from.pods, to, port)
        : to.type === 'pods' && this.#outbound.knows(from.pods, to.pods, port)
          ? ALWAYS
          : [];
    const passes = requests.length > 0;
    return {
      requests,
      inTheClear: false,
      reason: {
        passes,
        says: passes
          ? `The proxy of ${from.peer} knows it`
          : `The proxy of ${from.peer} lets out only what it knows (REGISTRY_ONLY), and it knows no host for ${to.peer} at port ${port}`,
        objects,
        change:
          sidecar === undefined
            ? `Add a Service or a ServiceEntry that leads to ${to.peer} at port ${port}.`
            : `Add the host of ${to.peer} to spec.egress of ${placeOf(sidecar.found)}, and a Service or ServiceEntry for port ${port} where there is none.`,
      },
    };
  }

  /** What the callee's proxy lets in. */
  #arrive(from: Endpoint, to: Endpoint, port: number, inTheClear: boolean): Judgement {
    const membership = this.#membershipOf(to);
    if (to.type !== 'pods' || membership === 'none') return PASSES;
    if (membership === 'gateway') return this.#arriveAtGateway(from, to, port, inTheClear);
    if (membership === 'sidecar' && !isCaptured(to.pods, port)) return PASSES;
    const { mode, by } = modeOf(this.mesh, to.pods, port);
    const objects = by === undefined ? [] : [placeOf(by.found)];
    const encrypted = !inTheClear && mode !== 'DISABLE';
    if (mode === 'STRICT' && !encrypted) {
      const says = `${to.peer} takes only calls with a certificate of the mesh at port ${port} (STRICT), and ${from.peer} has none`;
      const change = `Put ${from.peer} into the mesh, or set portLevelMtls of port ${port} to PERMISSIVE.`;
      return { conditions: undefined, reasons: [{ passes: false, says, objects, change }] };
    }
    return this.#authorized(from, to, port, encrypted, {
      isHttp: membership === 'sidecar' && this.#registry.isHttp(to.pods, port),
    });
  }

  #arriveAtGateway(
    from: Endpoint,
    to: Extract<Endpoint, { type: 'pods' }>,
    port: number,
    inTheClear: boolean,
  ): Judgement {
    const servers = this.#gateways.serversAt(to.pods, port);
    if (servers === undefined) return PASSES;
    if (servers.length === 0) {
      if (this.#gateways.of(to.pods).length === 0)
        return this.#authorized(from, to, port, false, { isHttp: true });
      const says = `No Gateway makes ${to.peer} listen at port ${port}`;
      const objects = this.#gateways.of(to.pods).map(({ found }) => placeOf(found));
      const change = `Add a server for port ${port} to one of the Gateways.`;
      return { conditions: undefined, reasons: [{ passes: false, says, objects, change }] };
    }
    const mutual = servers.every(({ tls }) => tls === 'ISTIO_MUTUAL');
    if (mutual && inTheClear) {
      const says = `${to.peer} takes only calls with a certificate of the mesh at port ${port} (ISTIO_MUTUAL)`;
      return { conditions: undefined, reasons: [{ passes: false, says, objects: [] }] };
    }
    const isHttp = servers.some(
      ({ protocol, tls }) =>
        /^(?:HTTP|HTTP2|GRPC|HTTPS)$/.test(protocol) && !(tls ?? '').endsWith('PASSTHROUGH'),
    );
    return this.#authorized(from, to, port, mutual, { isHttp });
  }

  #authorized(
    from: Endpoint,
    to: Extract<Endpoint, { type: 'pods' }>,
    port: number,
    encrypted: boolean,
    { isHttp }: { readonly isHttp: boolean },
  ): Judgement {
    const policies = authorizationOf(this.mesh, to.pods);
    if (policies.length === 0) return PASSES;
    const { conditions, by, says } = authorize(policies, {
      caller: this.#callerOf(from, encrypted),
      port,
      isHttp,
      config: this.mesh.config,
      podNetworks: this.model.podNetworks,
    });
    const passes = conditions !== undefined;
    const objects = by.map(({ found }) => placeOf(found));
    const change = `Let a rule of ${objects[0] ?? 'a policy'} ${says === 'it is denied' ? 'leave it out' : `allow ${from.peer} at port ${port}`}${encrypted ? '' : '; without a certificate of the mesh it has no principal'}.`;
    const reason = { passes, says: `${to.peer} is asked by AuthorizationPolicies: ${says}`, objects };
    return { conditions, reasons: [passes ? reason : { ...reason, change }] };
  }

  #callerOf(endpoint: Endpoint, encrypted: boolean): Caller {
    const identity: Identity | undefined =
      encrypted && endpoint.type === 'pods'
        ? {
            trustDomain: this.mesh.config.trustDomain,
            namespace: endpoint.pods.namespace,
            serviceAccount: endpoint.pods.serviceAccount,
          }
        : undefined;
    return { endpoint, identity, handsOn: this.#membershipOf(endpoint) === 'gateway' };
  }

  #membershipOf(endpoint: Endpoint): Membership {
    return endpoint.type === 'pods' ? (this.mesh.membership.get(endpoint.pods) ?? 'none') : 'none';
  }

  /** Ports at which something may be different from their neighbours. */
  #points(from: Endpoint, to: Endpoint): readonly number[] {
    const own = (pods: Pods) => [
      ...pods.ports.map(({ number }) => number),
      ...this.#registry.hostsOf(pods).flatMap(({ targets }) => targets.map(({ number }) => number)),
      ...authenticationsOf(this.mesh, pods).flatMap((each) => [...(each?.ports.keys() ?? [])]),
    ];
    const all = [
      ...this.#named,
      ...(to.type === 'pods' ? own(to.pods) : []),
      ...[from, to].flatMap((each) => (each.type === 'pods' ? numbersIn(each.pods) : [])),
    ];
    return [...new Set(all)].sort((one, other) => one - other);
  }
}

/** More ports than anybody means one by one. */
const WIDE = 32_767;

interface Judgement {
  /** Undefined where nothing passes. */
  readonly conditions: readonly string[] | undefined;
  readonly reasons: readonly Reason[];
}

const PASSES: Judgement = { conditions: [], reasons: [] };

function routeReason(from: Endpoint, to: Endpoint, requests: Alternatives): Reason {
  const passes = requests.length > 0;
  return {
    passes,
    says: passes
      ? `${from.peer} has a route to it`
      : `${from.peer} is a gateway, and no VirtualService gives it a route to ${to.peer}`,
    objects: [],
    change: `Add a VirtualService with a Gateway of ${from.peer} and a destination at ${to.peer}.`,
  };
}

function declares({ listens }: Endpoint, protocol: string): boolean {
  return listens.some((each) => each.protocol === protocol);
}

/** An interval in pieces, each with a port that stands for all of it. */
function* pieces(
  interval: Interval,
  points: readonly number[],
): Generator<{ piece: Interval; port: number }> {
  let next = interval.first;
  for (const point of points) {
    if (point < next || point > interval.last) continue;
    if (point > next) yield { piece: { ...interval, first: next, last: point - 1 }, port: next };
    yield { piece: { ...interval, first: point, last: point }, port: point };
    next = point + 1;
  }
  if (next <= interval.last) yield { piece: { ...interval, first: next }, port: next };
}

/** Every number in the annotations of the mesh about ports. */
function numbersIn({ annotations }: Pods): readonly number[] {
  return Object.entries(annotations)
    .filter(([key]) => key.startsWith('traffic.sidecar.istio.io/'))
    .flatMap(([, value]) => [...value.matchAll(/\d+/g)].map(([number]) => Number(number)))
    .filter((number) => number >= 1 && number <= 65_535);
}

/** Ports that policies allow by their numbers. */
function portsAllowed(policies: readonly AuthorizationPolicy[]): readonly number[] {
  return policies
    .filter(({ action }) => action === 'ALLOW')
    .flatMap(({ rules }) => rules.flatMap(({ to }) => to ?? []))
    .flatMap(({ operation }) => operation?.ports ?? [])
    .map(Number);
}

function portsNamed(mesh: Mesh): readonly number[] {
  const rules = mesh.authorizationPolicies.flatMap((policy) => policy.rules);
  const operations = rules.flatMap(({ to }) => (to ?? []).flatMap(({ operation }) => operation ?? []));
  const conditions = rules.flatMap(({ when }) => when.filter(({ key }) => key === 'destination.port'));
  return [
    ...[15_020, 15_021, 15_090, 15_443],
    ...operations.flatMap(({ ports, notPorts }) => [...ports, ...notPorts]).map(Number),
    ...conditions.flatMap(({ values, notValues }) => [...values, ...notValues]).map(Number),
    ...mesh.serviceEntries.flatMap(({ ports }) =>
      ports.map(({ number, targetPort }) => targetPort ?? number),
    ),
    ...mesh.gateways.flatMap(({ servers }) => servers.map(({ port }) => port)),
  ].filter((port) => Number.isInteger(port) && port >= 1 && port <= 65_535);
}
