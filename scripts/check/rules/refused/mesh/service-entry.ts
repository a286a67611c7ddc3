import { isCidr } from '../../../schema/formats.ts';
import { fields, isFields, list, text } from '../../../state/read.ts';
import type { Fault } from '../fault.ts';
import { fault, type Judged, type Topic, word } from '../topic.ts';
import { hostOf, isAddress, isMeshHost, isNamespacePart, isPlainHost, PROTOCOLS } from './hosts.ts';

const RESOLVED = ['DNS', 'DNS_ROUND_ROBIN'];

function* entryFaults(spec: Readonly<Record<string, unknown>>): Generator<Fault> {
  const resolution = text(spec.resolution) ?? 'NONE';
  const endpoints = list(spec.endpoints);
  const resolves = RESOLVED.includes(resolution);
  for (const [index, host] of list(spec.hosts).entries()) {
    if (typeof host !== 'string') continue;
    const path = ['spec', 'hosts', index];
    if (host === '*' || !isMeshHost(host))
      yield fault(
        path,
        `${JSON.stringify(host)} is no host of an entry`,
        'write a name such as api.example.org or *.example.org, without scheme and port',
      );
    else if (host.includes('*') && resolves && endpoints.length === 0)
      yield fault(
        path,
        `${host} stands for many names, of which DNS finds none`,
        'write the names, endpoints, or resolution: NONE',
      );
  }
  for (const [index, address] of list(spec.addresses).entries()) {
    if (typeof address !== 'string') continue;
    const path = ['spec', 'addresses', index];
    if (!isAddress(address) && !isCidr(address))
      yield fault(path, `${JSON.stringify(address)} is no address`, 'write an IP address or a block');
    else if (address.includes('/') && resolves)
      yield fault(
        path,
        'a block of addresses is not for names that DNS resolves',
        'write one address, or another resolution',
      );
  }
  const [names, numbers] = [new Set<unknown>(), new Set<unknown>()];
  for (const [index, port] of list(spec.ports).entries()) {
    if (!isFields(port)) continue;
    const path = ['spec', 'ports', index];
    const protocol = text(port.protocol);
    if (protocol !== undefined && protocol !== '' && !PROTOCOLS.has(protocol.toUpperCase()))
      yield fault(
        [...path, 'protocol'],
        `there is no protocol ${protocol}`,
        `write one of ${[...PROTOCOLS].slice(0, 11).join(', ')}`,
      );
    if (names.has(port.name))
      yield fault([...path, 'name'], `two ports are called ${word(port.name)}`, 'write another name');
    if (numbers.has(port.number))
      yield fault([...path, 'number'], `two ports are ${word(port.number)}`, 'keep one of them');
    names.add(port.name);
    numbers.add(port.number);
  }
  yield* endpointFaults(spec, resolution, names);
}

function* endpointFaults(
  spec: Readonly<Record<string, unknown>>,
  resolution: string,
  ports: ReadonlySet<unknown>,
): Generator<Fault> {
  const endpoints = list(spec.endpoints);
  if (resolution === 'STATIC' && endpoints.length === 0 && !isFields(spec.workloadSelector))
    yield fault(['spec', 'endpoints'], 'STATIC needs endpoints', 'write endpoints or workloadSelector');
  if (resolution === 'NONE' && endpoints.length > 0)
    yield fault(
      ['spec', 'endpoints'],
      'NONE goes to the address that the client chose, so endpoints count for nothing',
      'write resolution: STATIC or DNS',
    );
  if (resolution === 'DNS_ROUND_ROBIN' && endpoints.length > 1)
    yield fault(['spec', 'endpoints'], 'DNS_ROUND_ROBIN has one endpoint', 'keep one of them');
  for (const [index, endpoint] of endpoints.entries()) {
    if (!isFields(endpoint)) continue;
    const path = ['spec', 'endpoints', index];
    const address = text(endpoint.address) ?? '';
    if (address.startsWith('unix://')) {
      if (Object.keys(fields(endpoint.ports)).length > 0)
        yield fault([...path, 'ports'], 'a socket has no ports', 'remove them');
    } else if (address !== '' && resolution === 'STATIC' && !isAddress(address))
      yield fault(
        [...path, 'address'],
        `${JSON.stringify(address)} is no address`,
        'write an IP address, or resolution: DNS',
      );
    else if (address !== '' && RESOLVED.includes(resolution) && !isAddress(address) && !isPlainHost(address))
      yield fault(
        [...path, 'address'],
        `${JSON.stringify(address)} is neither a name nor an address`,
        'write the name of a host',
      );
    for (const name of Object.keys(fields(endpoint.ports)))
      if (!ports.has(name))
        yield fault(
          [...path, 'ports', name],
          `the entry has no port called ${name}`,
          'write the name of one of its ports',
        );
  }
}

function* sidecarFaults(spec: Readonly<Record<string, unknown>>): Generator<Fault> {
  const hasPolicy = isFields(spec.outboundTrafficPolicy) || isFields(spec.inboundConnectionPool);
  if (list(spec.egress).length === 0 && list(spec.ingress).length === 0 && !hasPolicy)
    yield fault(['spec'], 'it says nothing', 'write egress, ingress or outboundTrafficPolicy');
  for (const [index, listener] of list(spec.egress).entries()) {
    const hosts = list(fields(listener).hosts);
    const path = ['spec', 'egress', index, 'hosts'];
    if (hosts.length === 0) yield fault(path, 'it has no host', 'write hosts');
    for (const [position, host] of hosts.entries()) {
      if (typeof host !== 'string') continue;
      const { namespace, host: name } = hostOf(host);
      if (namespace === undefined || !isNamespacePart(namespace) || (!isMeshHost(name) && !isAddress(name)))
        yield fault(
          [...path, position],
          `${JSON.stringify(host)} is not NAMESPACE/HOST`,
          namespace === undefined
            ? `write ./${host} or */${host}`
            : 'write one such as ./*, istio-system/* or */shop.example.org',
        );
    }
  }
  for (const [index, listener] of list(spec.ingress).entries()) {
    const endpoint = text(fields(listener).defaultEndpoint);
    if (
      endpoint !== undefined &&
      endpoint !== '' &&
      !/^(?:127\.0\.0\.1|0\.0\.0\.0|\[::1?\]):\d+$|^unix:\/\/.+/.test(endpoint)
    )
      yield fault(
        ['spec', 'ingress', index, 'defaultEndpoint'],
        `${JSON.stringify(endpoint)} is no endpoint of the pod`,
        'write 127.0.0.1:PORT, 0.0.0.0:PORT or unix:///PATH',
      );
  }
}

function* judge({ kind, value }: Judged): Generator<Fault> {
  const spec = fields(value.spec);
  if (kind === 'ServiceEntry') yield* entryFaults(spec);
  else yield* sidecarFaults(spec);
}

export const serviceEntry: Topic = {
  id: 'refused-service-entry',
  severity: 'error',
  summary: 'hosts, ports and endpoints of ServiceEntries and Sidecars that istiod refuses',
  breaks: 'The webhook of istiod refuses the object, or sidecars find nobody at the host.',
  kinds: ['networking.istio.io/ServiceEntry', 'networking.istio.io/Sidecar'],
  judge,
  failing: `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: shop
spec:
  egress:
    - hosts: [istio-system]
`,
  passing: `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: shop
spec:
  egress:
    - hosts: [istio-system/*]
`,
};
