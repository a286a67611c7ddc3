import type { ClusterState } from './cluster-state.ts';
import { isGiven } from './given.ts';
import { remembered } from './memory.ts';
import { list, listAt, numberAt, textAt } from './read.ts';
import type { Resource } from './resource.ts';
import { isSeen, type ServiceState, saidProtocol, servicesIn } from './service-ports.ts';

/** A port of a host in the mesh. */
export interface HostPort {
  readonly number: number;
  readonly name: string;
  /** In small letters; undefined where nothing says it. */
  readonly protocol: string | undefined;
}

/** A host that the mesh knows, by a Service or a ServiceEntry. */
export interface Host {
  readonly host: string;
  readonly resource: Resource;
  readonly ports: readonly HostPort[];
  readonly exportTo: readonly string[];
  /** Undefined for that of a ServiceEntry. */
  readonly service: ServiceState | undefined;
}

interface Hosts {
  readonly exact: ReadonlyMap<string, readonly Host[]>;
  readonly wildcards: readonly Host[];
}

const SVC = '.svc.cluster.local';

export const hostsIn = remembered((state: ClusterState): Hosts => {
  const exact = new Map<string, Host[]>();
  const wildcards: Host[] = [];
  const add = (one: Host) => {
    const others = exact.get(one.host);
    if (one.host.startsWith('*')) wildcards.push(one);
    else if (others === undefined) exact.set(one.host, [one]);
    else others.push(one);
  };
  for (const service of servicesIn(state).values()) {
    const exported = service.resource.annotations['networking.istio.io/exportTo'];
    const ports = service.ports
      .filter(({ protocol }) => protocol === 'TCP')
      .map((port) => ({ number: port.number, name: port.name, protocol: saidProtocol(port) }));
    add({
      host: `${service.name}.${service.namespace}${SVC}`,
      resource: service.resource,
      ports,
      exportTo: exported === undefined ? [] : exported.split(',').map((each) => each.trim()),
      service,
    });
  }
  for (const resource of state.of('networking.istio.io/ServiceEntry')) {
    const ports = listAt(resource.value, 'spec', 'ports').flatMap((port): HostPort[] => {
      const number = numberAt(port, 'number');
      if (number === undefined) return [];
      return [
        {
          number,
          name: textAt(port, 'name') ?? '',
          protocol: textAt(port, 'protocol')?.toLowerCase(),
        },
      ];
    });
    for (const host of textsIn(listAt(resource.value, 'spec', 'hosts')))
      add({
        host,
        resource,
        ports,
        exportTo: textsIn(listAt(resource.value, 'spec', 'exportTo')),
        service: undefined,
      });
  }
  return { exact, wildcards };
});

/** The texts in a list. */
export function textsIn(values: unknown): readonly string[] {
  return list(values).filter((value) => typeof value === 'string');
}

/** The host that Istio understands: a name without a dot is a Service of the namespace of the object that says it. */
export function fullHost(host: string, home: string): string {
  return host.includes('.') || host.includes('*') || host === '' ? host : `${host}.${home}${SVC}`;
}

/** The Service that a full host names; undefined for any other host. */
function serviceOfHost(host: string): { readonly namespace: string; readonly name: string } | undefined {
  if (!host.endsWith(SVC)) return undefined;
  const [name = '', namespace = '', ...more] = host.slice(0, -SVC.length).split('.');
  return more.length > 0 || name === '' || namespace === '' ? undefined : { name, namespace };
}

/** Whether a host is one of a pattern: `*`, `*.example.com` or itself. */
export function isHostOf(host: string, pattern: string): boolean {
  if (pattern === '*' || pattern === host) return true;
  return pattern.startsWith('*') && host.endsWith(pattern.slice(1));
}

/** Whether two patterns of hosts have a host in common. */
export function hostsMeet(one: string, other: string): boolean {
  return isHostOf(one, other) || isHostOf(other, one);
}

/** Whether what a namespace exports is known in another; it is known everywhere unless something else is said. */
export function isExported(exportTo: readonly string[], home: string, there: string): boolean {
  if (exportTo.length === 0) return true;
  return exportTo.some((each) => each === '*' || each === there || (each === '.' && home === there));
}

/**
 * What a tree knows of a host:
 *
 * - `known`: by these;
 * - `hidden`: these have it, and export it to other namespaces only;
 * - `elsewhere`: nobody can tell from the tree;
 * - `missing`: nothing has it.
 */
export interface Lookup {
  readonly status: 'known' | 'hidden' | 'elsewhere' | 'missing';
  readonly hosts: readonly Host[];
}

/** @param host in full */
export function lookUp(state: ClusterState, host: string, from: string): Lookup {
  const { exact, wildcards } = hostsIn(state);
  const found = exact.get(host) ?? wildcards.filter((each) => isHostOf(host, each.host));
  const visible = found.filter(({ exportTo, resource }) => isExported(exportTo, resource.namespace, from));
  if (visible.length > 0) return { status: 'known', hosts: visible };
  if (found.length > 0) return { status: 'hidden', hosts: found };
  const service = serviceOfHost(host);
  if (service === undefined) {
    const isOfCluster = /\.svc(?:\.|$)/.test(host);
    const hasEntries = state.of('networking.istio.io/ServiceEntry').length > 0;
    return { status: isOfCluster || hasEntries ? 'missing' : 'elsewhere', hosts: [] };
  }
  const isThere = isGiven({ group: '', kind: 'Service', ...service }) || !isSeen(state, service.namespace);
  return { status: isThere ? 'elsewhere' : 'missing', hosts: [] };
}

/** Every exact host of the mesh, for the search of one that was meant. */
export function knownHosts(state: ClusterState): readonly string[] {
  return [...hostsIn(state).exact.keys()];
}
