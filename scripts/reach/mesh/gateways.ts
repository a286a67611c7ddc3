import { type Gateway, type GatewayServer, isServedBy } from '../../cluster-model/mesh/gateway.ts';
import { PROXY_PORTS } from '../../cluster-model/mesh/membership.ts';
import type { RouteMatch, VirtualService } from '../../cluster-model/mesh/virtual-service.ts';
import type { Pods } from '../../cluster-model/pods.ts';
import type { Endpoint } from '../endpoints.ts';
import { ALWAYS, type Alternatives, both, either, NEVER, only } from './alternatives.ts';
import { isHost } from './pattern.ts';
import { isExported, listedEntry, type Registry } from './registry.ts';

/** What gateway pods listen for, and where they send it. */
export class Gateways {
  readonly #registry: Registry;
  readonly #bound = new Map<Pods, readonly VirtualService[]>();

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  of(pods: Pods): readonly Gateway[] {
    return this.#registry.mesh.gateways.filter((gateway) => isServedBy(gateway, pods));
  }

  /** The servers at a port of gateway pods; undefined where it is a port of the proxy itself. */
  serversAt(pods: Pods, port: number): readonly GatewayServer[] | undefined {
    if (PROXY_PORTS.includes(port)) return undefined;
    const behind = this.#registry.hostsAt(pods, port).map((listed) => listed.port);
    return this.of(pods)
      .flatMap(({ servers }) => servers)
      .filter((server) => server.port === port || behind.includes(server.port));
  }

  /** For which requests gateway pods open a port of other pods, or of addresses outside. */
  routes(pods: Pods, target: Endpoint, port: number): Alternatives {
    if (target.type === 'node') return NEVER;
    if (target.type === 'pods' && this.#registry.isControlPlane(target.pods)) return ALWAYS;
    const hosts = this.#hostsAt(pods, target, port);
    if (hosts.some(({ host }) => this.#registry.mesh.config.providers.includes(host))) return ALWAYS;
    return this.routesTo(pods, hosts);
  }

  /** For which requests gateway pods send something to one of some hosts. */
  routesTo(pods: Pods, hosts: readonly { readonly host: string; readonly port: number }[]): Alternatives {
    return either(
      ...this.boundTo(pods).map((service) => routed(service, hosts)),
      ...this.of(pods).flatMap(({ servers }) => servers.map((server) => passedThrough(server, hosts))),
    );
  }

  /** The routes of gateway pods. */
  boundTo(pods: Pods): readonly VirtualService[] {
    const known = this.#bound.get(pods);
    if (known !== undefined) return known;
    const names = new Set(this.of(pods).map(({ namespace, name }) => `${namespace}/${name}`));
    const bound = this.#registry.mesh.virtualServices.filter((service) =>
      service.gateways.some((gateway) => names.has(gateway)),
    );
    this.#bound.set(pods, bound);
    return bound;
  }

  /** The hosts, with their own ports, that lead to a port of the target. */
  #hostsAt(
    pods: Pods,
    target: Endpoint,
    port: number,
  ): readonly { readonly host: string; readonly port: number }[] {
    if (target.type === 'pods') return this.#registry.hostsAt(target.pods, port);
    return this.#registry
      .external()
      .filter(({ exportTo, namespace }) => isExported(exportTo, namespace, pods.namespace))
      .flatMap(listedEntry)
      .filter(({ targets }) => targets.some(({ number }) => number === port));
  }
}

function routed(
  { hosts: own, routes }: VirtualService,
  hosts: readonly { readonly host: string; readonly port: number }[],
): Alternatives {
  const asked = own.includes('*') || own.length === 0 ? ALWAYS : only(`host ${own.join(' or ')}`);
  const leading = routes.filter(({ destinations }) =>
    destinations.some((to) =>
      hosts.some(({ host, port }) => host === to.host && (to.port === undefined || to.port === port)),
    ),
  );
  return either(...leading.map(({ matches, within }) => both(asked, anyOf(within), anyOf(matches))));
}

function anyOf(matches: readonly RouteMatch[]): Alternatives {
  return matches.length === 0 ? ALWAYS : either(...matches.map(textOfMatch));
}

/** A server that reads only the name, as those between clusters do. */
function passedThrough(
  { hosts: patterns, tls }: GatewayServer,
  hosts: readonly { readonly host: string }[],
): Alternatives {
  if (tls !== 'AUTO_PASSTHROUGH') return NEVER;
  const fitting = hosts.filter(({ host }) =>
    patterns.some((pattern) => isHost(host, pattern.slice(pattern.indexOf('/') + 1))),
  );
  return either(...fitting.map(({ host }) => only(`requests of other clusters for ${host}`)));
}

function textOfMatch({ uri, method, authority, headers, withoutHeaders, queryParams, sniHosts }: RouteMatch) {
  const one = (
    what: string,
    given: { exact?: unknown; prefix?: unknown; regex?: unknown } | null | undefined,
  ) => {
    if (given === undefined) return ALWAYS;
    if (given?.exact !== undefined) return only(`${what} ${given.exact}`);
    if (given?.prefix !== undefined) return only(`${what} ${given.prefix}*`);
    if (given?.regex !== undefined) return only(`${what} ~ ${given.regex}`);
    return only(`${what} present`);
  };
  return both(
    one('path', uri),
    one('method', method),
    one('host', authority),
    ...Object.entries(headers ?? {}).map(([name, given]) => one(`header ${name}`, given)),
    ...Object.entries(withoutHeaders ?? {}).map(([name, given]) => one(`no header ${name}`, given)),
    ...Object.entries(queryParams ?? {}).map(([name, given]) => one(`query ${name}`, given)),
    sniHosts.length === 0 ? ALWAYS : only(`name ${sniHosts.join(' or ')}`),
  );
}
