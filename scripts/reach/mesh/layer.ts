import { PROXY_PORTS } from '../../cluster-model/mesh/membership.ts';
import type { Mesh } from '../../cluster-model/mesh/mesh.ts';
import type { Model } from '../../cluster-model/model.ts';
import type { Endpoint } from '../endpoints.ts';
import type { Passage, Reason } from '../passage.ts';
import { type Interval, isAll, type Ports } from '../ports.ts';
import { textOf } from './alternatives.ts';
import { Arrival } from './arrival.ts';
import { authorizationOf } from './authorization.ts';
import { ClientTlsRules } from './client-tls.ts';
import { Departure } from './departure.ts';
import { Gateways } from './gateways.ts';
import { type Judgement, widest } from './judgement.ts';
import { Outbound } from './outbound.ts';
import { Points, pieces, portsAllowed } from './points.ts';
import { Registry } from './registry.ts';
import { Traits } from './traits.ts';

/** What the proxies of a mesh let through, besides what NetworkPolicies do. */
export class MeshLayer {
  readonly registry: Registry;
  readonly outbound: Outbound;
  readonly gateways: Gateways;
  readonly rules: ClientTlsRules;
  readonly arrival: Arrival;
  readonly #traits: Traits;
  readonly #points: Points;
  readonly #departure: Departure;

  constructor(
    model: Model,
    readonly mesh: Mesh,
  ) {
    this.registry = new Registry(model, mesh);
    this.outbound = new Outbound(this.registry);
    this.gateways = new Gateways(this.registry);
    this.rules = new ClientTlsRules(this.registry);
    this.arrival = new Arrival(this.registry, this.gateways);
    this.#traits = new Traits(this);
    this.#points = new Points(this.registry);
    this.#departure = new Departure(this.outbound, this.gateways, this.rules);
  }

  /** What decides about an endpoint in the mesh. */
  traits(endpoint: Endpoint): string {
    return endpoint.type === 'pods' ? this.#traits.of(endpoint.pods) : '';
  }

  /** What of the ports passes the proxies on both sides; only TCP goes through them. */
  passages(from: Endpoint, to: Endpoint, ports: Ports): readonly Passage[] {
    const others = ports.filter(({ protocol }) => protocol !== 'TCP');
    const found = new Map<string, { conditions: readonly string[]; ports: Interval[] }>();
    const points = this.#points.between(from, to);
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
    const { requests, ways, reason } = this.#departure.leave(from, to, port);
    const reasons = reason === undefined ? [] : [reason];
    if (requests.length === 0) return { conditions: undefined, reasons };
    const arriving = widest(ways.map((way) => this.arrival.arrive(from, to, port, way)));
    reasons.push(...(arriving?.reasons ?? []));
    if (arriving?.conditions === undefined) return { conditions: undefined, reasons };
    const sent = requests.some(({ length }) => length === 0) ? [] : [textOf(requests)];
    return { conditions: [...sent, ...arriving.conditions], reasons };
  }
}

/** More ports than anybody means one by one. */
const WIDE = 32_767;

function declares({ listens }: Endpoint, protocol: string): boolean {
  return listens.some((each) => each.protocol === protocol);
}
