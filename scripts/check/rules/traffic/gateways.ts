import { containsLabels } from '../../../cluster-model/objects/selector.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { hostsMeet, textsIn } from '../../state/mesh-hosts.ts';
import { type Fields, fields, listAt, numberAt, type Path, textAt, textsAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import type { Workload } from '../../state/workload.ts';

/** What a Gateway of Istio makes its pods listen for. */
export interface Server {
  readonly path: Path;
  readonly port: number | undefined;
  /** In capital letters. */
  readonly protocol: string;
  readonly tls: Fields;
  readonly tlsMode: string;
  /** As they were written, each perhaps with a namespace before it. */
  readonly hosts: readonly string[];
}

export interface GatewayState {
  readonly resource: Resource;
  readonly selector: Readonly<Record<string, string>>;
  readonly servers: readonly Server[];
  readonly workloads: readonly Workload[];
}

export const gatewaysIn = remembered((state: ClusterState): ReadonlyMap<string, GatewayState> => {
  const found = new Map<string, GatewayState>();
  for (const resource of state.of('networking.istio.io/Gateway')) {
    const selector = textsAt(resource.value, 'spec', 'selector');
    const isAny = Object.keys(selector).length === 0;
    found.set(`${resource.namespace}/${resource.name}`, {
      resource,
      selector,
      servers: listAt(resource.value, 'spec', 'servers').map(serverOf),
      workloads: isAny ? [] : state.workloads.filter(({ labels }) => containsLabels(labels, selector)),
    });
  }
  return found;
});

function serverOf(value: unknown, index: number): Server {
  const tls = fields(fields(value).tls);
  return {
    path: ['spec', 'servers', index],
    port: numberAt(value, 'port', 'number'),
    protocol: (textAt(value, 'port', 'protocol') ?? '').toUpperCase(),
    tls,
    tlsMode: textAt(tls, 'mode') ?? (Object.keys(tls).length > 0 ? 'SIMPLE' : ''),
    hosts: textsIn(listAt(value, 'hosts')),
  };
}

/** What a server's host says: which namespace's routes, and which names. */
export function hostParts(host: string, home: string): { readonly namespace: string; readonly host: string } {
  const slash = host.indexOf('/');
  if (slash < 0) return { namespace: '*', host };
  const namespace = host.slice(0, slash);
  return { namespace: namespace === '.' ? home : namespace, host: host.slice(slash + 1) };
}

/** Whether a server takes routes of a namespace for a host. */
export function admits({ resource }: GatewayState, server: Server, host: string, namespace: string): boolean {
  return server.hosts.some((each) => {
    const own = hostParts(each, resource.namespace);
    return (own.namespace === '*' || own.namespace === namespace) && hostsMeet(host, own.host);
  });
}

/** Whether a server reads requests, so that its routes are those of `http`. */
export function readsRequests({ protocol, tlsMode }: Server): boolean {
  if (protocol === 'HTTPS') return !tlsMode.endsWith('PASSTHROUGH');
  return /^(?:HTTP|HTTP2|GRPC|GRPC-WEB)$/.test(protocol);
}
