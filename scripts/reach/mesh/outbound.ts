import type { Mesh } from '../../cluster-model/mesh/mesh.ts';
import { CROSS_NETWORK_PORT } from '../../cluster-model/mesh/multi-cluster.ts';
import type { Sidecar } from '../../cluster-model/mesh/sidecar.ts';
import type { VirtualService } from '../../cluster-model/mesh/virtual-service.ts';
import { rangeOf } from '../../cluster-model/objects/address.ts';
import { containsLabels } from '../../cluster-model/objects/selector.ts';
import type { Pods } from '../../cluster-model/pods.ts';
import { groupedBy } from '../connection.ts';
import type { Endpoint } from '../endpoints.ts';
import { type Alternatives, either, NEVER, only } from './alternatives.ts';
import { isHost } from './pattern.ts';
import { isExported, type Listed, listedEntry, type Registry } from './registry.ts';

/** What the proxy of a caller lets out. */
export class Outbound {
  readonly #registry: Registry;
  readonly mesh: Mesh;
  readonly #sidecars: ReadonlyMap<string, readonly Sidecar[]>;
  readonly #ofPods = new Map<Pods, Sidecar | undefined>();
  /** The routes of the mesh, by the hosts to which they lead. */
  readonly #routesTo: ReadonlyMap<string, readonly VirtualService[]>;

  constructor(registry: Registry) {
    this.#registry = registry;
    this.mesh = registry.mesh;
    const routes = registry.mesh.virtualServices
      .filter(({ gateways }) => gateways.includes('mesh'))
      .flatMap((service) =>
        service.routes.flatMap(({ destinations }) => destinations.map(({ host }) => ({ host, service }))),
      );
    this.#routesTo = new Map(
      [...groupedBy(routes, ({ host }) => host)].map(([host, found]) => [
        host,
        [...new Set(found.map(({ service }) => service))],
      ]),
    );
    this.#sidecars = groupedBy(registry.mesh.sidecars, ({ namespace }) => namespace);
  }

  isControlPlane(pods: Pods): boolean {
    return this.#registry.isControlPlane(pods);
  }

  /** The Sidecar that counts: that of the workload, of its namespace, or of the root namespace. */
  sidecarOf(pods: Pods): Sidecar | undefined {
    if (this.#ofPods.has(pods)) return this.#ofPods.get(pods);
    const own = this.#sidecars.get(pods.namespace) ?? [];
    const root = this.#sidecars.get(this.mesh.config.rootNamespace) ?? [];
    const found =
      own.find(({ selector }) => selector !== undefined && containsLabels(pods.labels, selector)) ??
      own.find(({ selector }) => selector === undefined) ??
      root.find(({ selector }) => selector === undefined);
    this.#ofPods.set(pods, found);
    return found;
  }

  /** Whether only what the registry knows is let out. */
  isClosed(pods: Pods): boolean {
    return this.sidecarOf(pods)?.registryOnly ?? this.mesh.config.registryOnly;
  }

  /** Whether the proxy of the caller knows pods by some host at a port of theirs. */
  knows(caller: Pods, callee: Pods, port: number): boolean {
    return this.#registry.isControlPlane(callee) || this.imported(caller, callee, port).length > 0;
  }

  /** Whether pods have a host at a port that the caller's Sidecar leaves out. */
  isLeftOut(caller: Pods, callee: Pods, port: number): boolean {
    return (
      this.#registry.hostsAt(callee, port).length > 0 &&
      !this.#registry.isControlPlane(callee) &&
      this.imported(caller, callee, port).length === 0
    );
  }

  /** The hosts that lead to a port of pods and that the proxy of the caller knows. */
  imported(caller: Pods, callee: Pods, port: number): readonly Listed[] {
    return this.#registry.hostsAt(callee, port).filter((each) => this.isImported(caller, each));
  }

  /** For which hosts a port of addresses outside is let out. */
  outside(caller: Pods, region: Extract<Endpoint, { type: 'region' }>, port: number): Alternatives {
    if (port === CROSS_NETWORK_PORT && this.#registry.external().some(isRemote)) {
      return only('services of other clusters');
    }
    const hosts = this.#registry.external().flatMap((entry) => {
      if (isRemote(entry) || !isIn(entry, region)) return [];
      return listedEntry(entry)
        .filter(({ targets }) => targets.some(({ number }) => number === port))
        .filter((each) => this.isImported(caller, each))
        .map(({ host }) => host);
    });
    return hosts.length === 0
      ? NEVER
      : either(...[...new Set(hosts)].sort().map((host) => only(`host ${host}`)));
  }

  /** Whether the proxy of a caller knows a port of a host. */
  isImported(caller: Pods, listed: Listed): boolean {
    if (!isExported(listed.exportTo, listed.namespace, caller.namespace)) return false;
    if (this.mesh.config.providers.includes(listed.host)) return true;
    const sidecar = this.sidecarOf(caller);
    if (sidecar === undefined || sidecar.listeners.length === 0) return true;
    return (
      imports(sidecar, listed, caller.namespace) || this.#isRerouted(sidecar, caller.namespace, listed.host)
    );
  }

  /** The routes of the mesh that lead to a host. */
  routesTo(host: string): readonly VirtualService[] {
    return this.#routesTo.get(host) ?? [];
  }

  /** Whether a route sends to a host what is for one that the Sidecar names. */
  #isRerouted(sidecar: Sidecar, home: string, to: string): boolean {
    return this.routesTo(to).some(
      ({ hosts, namespace, exportTo }) =>
        isExported(exportTo, namespace, home) &&
        hosts.some((host) => imports(sidecar, { host, namespace, port: undefined }, home)),
    );
  }
}

function imports(
  { listeners }: Sidecar,
  { host, namespace, port }: Pick<Listed, 'host' | 'namespace'> & { readonly port: number | undefined },
  home: string,
): boolean {
  return listeners.some(
    (listener) =>
      (listener.port === undefined || port === undefined || listener.port === port) &&
      listener.hosts.some(
        (each) =>
          isHost(host, each.host) &&
          (each.namespace === '*' ||
            each.namespace === namespace ||
            (each.namespace === '.' && namespace === home)),
      ),
  );
}

function isRemote({
  endpoints,
}: {
  readonly endpoints: readonly { readonly network?: string | undefined }[];
}) {
  return endpoints.length > 0 && endpoints.every(({ network }) => network !== undefined);
}

/** Whether an entry may lead to addresses of a region: names may, addresses have to be in it. */
function isIn(
  {
    addresses,
    endpoints,
  }: { addresses: readonly string[]; endpoints: readonly { address?: string | undefined }[] },
  { range }: Extract<Endpoint, { type: 'region' }>,
): boolean {
  const given = endpoints.length > 0 ? endpoints.map(({ address = '' }) => address) : addresses;
  const ranges = given.map(rangeOf);
  if (ranges.length === 0 || ranges.includes(undefined)) return true;
  return ranges.some(
    (own) =>
      own !== undefined && own.family === range.family && own.first <= range.last && range.first <= own.last,
  );
}
