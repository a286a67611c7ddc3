import type { NetworkGateway } from '../../cluster-model/mesh/multi-cluster.ts';
import { containsLabels } from '../../cluster-model/objects/selector.ts';
import type { Pods } from '../../cluster-model/pods.ts';
import { groupedBy } from '../connection.ts';
import { isLetIn } from '../exposures.ts';
import type { MeshLayer } from '../mesh/layer.ts';
import { isHost } from '../mesh/pattern.ts';
import type { Listed } from '../mesh/registry.ts';
import { has } from '../ports.ts';
import type { Reach } from '../reach.ts';
import type { AskedName } from './remote-host.ts';

/** A port of pods behind a gateway between clusters, and the gateway. */
export interface Behind {
  readonly gateway: number;
  readonly to: number;
  readonly port: number;
}

/** Pods, and their place in the list of their cluster. */
interface Placed {
  readonly at: number;
  readonly pods: Pods;
}

/** The way into a cluster by its gateways for others: they read only the name that is asked for. */
export class Entrance {
  readonly #reach: Reach;
  readonly #mesh: MeshLayer;
  readonly #known = new Map<string, readonly Behind[]>();
  /** Pods that take something for others, and those behind each host. */
  readonly #gateways: readonly Placed[];
  readonly #behindHosts: ReadonlyMap<string, readonly (Placed & { readonly listed: Listed })[]>;

  constructor(reach: Reach, mesh: MeshLayer) {
    this.#reach = reach;
    this.#mesh = mesh;
    const placed = reach.endpoints.flatMap((endpoint, at) =>
      endpoint.type === 'pods' ? [{ at, pods: endpoint.pods }] : [],
    );
    this.#gateways = placed.filter(({ pods }) => mesh.gateways.of(pods).length > 0);
    this.#behindHosts = groupedBy(
      placed.flatMap((each) => mesh.registry.hostsOf(each.pods).map((listed) => ({ ...each, listed }))),
      ({ listed }) => listed.host,
    );
  }

  /** What stands behind a name at an entry, as far as the gateway and NetworkPolicies let it through. */
  behind(entry: NetworkGateway, name: AskedName): readonly Behind[] {
    const key = [entry.port, name.host, name.port, name.subset].join(' ');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const found = this.#gatewaysAt(entry, name.host).flatMap((gateway) => this.#targets(gateway, name));
    this.#known.set(key, found);
    return found;
  }

  #gatewaysAt(entry: NetworkGateway, host: string): readonly number[] {
    return this.#gateways.flatMap(({ at, pods }) => {
      const takes = this.#mesh.gateways
        .of(pods)
        .flatMap(({ servers }) => servers)
        .some(
          ({ port, tls, hosts }) =>
            port === entry.port &&
            tls === 'AUTO_PASSTHROUGH' &&
            hosts.some((pattern) => isHost(host, pattern.slice(pattern.indexOf('/') + 1))),
        );
      if (!takes) return [];
      const behind = this.#mesh.registry
        .hostsOf(pods)
        .filter(({ port }) => port === entry.port)
        .flatMap(({ targets }) => targets.map(({ number }) => number));
      const ports = behind.length === 0 ? [entry.port] : behind;
      return ports.some((number) => isLetIn(this.#reach, at, { protocol: 'TCP', number })) ? [at] : [];
    });
  }

  #targets(gateway: number, { host, port, subset }: AskedName): readonly Behind[] {
    return (this.#behindHosts.get(host) ?? [])
      .filter(({ listed, pods }) => listed.port === port && this.#isIn(subset, host, pods))
      .flatMap(({ at: to, listed }) => {
        const open = this.#reach.network.ports(gateway, to);
        return listed.targets
          .filter(({ number }) => has(open, { protocol: 'TCP', number }))
          .map(({ number }) => ({ gateway, to, port: number }));
      });
  }

  /** Whether pods are of a subset; the gateway knows only those that a rule of its own cluster has. */
  #isIn(subset: string | undefined, host: string, pods: Pods): boolean {
    if (subset === undefined) return true;
    return this.#mesh.mesh.destinationRules
      .filter((rule) => isHost(host, rule.host))
      .flatMap(({ subsets }) => subsets)
      .some(({ name, labels }) => name === subset && containsLabels(pods.labels, labels));
  }
}
