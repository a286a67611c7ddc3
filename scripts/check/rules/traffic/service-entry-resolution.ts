import { isIP } from 'node:net';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { hostsIn, textsIn } from '../../state/mesh-hosts.ts';
import { at, listAt, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';

const entry = (rest: string) => `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: payments, namespace: shop }
spec: { hosts: [payments.example.net], location: MESH_EXTERNAL, ports: [{ number: 443, name: tls, protocol: TLS }], ${rest} }
`;

/** How the proxy finds the addresses of a host. */
export const serviceEntryResolution: ClusterRule = {
  id: 'service-entry-resolution',
  severity: 'error',
  summary:
    'A ServiceEntry whose resolution has no addresses, that Istio refuses, or that speaks of a host another one has',
  breaks: 'The host has no endpoints, so that calls get 503, or two entries give two answers for one host.',
  failing: entry('resolution: STATIC'),
  passing: entry('resolution: DNS'),
  *judge(state) {
    for (const resource of state.of('networking.istio.io/ServiceEntry')) {
      if (resource.isExtract) continue;
      yield* judgeResolution(resource);
    }
    yield* judgeTwice(state);
  },
};

function* judgeResolution(resource: Resource): Generator<Said> {
  const { value } = resource;
  const resolution = textAt(value, 'spec', 'resolution') ?? 'NONE';
  const hosts = textsIn(listAt(value, 'spec', 'hosts'));
  const endpoints = listAt(value, 'spec', 'endpoints');
  const hasPods = at(value, 'spec', 'workloadSelector') !== undefined;
  const path = ['spec', 'resolution'];
  if (
    resolution === 'STATIC' &&
    endpoints.length === 0 &&
    !hasPods &&
    textsIn(listAt(value, 'spec', 'addresses')).every((each) => isIP(each) === 0)
  ) {
    yield {
      resource,
      path,
      message: 'STATIC needs endpoints or a workloadSelector, and there is neither: calls get 503.',
      fix: 'Write endpoints with addresses, or resolution: DNS.',
    };
  }
  if (/^DNS/.test(resolution)) {
    const wildcard = hosts.findIndex((host) => host.includes('*'));
    if (wildcard >= 0 && resolution === 'DNS' && endpoints.length === 0) {
      yield {
        resource,
        path: ['spec', 'hosts', wildcard],
        message: `No name can be looked up for ${hosts[wildcard]}: Istio refuses a wildcard with resolution DNS.`,
        fix: 'Write each host in full, or resolution: NONE.',
      };
    }
    if (hasPods)
      yield {
        resource,
        path,
        message: 'Pods of a workloadSelector have addresses, and Istio refuses resolution DNS with them.',
        fix: 'Write resolution: STATIC.',
      };
  }
  if (resolution === 'NONE' && endpoints.length > 0) {
    yield {
      resource,
      path,
      message:
        'With resolution NONE the proxy goes where the caller wanted to go, and Istio refuses endpoints beside it.',
      fix: 'Write resolution: STATIC, or DNS.',
    };
  }
  if (resolution === 'STATIC') {
    for (const [index, each] of endpoints.entries()) {
      const address = textAt(each, 'address');
      if (address === undefined || isIP(address) > 0 || address.startsWith('unix://')) continue;
      yield {
        resource,
        path: ['spec', 'endpoints', index, 'address'],
        message: `${address} is no address, and STATIC looks up no name: Istio refuses it.`,
        fix: 'Write an IP address, or resolution: DNS.',
      };
    }
  }
  for (const [index, host] of hosts.entries()) {
    if (host.includes('/') || host.includes(':')) {
      yield {
        resource,
        path: ['spec', 'hosts', index],
        message: `${host} is no host: Istio takes a name without scheme, port and path.`,
        fix: `Write ${host.replace(/^[a-z]+:\/\//, '').replace(/[/:].*$/, '')}.`,
      };
    }
  }
}

/** Two entries for one host and port have to say the same, and a Service is no entry's business. */
function* judgeTwice(state: ClusterState): Generator<Said> {
  for (const [host, all] of hostsIn(state).exact) {
    const [first, ...others] = all;
    if (first === undefined || others.length === 0) continue;
    for (const other of others) {
      if (other.service !== undefined || other.resource === first.resource) continue;
      const isVisible =
        [first, other].every(({ exportTo }) => exportTo.length === 0 || exportTo.includes('*')) ||
        first.resource.namespace === other.resource.namespace;
      if (!isVisible) continue;
      const clash = other.ports.find((port) =>
        first.ports.some(
          (each) => each.number === port.number && (each.protocol ?? port.protocol) !== port.protocol,
        ),
      );
      const isService = first.service !== undefined;
      // Inside the mesh, an entry may bring endpoints of another cluster to a Service on purpose.
      const isOutside = textAt(other.resource.value, 'spec', 'location') !== 'MESH_INTERNAL';
      if (isService ? !isOutside : clash === undefined) continue;
      yield {
        resource: other.resource,
        path: ['spec', 'hosts'],
        severity: 'warning',
        message: isService
          ? `${host} is Service ${first.resource.namespace}/${first.resource.name} of the cluster already: the proxies take one of the two.`
          : `ServiceEntry ${first.resource.namespace}/${first.resource.name} says another protocol for port ${clash?.number} of ${host}: which one is taken, nobody decides.`,
        fix: isService
          ? 'Take the ServiceEntry out, or another host.'
          : 'Write one ServiceEntry for the host.',
      };
    }
  }
}
