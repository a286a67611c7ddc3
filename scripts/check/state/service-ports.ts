import { byDefault } from '../../cluster-model/defaults/defaults.ts';
import { containsLabels } from '../../cluster-model/objects/selector.ts';
import type { ClusterState } from './cluster-state.ts';
import { remembered } from './memory.ts';
import { list, numberAt, type Path, textAt, textsAt } from './read.ts';
import type { Resource } from './resource.ts';
import { unseenNamespaces } from './unseen.ts';
import { portsOf, type Workload } from './workload.ts';

/** A port of a Service. */
export interface ServicePort {
  readonly number: number;
  readonly name: string;
  readonly protocol: string;
  readonly appProtocol: string | undefined;
  /** That of the pods: the same number where nothing else is said. */
  readonly target: number | string;
  readonly path: Path;
}

/** A Service, and the pods behind it. */
export interface ServiceState {
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly ServicePort[];
  /** Empty where somebody else writes the endpoints, or no pod has the labels. */
  readonly workloads: readonly Workload[];
}

export const servicesIn = remembered((state: ClusterState): ReadonlyMap<string, ServiceState> => {
  const found = new Map<string, ServiceState>();
  for (const resource of state.of('/Service')) {
    const { namespace, name, value } = resource;
    const selector = textsAt(value, 'spec', 'selector');
    const type = textAt(value, 'spec', 'type') ?? byDefault('/Service', 'spec.type');
    const hasPods = type !== 'ExternalName' && Object.keys(selector).length > 0;
    found.set(`${namespace}/${name}`, {
      resource,
      namespace,
      name,
      type,
      selector,
      ports: portsIn(resource),
      workloads: hasPods
        ? state.workloadsIn(namespace).filter(({ labels }) => containsLabels(labels, selector))
        : [],
    });
  }
  return found;
});

function portsIn({ value }: Resource): readonly ServicePort[] {
  const spec = value.spec;
  const ports = list(typeof spec === 'object' && spec !== null ? Reflect.get(spec, 'ports') : undefined);
  return ports.flatMap((port, index): ServicePort[] => {
    const number = numberAt(port, 'port');
    if (number === undefined) return [];
    return [
      {
        number,
        name: textAt(port, 'name') ?? '',
        protocol: textAt(port, 'protocol') ?? byDefault('/Service', 'spec.ports[].protocol'),
        appProtocol: textAt(port, 'appProtocol'),
        // Nought and an empty text are what nobody wrote.
        target: numberAt(port, 'targetPort') || textAt(port, 'targetPort') || number,
        path: ['spec', 'ports', index],
      },
    ];
  });
}

const byWorkload = remembered((state: ClusterState): ReadonlyMap<Workload, readonly ServiceState[]> => {
  const found = new Map<Workload, ServiceState[]>();
  for (const service of servicesIn(state).values()) {
    for (const workload of service.workloads) {
      const others = found.get(workload);
      if (others === undefined) found.set(workload, [service]);
      else others.push(service);
    }
  }
  return found;
});

/** The Services that lead to the pods of a workload. */
export function servicesOf(state: ClusterState, workload: Workload): readonly ServiceState[] {
  return byWorkload(state).get(workload) ?? [];
}

/** Container ports of a workload behind a port of a Service; none where a name has no port. */
export function targetsAt({ target, protocol }: ServicePort, workload: Workload): readonly number[] {
  if (typeof target === 'number') return [target];
  return portsOf(workload)
    .filter((each) => each.name === target && each.protocol === protocol)
    .map(({ number }) => number);
}

/** Protocols that Istio knows, as it names them in a port's name. */
const KNOWN: ReadonlySet<string> = new Set([
  ...['http', 'http2', 'https', 'grpc', 'tcp', 'tls', 'mongo', 'mysql', 'redis', 'udp'],
]);

/** How the standard of Kubernetes says the same in `appProtocol`. */
const STANDARD: Readonly<Record<string, string>> = {
  'kubernetes.io/h2c': 'http2',
  'kubernetes.io/ws': 'http',
  'kubernetes.io/wss': 'https',
};

/** The protocol that a port says for Istio; undefined where it says none, so that the proxy finds out. */
export function saidProtocol({
  name,
  appProtocol,
}: Pick<ServicePort, 'name' | 'appProtocol'>): string | undefined {
  if (appProtocol !== undefined) {
    const said = STANDARD[appProtocol] ?? appProtocol.toLowerCase();
    if (KNOWN.has(said)) return said;
  }
  const prefix = name.split('-')[0]?.toLowerCase() ?? '';
  if (name.startsWith('grpc-web')) return 'grpc';
  return KNOWN.has(prefix) ? prefix : undefined;
}

/** Whether proxies read the requests of a protocol. */
export function isRequests(protocol: string): boolean {
  return /^(?:http|http2|grpc|grpc-web)$/i.test(protocol);
}

/** Whether what is in a namespace is known: it has objects, and nothing in it is made by what nobody here has read. */
export function isSeen(state: ClusterState, namespace: string): boolean {
  return state.namespaces.has(namespace) && !unseenNamespaces(state).has(namespace);
}
