import type { Flow } from '../../../../platform/kit/network/flows.ts';
import { byDefault } from '../../../cluster-model/defaults/defaults.ts';
import { labelSelector, matches } from '../../../cluster-model/objects/selector.ts';
import type { Pods } from '../../../cluster-model/pods.ts';
import { admitsRegion } from '../../../reach/addresses.ts';
import { HIGHEST_PORT, type Interval } from '../../../reach/ports.ts';
import type { Scene } from './scene.ts';

type Peer = Flow['peers'][number];

/** What a flow of a declaration names on a cluster. */
export interface Named {
  readonly pods: ReadonlySet<Pods>;
  /** Peers of `reach`. */
  readonly regions: readonly string[];
  readonly ports: readonly Interval[];
}

/** Reads flows as the NetworkPolicies that are made of them will be read; each list of peers once. */
export class Flows {
  readonly #scene: Scene;
  readonly #known = new Map<string, Pick<Named, 'pods' | 'regions'>>();

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  named({ peers, ports }: Flow): Named {
    const key = JSON.stringify(peers);
    const known = this.#known.get(key) ?? this.#find(peers);
    this.#known.set(key, known);
    return {
      ...known,
      ports: ports.map(
        ({
          protocol = byDefault('networking.k8s.io/NetworkPolicy', 'spec.ingress[].ports[].protocol'),
          port,
          endPort,
        }): Interval => {
          const number = Number(port?.value);
          const of = protocol === 'UDP' || protocol === 'SCTP' ? protocol : 'TCP';
          return Number.isInteger(number)
            ? { protocol: of, first: number, last: endPort ?? number }
            : { protocol: of, first: 1, last: HIGHEST_PORT };
        },
      ),
    };
  }

  #find(peers: readonly Peer[]): Pick<Named, 'pods' | 'regions'> {
    return {
      pods: new Set(peers.flatMap((peer) => this.#pods(peer))),
      regions: [...new Set(peers.flatMap((peer) => this.#regions(peer)))],
    };
  }

  #regions({ ipBlock }: Peer): readonly string[] {
    if (ipBlock === undefined) return [];
    const block = { cidr: ipBlock.cidr, except: ipBlock.except ?? [] };
    const regions = this.#scene.regions().filter(({ range }) => admitsRegion(block, range));
    return regions.map(({ peer }) => peer);
  }

  #pods({ ipBlock, namespaceSelector = {}, podSelector = {} }: Peer): readonly Pods[] {
    if (ipBlock !== undefined) return [];
    const namespaces = labelSelector.parse(namespaceSelector);
    const own = labelSelector.parse(podSelector);
    return [...this.#scene.model.namespaces].flatMap(([name, labels]) =>
      matches(namespaces, labels) ? this.#scene.podsIn(name).filter((pods) => matches(own, pods.labels)) : [],
    );
  }
}
