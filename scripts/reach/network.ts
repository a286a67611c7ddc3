import type { Model } from '../cluster-model/model.ts';
import type { IpBlock, PolicyPeer, PolicyPort } from '../cluster-model/objects/network-policy.ts';
import { anything } from '../cluster-model/objects/selector.ts';
import type { DeclaredPort } from '../cluster-model/pods.ts';
import type { Direction, NetworkPolicy, NetworkRule } from '../cluster-model/policies.ts';
import { admitsCluster, admitsRegion } from './addresses.ts';
import type { Endpoint } from './endpoints.ts';
import { PodIndex } from './pod-index.ts';
import { ALL_PORTS, HIGHEST_PORT, has, intersection, NO_PORTS, type Ports, union } from './ports.ts';

/** A rule that counts for some pods, with the endpoints that it names; undefined: whoever it is. */
export interface Admission {
  readonly policy: NetworkPolicy;
  readonly rule: NetworkRule;
  readonly peers: ReadonlySet<number> | undefined;
}

/** What the policies which select pods admit in one direction. */
export interface Isolation {
  readonly policies: readonly NetworkPolicy[];
  readonly admissions: readonly Admission[];
}

/** The networks that policies name. */
export function blocksOf(model: Model): readonly IpBlock[] {
  return model.networkPolicies.flatMap((policy) =>
    [...(policy.ingress ?? []), ...(policy.egress ?? [])].flatMap(({ peers }) =>
      (peers ?? []).flatMap(({ ipBlock }) => ipBlock ?? []),
    ),
  );
}

/** What the NetworkPolicies of a cluster let through. Endpoints are known by their place in the list. */
export class Network {
  readonly #endpoints: readonly Endpoint[];
  readonly #index: PodIndex;
  readonly #isolations: Readonly<Record<Direction, ReadonlyMap<number, Isolation>>>;
  readonly #selections = new Map<string, ReadonlySet<number>>();
  readonly #known: readonly string[];

  constructor(model: Model, endpoints: readonly Endpoint[]) {
    this.#endpoints = endpoints;
    this.#index = new PodIndex(endpoints, model.namespaces);
    this.#known = model.podNetworks;
    this.#isolations = {
      ingress: this.#isolated(model, 'ingress'),
      egress: this.#isolated(model, 'egress'),
    };
  }

  /** Undefined where no policy selects the endpoint for the direction, so that everything is open. */
  isolation(direction: Direction, at: number): Isolation | undefined {
    return this.#isolations[direction].get(at);
  }

  isNode(at: number): boolean {
    return this.#endpoints[at]?.type === 'node';
  }

  /** Sets of endpoints that some policy names: who is in the same of them is the same to every policy. */
  selections(): Iterable<ReadonlySet<number>> {
    return this.#selections.values();
  }

  /** Whether a rule admits pods to a port of which the tree has none, as those of a controller that somebody else runs. */
  admitsStrangers(at: number, port: Pick<DeclaredPort, 'protocol' | 'number'>): boolean {
    const target = this.#endpoints[at];
    const isolation = this.#isolations.ingress.get(at);
    if (isolation === undefined || target === undefined) return true;
    return isolation.admissions.some(
      ({ rule, peers }) => peers?.size === 0 && has(portsOf(rule.ports, target), port),
    );
  }

  /** The ports of the second that the first can open, as far as policies of both sides decide. */
  ports(from: number, to: number): Ports {
    const [source, target] = [this.#endpoints[from], this.#endpoints[to]];
    if (source === undefined || target === undefined) return NO_PORTS;
    // A pod and the node that it runs on always reach each other, whatever a policy says.
    if (source.type === 'node' || target.type === 'node') return ALL_PORTS;
    const leaving = this.#admitted('egress', from, to, target);
    return leaving.length === 0
      ? NO_PORTS
      : intersection(leaving, this.#admitted('ingress', to, from, target));
  }

  #admitted(direction: Direction, own: number, other: number, target: Endpoint): Ports {
    const isolation = this.#isolations[direction].get(own);
    if (isolation === undefined) return ALL_PORTS;
    const admitting = isolation.admissions.filter(({ peers }) => peers === undefined || peers.has(other));
    if (admitting.length === 0) return NO_PORTS;
    return union(...admitting.map(({ rule }) => portsOf(rule.ports, target)));
  }

  #isolated(model: Model, direction: Direction): ReadonlyMap<number, Isolation> {
    const found = new Map<number, { policies: NetworkPolicy[]; admissions: Admission[] }>();
    for (const policy of model.networkPolicies) {
      const rules = policy[direction];
      if (rules === undefined) continue;
      const selected = this.#selected({ podSelector: policy.selector }, policy.namespace);
      if (selected.size === 0) continue;
      const admissions = rules.map((rule) => ({
        policy,
        rule,
        peers: this.#peersOf(rule, policy.namespace),
      }));
      for (const at of selected) {
        const isolation = found.get(at) ?? { policies: [], admissions: [] };
        isolation.policies.push(policy);
        isolation.admissions.push(...admissions);
        found.set(at, isolation);
      }
    }
    return found;
  }

  #peersOf({ peers }: NetworkRule, namespace: string): ReadonlySet<number> | undefined {
    if (peers === undefined) return undefined;
    const [first, ...more] = peers.map((peer) => this.#selected(peer, namespace));
    if (first === undefined || more.length === 0) return first ?? new Set();
    return new Set([first, ...more].flatMap((each) => [...each]));
  }

  /** The endpoints of a peer in a policy of a namespace; the same peer gives the same set. */
  #selected(peer: Partial<PolicyPeer>, namespace: string): ReadonlySet<number> {
    const home = peer.namespaceSelector === undefined && peer.ipBlock === undefined ? namespace : '';
    const key = JSON.stringify([home, peer.namespaceSelector, peer.podSelector, peer.ipBlock]);
    let found = this.#selections.get(key);
    if (found === undefined) {
      const { ipBlock, namespaceSelector = namespace, podSelector = anything } = peer;
      found = new Set(
        ipBlock === undefined ? this.#index.select(namespaceSelector, podSelector) : this.#inBlock(ipBlock),
      );
      this.#selections.set(key, found);
    }
    return found;
  }

  #inBlock(block: IpBlock): readonly number[] {
    const anyPod = admitsCluster(block, this.#known);
    return this.#endpoints.flatMap((endpoint, at) => {
      if (endpoint.type === 'region') return admitsRegion(block, endpoint.range) ? [at] : [];
      if (endpoint.type === 'node') return [];
      const { addresses } = endpoint.pods;
      return (addresses.length === 0 ? anyPod : admitsCluster(block, addresses)) ? [at] : [];
    });
  }
}

/** The ports of a rule at a destination: a name is the port to which the destination's own container gives it. */
export function portsOf(ports: readonly PolicyPort[] | undefined, target: Endpoint): Ports {
  if (ports === undefined) return ALL_PORTS;
  return union(
    ...ports.map(({ protocol, port, endPort }): Ports => {
      if (port === undefined) return [{ protocol, first: 1, last: HIGHEST_PORT }];
      if (typeof port === 'number') return [{ protocol, first: port, last: endPort ?? port }];
      return target.listens
        .filter((each) => each.name === port && each.protocol === protocol)
        .map(({ number }) => ({ protocol, first: number, last: number }));
    }),
  );
}
