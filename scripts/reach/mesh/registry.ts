import type { Mesh } from '../../cluster-model/mesh/mesh.ts';
import type { ServiceEntry } from '../../cluster-model/mesh/service-entry.ts';
import type { Model } from '../../cluster-model/model.ts';
import { containsLabels } from '../../cluster-model/objects/selector.ts';
import type { Pods, Protocol } from '../../cluster-model/pods.ts';
import { type Service, sendsTo, targetsOf } from '../../cluster-model/services.ts';
import { groupedBy } from '../connection.ts';

/** A port of a host that the mesh knows, and the ports of the pods behind it. */
export interface Listed {
  readonly host: string;
  readonly namespace: string;
  readonly exportTo: readonly string[];
  readonly port: number;
  readonly targets: readonly { readonly protocol: Protocol; readonly number: number }[];
  /** What the port says of its protocol: `appProtocol`, or the name up to the hyphen. */
  readonly speaks: string | undefined;
}

/** The registry of services of a mesh: which hosts lead to which pods, and which lead outside. */
export class Registry {
  readonly #services: ReadonlyMap<string, readonly Service[]>;
  readonly #entries: readonly ServiceEntry[];
  readonly #behind = new Map<Pods, readonly Listed[]>();
  readonly #controlPlanes = new Map<Pods, boolean>();

  constructor(
    readonly model: Model,
    readonly mesh: Mesh,
  ) {
    this.#services = groupedBy(model.services, ({ namespace }) => namespace);
    this.#entries = mesh.serviceEntries;
  }

  /** The hosts that lead to some pods. */
  hostsOf(pods: Pods): readonly Listed[] {
    const known = this.#behind.get(pods);
    if (known !== undefined) return known;
    const services = (this.#services.get(pods.namespace) ?? []).filter((service) => sendsTo(service, pods));
    const found = [
      ...services.flatMap((service) => listed(service, pods)),
      ...this.#entries
        .filter(
          ({ namespace, selector }) =>
            selector !== undefined && namespace === pods.namespace && containsLabels(pods.labels, selector),
        )
        .flatMap(listedEntry),
    ];
    this.#behind.set(pods, found);
    return found;
  }

  /** Those that lead to one of their ports. */
  hostsAt(pods: Pods, port: number): readonly Listed[] {
    return this.hostsOf(pods).filter(({ targets }) => targets.some(({ number }) => number === port));
  }

  /** The proxies' own way to their control plane, and to what signs their certificates, passes by itself. */
  isControlPlane(pods: Pods): boolean {
    let known = this.#controlPlanes.get(pods);
    if (known === undefined) {
      known = this.#isOfControlPlane(pods);
      this.#controlPlanes.set(pods, known);
    }
    return known;
  }

  #isOfControlPlane(pods: Pods): boolean {
    if (pods.labels.app === 'istiod' || pods.labels.istio === 'pilot') return true;
    const { authorities } = this.mesh.config;
    return authorities.length > 0 && this.hostsOf(pods).some(({ host }) => authorities.includes(host));
  }

  /** The entries that lead outside the cluster. */
  external(): readonly ServiceEntry[] {
    return this.#entries.filter(({ selector }) => selector === undefined);
  }

  /** Whether the callee's proxy reads requests at a port; where nobody says it, the proxy finds out. */
  isHttp(pods: Pods, port: number): boolean {
    const said = this.hostsAt(pods, port).flatMap(({ speaks }) => speaks ?? []);
    return !said.some((protocol) => OPAQUE.has(protocol.toLowerCase()));
  }
}

/** Protocols of which a proxy reads no requests. */
const OPAQUE: ReadonlySet<string> = new Set([
  'tcp',
  'tls',
  'https',
  'mongo',
  'mysql',
  'redis',
  'udp',
  'postgres',
  'postgresql',
]);

/** What Istio takes for a protocol in the name of a port; any other name says nothing. */
const NAMED: ReadonlySet<string> = new Set([
  ...['http', 'http2', 'grpc', 'tcp', 'tls', 'https', 'mongo', 'mysql', 'redis', 'udp'],
]);

function listed({ host, namespace, exportTo, ports }: Service, pods: Pods): Listed[] {
  return ports.map((port) => {
    const prefix = port.name?.split('-')[0] ?? '';
    return {
      host,
      namespace,
      exportTo,
      port: port.port,
      targets: targetsOf(port, pods),
      speaks: port.appProtocol ?? (NAMED.has(prefix) ? prefix : undefined),
    };
  });
}

export function listedEntry({ hosts, namespace, exportTo, ports }: ServiceEntry): Listed[] {
  return hosts.flatMap((host) =>
    ports.map(({ number, targetPort = number }) => ({
      host,
      namespace,
      exportTo,
      port: number,
      targets: [{ protocol: 'TCP' as const, number: targetPort }],
      speaks: undefined,
    })),
  );
}

/** Whether what a namespace exports is known in another; it is known everywhere unless something else is said. */
export function isExported(exportTo: readonly string[], home: string, there: string): boolean {
  if (exportTo.length === 0) return true;
  return exportTo.some((each) => each === '*' || each === there || (each === '.' && home === there));
}
