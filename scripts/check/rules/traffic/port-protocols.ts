import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { fullHost, lookUp } from '../../state/mesh-hosts.ts';
import { memberOf } from '../../state/mesh-members.ts';
import {
  isRequests,
  isSeen,
  type ServicePort,
  type ServiceState,
  saidProtocol,
  servicesIn,
  targetsAt,
} from '../../state/service-ports.ts';
import { portsOf } from '../../state/workload.ts';
import { routingsIn } from './routes.ts';
import { CART } from './sample.ts';

const route = `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart, port: { number: 80 } } }], timeout: 5s }] }
`;

/** Ports at which programs speak something that is no HTTP, by the name that Istio has for it. */
const OPAQUE: Readonly<Record<number, string>> = {
  5432: 'postgres',
  3306: 'mysql',
  6379: 'redis',
  27017: 'mongo',
  5672: 'amqp',
  9092: 'kafka',
  4222: 'nats',
  11211: 'memcached',
  2181: 'zookeeper',
  1433: 'sqlserver',
  9042: 'cassandra',
  26379: 'redis',
  1883: 'mqtt',
  3478: 'stun',
  25: 'smtp',
  587: 'smtp',
};

/** A proxy reads what the name of a port says, and nothing else. */
export const portProtocols: ClusterRule = {
  id: 'port-protocols',
  severity: 'error',
  summary:
    'A port of a Service whose name or protocol is not what its pods speak, or what its routes are for',
  breaks:
    'The proxy reads the wrong protocol: connections are closed, or routes, retries and rules do nothing.',
  failing: CART.replace('name: http, port: 80', 'name: tcp-http, port: 80') + route,
  passing: CART + route,
  *judge(state) {
    for (const service of servicesIn(state).values()) {
      if (service.resource.isExtract || !isSeen(state, service.namespace)) continue;
      for (const port of service.ports) yield* judgePort(state, service, port);
      if (service.workloads.some((workload) => memberOf(state, workload) === 'sidecar'))
        yield* judgeSame(service);
    }
  },
};

function* judgePort(state: ClusterState, service: ServiceState, port: ServicePort): Generator<Said> {
  const { resource, workloads } = service;
  const declared = workloads.flatMap((workload) =>
    portsOf(workload).filter(
      ({ number, name }) => number === port.target || (name !== undefined && name === port.target),
    ),
  );
  const [other] = declared.filter(({ protocol }) => protocol !== port.protocol);
  if (other !== undefined && declared.every(({ protocol }) => protocol !== port.protocol)) {
    yield {
      resource,
      path: [...port.path, 'protocol'],
      message: `Port ${port.number} is ${port.protocol}, and the pods listen with ${other.protocol} at ${other.number}: nobody answers.`,
      fix: `Write protocol: ${other.protocol}.`,
    };
    return;
  }
  const meshed = workloads.filter((workload) => memberOf(state, workload) === 'sidecar');
  if (meshed.length === 0 || port.protocol !== 'TCP') return;
  const said = saidProtocol(port);
  const targets = meshed.flatMap((workload) => targetsAt(port, workload));
  const container = declared.flatMap(({ name }) =>
    name === undefined ? [] : (saidProtocol({ name, appProtocol: undefined }) ?? []),
  )[0];
  const opaque = targets.map((target) => OPAQUE[target]).find((name) => name !== undefined);
  const isRouted = routed(state).has(`${service.namespace}/${service.name}:${port.number}`);
  const place = [...port.path, port.appProtocol === undefined ? 'name' : 'appProtocol'];
  const shown = port.appProtocol ?? port.name;
  if (
    said !== undefined &&
    isRequests(said) &&
    opaque !== undefined &&
    (container === undefined || !isRequests(container))
  ) {
    yield {
      resource,
      path: place,
      message: `Port ${port.number} is ${said} by ${shown}, and leads to ${targets[0]}, where ${opaque} is spoken: the proxy reads it as HTTP, and closes the connections.`,
      fix: 'Write a name that begins with tcp-.',
    };
  } else if (said !== undefined && !isRequests(said) && isRouted) {
    yield {
      resource,
      path: place,
      message: `Port ${port.number} is ${said} by ${shown}, and a VirtualService has HTTP routes for it: the proxy reads no requests there, and the routes do nothing.`,
      fix: 'Write a name that begins with http (or grpc), or appProtocol: http.',
    };
  } else if (
    said !== undefined &&
    container !== undefined &&
    said !== container &&
    isRequests(said) !== isRequests(container) &&
    !(said === 'tcp' || container === 'tcp')
  ) {
    yield {
      resource,
      path: place,
      severity: 'warning',
      message: `Port ${port.number} is ${said} by ${shown}, and the container names its port after ${container}.`,
      fix: 'Name both after what the program speaks.',
    };
  } else if ((said === 'http' && container === 'grpc') || (said === 'grpc' && container === 'http')) {
    yield {
      resource,
      path: place,
      severity: 'warning',
      message: `Port ${port.number} is ${said} by ${shown}, and the container names its port after ${container}: gRPC is HTTP/2, and is not understood as HTTP/1.1.`,
      fix: 'Name both after what the program speaks.',
    };
  } else if (said === undefined && isRouted) {
    yield {
      resource,
      path: place,
      severity: 'warning',
      message: `${shown === '' ? `Port ${port.number} has no name` : `The name ${shown} of port ${port.number} says no protocol`} that Istio knows, and a VirtualService has HTTP routes for it: each connection is guessed at, and what is taken for TCP goes past the routes.`,
      fix: 'Write a name that begins with http (or grpc), or appProtocol: http.',
    };
  }
}

/** Ports of Services to which HTTP routes of the mesh lead, as `namespace/name:port`. */
const routed = remembered((state: ClusterState): ReadonlySet<string> => {
  const found = routingsIn(state).flatMap(({ resource, routes }) =>
    routes
      .filter(({ form }) => form === 'http')
      .flatMap(({ destinations }) =>
        destinations.flatMap(({ host, port }) => {
          const { hosts } = lookUp(state, fullHost(host, resource.namespace), resource.namespace);
          return hosts.flatMap(({ service }) =>
            service === undefined
              ? []
              : service.ports
                  .filter(({ number }) => number === port || service.ports.length === 1)
                  .map(({ number }) => `${service.namespace}/${service.name}:${number}`),
          );
        }),
      ),
  );
  return new Set(found);
});

/** Ports with two meanings. */
function* judgeSame({ resource, ports }: ServiceState): Generator<Said> {
  for (const [index, port] of ports.entries()) {
    const first = ports
      .slice(0, index)
      .find(
        (other) =>
          other.number !== port.number &&
          other.target === port.target &&
          other.protocol === port.protocol &&
          saidProtocol(other) !== saidProtocol(port),
      );
    if (first === undefined || saidProtocol(first) === undefined || saidProtocol(port) === undefined)
      continue;
    yield {
      resource,
      path: [...port.path, 'name'],
      severity: 'warning',
      message: `The ports ${first.number} (${saidProtocol(first)}) and ${port.number} (${saidProtocol(port)}) lead to one port of the pods: the proxy there reads one protocol only.`,
      fix: 'Name both after the same protocol.',
    };
  }
}
