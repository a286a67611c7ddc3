import type { Endpoint } from '../endpoints.ts';
import { placeOf } from '../explain-network.ts';
import type { Reason } from '../passage.ts';
import { ALWAYS, type Alternatives } from './alternatives.ts';
import type { ClientTlsRules } from './client-tls.ts';
import type { Gateways } from './gateways.ts';
import { memberOf } from './member.ts';
import type { Outbound } from './outbound.ts';
import { isProxied } from './transport.ts';
import { AUTOMATIC, PLAIN, type Way } from './way.ts';

/** What the caller's proxy makes of a call. */
interface Leaving {
  /** The requests that it lets out; none where it refuses. */
  readonly requests: Alternatives;
  /** How they may leave; the callee has to take one of them. */
  readonly ways: readonly Way[];
  readonly reason?: Reason;
}

type PodsEndpoint = Extract<Endpoint, { type: 'pods' }>;

/** What the proxies of callers let out. */
export class Departure {
  readonly #outbound: Outbound;
  readonly #gateways: Gateways;
  readonly #rules: ClientTlsRules;

  constructor(outbound: Outbound, gateways: Gateways, rules: ClientTlsRules) {
    this.#outbound = outbound;
    this.#gateways = gateways;
    this.#rules = rules;
  }

  leave(from: Endpoint, to: Endpoint, port: number): Leaving {
    const membership = memberOf(this.#outbound.mesh, from);
    if (from.type !== 'pods' || membership === 'none') return { requests: ALWAYS, ways: [PLAIN] };
    if (membership === 'ambient') return { requests: ALWAYS, ways: [AUTOMATIC] };
    if (membership === 'gateway') return this.#throughGateway(from, to, port);
    if (!isProxied(from.pods, port)) return { requests: ALWAYS, ways: [PLAIN] };
    return this.#outbound.isClosed(from.pods) ? this.#ofKnown(from, to, port) : this.#ofAny(from, to, port);
  }

  #throughGateway(from: PodsEndpoint, to: Endpoint, port: number): Leaving {
    const ways = this.#ways(from, to, port);
    if (this.#gateways.of(from.pods).length === 0) return { requests: ALWAYS, ways };
    const requests = this.#gateways.routes(from.pods, to, port);
    return { requests, ways, reason: routeReason(from, to, requests) };
  }

  #ofAny(from: PodsEndpoint, to: Endpoint, port: number): Leaving {
    // A host that the Sidecar leaves out is called as it stands, without a certificate.
    const isLeftOut = to.type === 'pods' && this.#outbound.isLeftOut(from.pods, to.pods, port);
    if (!isLeftOut) return { requests: ALWAYS, ways: this.#ways(from, to, port) };
    const sidecar = this.#outbound.sidecarOf(from.pods);
    const objects = sidecar === undefined ? [] : [placeOf(sidecar.found)];
    const says = `The proxy of ${from.peer} lets out what it does not know, in the clear`;
    return { requests: ALWAYS, ways: [PLAIN], reason: { passes: true, says, objects } };
  }

  #ofKnown(from: PodsEndpoint, to: Endpoint, port: number): Leaving {
    const sidecar = this.#outbound.sidecarOf(from.pods);
    const objects = sidecar === undefined ? [] : [placeOf(sidecar.found)];
    const requests = this.#known(from, to, port);
    const ways = this.#ways(from, to, port);
    if (requests.length > 0) {
      const reason = { passes: true, says: `The proxy of ${from.peer} knows it`, objects };
      return { requests, ways, reason };
    }
    const says = `The proxy of ${from.peer} lets out only what it knows (REGISTRY_ONLY), and it knows no host for ${to.peer} at port ${port}`;
    const change =
      sidecar === undefined
        ? `Add a Service or a ServiceEntry that leads to ${to.peer} at port ${port}.`
        : `Add the host of ${to.peer} to spec.egress of ${placeOf(sidecar.found)}, and a Service or ServiceEntry for port ${port} where there is none.`;
    return { requests, ways, reason: { passes: false, says, objects, change } };
  }

  #known(from: PodsEndpoint, to: Endpoint, port: number): Alternatives {
    if (to.type === 'region') return this.#outbound.outside(from.pods, to, port);
    return to.type === 'pods' && this.#outbound.knows(from.pods, to.pods, port) ? ALWAYS : [];
  }

  /** How a proxy opens a port of pods: as the rules for the hosts say that lead there. */
  #ways(from: PodsEndpoint, to: Endpoint, port: number): readonly Way[] {
    if (to.type !== 'pods' || this.#outbound.isControlPlane(to.pods)) return [AUTOMATIC];
    const hosts = this.#outbound.imported(from.pods, to.pods, port);
    return hosts.length === 0 ? [AUTOMATIC] : hosts.flatMap((host) => this.#rules.waysTo(from.pods, host));
  }
}

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
