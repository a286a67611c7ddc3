import { isIP, isIPv4 } from 'node:net';
import { at, fields, isFields, list, number, text } from '../../state/read.ts';
import type { Fault } from './fault.ts';
import { dnsLabel, dnsSubdomain, pathSegment } from './forms.ts';
import { tolerationFaults } from './pod/scheduling.ts';
import { fault, type Judged, type Topic } from './topic.ts';

const HIGHEST_PRIORITY = 1_000_000_000;

function* priorityFaults({ name, value }: Judged): Generator<Fault> {
  const own = number(value.value);
  if (name.startsWith('system-') && name !== 'system-cluster-critical' && name !== 'system-node-critical')
    yield fault(['metadata', 'name'], 'system- is for Kubernetes itself', 'write another name');
  if (own !== undefined && own > HIGHEST_PRIORITY && !name.startsWith('system-'))
    yield fault(['value'], `${own} is more than ${HIGHEST_PRIORITY}`, `write ${HIGHEST_PRIORITY} or less`);
}

function* runtimeFaults({ value }: Judged): Generator<Fault> {
  const handler = text(value.handler);
  if (handler !== undefined && handler !== '' && dnsLabel(handler))
    yield fault(['handler'], `${JSON.stringify(handler)} is no handler`, 'write one such as runsc');
  for (const [index, toleration] of list(at(value, 'scheduling', 'tolerations')).entries())
    if (isFields(toleration)) yield* tolerationFaults(toleration, ['scheduling', 'tolerations', index]);
}

function* apiServiceFaults({ name, value }: Judged): Generator<Fault> {
  const spec = fields(value.spec);
  const [group, version] = [text(spec.group) ?? '', text(spec.version) ?? ''];
  if (name !== '' && name !== `${version}.${group}`)
    yield fault(
      ['metadata', 'name'],
      'the name must be the version and the group',
      `write ${version}.${group}`,
    );
  if (spec.insecureSkipTLSVerify === true && typeof spec.caBundle === 'string' && spec.caBundle !== '')
    yield fault(['spec', 'insecureSkipTLSVerify'], 'stands beside a caBundle', 'keep one of them');
  if (spec.insecureSkipTLSVerify === true && !isFields(spec.service))
    yield fault(
      ['spec', 'insecureSkipTLSVerify'],
      'is for a service, and there is none',
      'write service, or remove it',
    );
  if (isFields(spec.service)) {
    for (const field of ['name', 'namespace'])
      if (spec.service[field] === undefined || spec.service[field] === '')
        yield fault(['spec', 'service', field], `the service has no ${field}`, `write ${field}`);
  }
}

function* endpointFaults({ kind, value }: Judged): Generator<Fault> {
  const type = text(value.addressType);
  const wrong = (address: string): boolean => {
    if (type === 'FQDN') return dnsSubdomain(address) !== undefined;
    if (type === 'IPv4') return !isIPv4(address);
    return (
      isIP(address) === 0 ||
      (type === 'IPv6' && isIP(address) !== 6) ||
      /^(?:127\.|169\.254\.|224\.0\.0\.)/.test(address)
    );
  };
  if (kind === 'EndpointSlice') {
    for (const [index, endpoint] of list(value.endpoints).entries()) {
      const addresses = list(fields(endpoint).addresses);
      if (isFields(endpoint) && (addresses.length === 0 || addresses.length > 100))
        yield fault(
          ['endpoints', index, 'addresses'],
          'an endpoint has from 1 to 100 addresses',
          'write one',
        );
      for (const [position, address] of addresses.entries())
        if (typeof address === 'string' && wrong(address))
          yield fault(
            ['endpoints', index, 'addresses', position],
            `${JSON.stringify(address)} is no address of type ${type ?? 'IPv4'}`,
            'write one, or another addressType',
          );
    }
    const names = list(value.ports).map((port) => text(fields(port).name) ?? '');
    for (const [index, own] of names.entries())
      if (names.indexOf(own) !== index)
        yield fault(
          ['ports', index, 'name'],
          `two ports are called ${JSON.stringify(own)}`,
          'write another name',
        );
    return;
  }
  for (const [index, subset] of list(value.subsets).entries()) {
    const path = ['subsets', index];
    const { addresses, notReadyAddresses, ports } = fields(subset);
    if (list(addresses).length + list(notReadyAddresses).length === 0)
      yield fault(path, 'it has no address', 'write addresses');
    for (const kind of ['addresses', 'notReadyAddresses']) {
      for (const [position, address] of list(at(subset, kind)).entries()) {
        const { ip, hostname } = fields(address);
        const own = [...path, kind, position];
        if (typeof ip === 'string' && wrong(ip))
          yield fault(
            [...own, 'ip'],
            `${JSON.stringify(ip)} is no address of an endpoint`,
            'write an IP address; for a name, a Service of type ExternalName',
          );
        if (typeof hostname === 'string' && hostname !== '' && dnsLabel(hostname))
          yield fault(
            [...own, 'hostname'],
            `${JSON.stringify(hostname)} is no name of a host`,
            'write it without dots',
          );
      }
    }
    for (const [position, port] of list(ports).entries()) {
      const name = text(fields(port).name);
      if (name && dnsLabel(name))
        yield fault(
          [...path, 'ports', position, 'name'],
          `${JSON.stringify(name)} is no name of a port`,
          'write lower-case letters, digits and hyphens',
        );
    }
    if (list(ports).length > 1)
      for (const [position, port] of list(ports).entries())
        if (!text(fields(port).name))
          yield fault(
            [...path, 'ports', position, 'name'],
            'a port of several needs a name',
            'write a name for each port',
          );
  }
}

function* classFaults({ value }: Judged): Generator<Fault> {
  if (!text(at(value, 'spec', 'controller')))
    yield fault(['spec', 'controller'], 'it names no controller', 'write one such as example.org/ingress');
  const controller = text(at(value, 'spec', 'controller'));
  if (controller !== undefined && controller !== '' && !/^[a-z0-9.-]+\/\S+$/i.test(controller))
    yield fault(
      ['spec', 'controller'],
      `${JSON.stringify(controller)} is no controller`,
      'write one such as example.org/ingress',
    );
  const parameters = at(value, 'spec', 'parameters');
  if (!isFields(parameters)) return;
  for (const field of ['kind', 'name']) {
    const own = parameters[field];
    const wanted = typeof own === 'string' ? pathSegment(own) : undefined;
    if (wanted)
      yield fault(['spec', 'parameters', field], `${JSON.stringify(own)} names no object`, `write ${wanted}`);
  }
  if (parameters.scope === 'Namespace' && !text(parameters.namespace))
    yield fault(['spec', 'parameters', 'namespace'], 'the scope Namespace needs one', 'write namespace');
  if (parameters.scope !== 'Namespace' && text(parameters.namespace))
    yield fault(['spec', 'parameters', 'namespace'], 'the scope Cluster has none', 'remove it');
}

const JUDGES: Readonly<Record<string, (object: Judged) => Iterable<Fault>>> = {
  'scheduling.k8s.io/PriorityClass': priorityFaults,
  'node.k8s.io/RuntimeClass': runtimeFaults,
  'apiregistration.k8s.io/APIService': apiServiceFaults,
  'discovery.k8s.io/EndpointSlice': endpointFaults,
  '/Endpoints': endpointFaults,
  'networking.k8s.io/IngressClass': classFaults,
};

export const clusterObjects: Topic = {
  id: 'refused-cluster-object',
  severity: 'error',
  summary: 'priority, runtime and ingress classes, API services and endpoints that no API server takes',
  breaks: 'The API server refuses the object, and with it what relies on it.',
  kinds: Object.keys(JUDGES),
  judge: (object) => JUDGES[`${object.group}/${object.kind}`]?.(object) ?? [],
  failing: `apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata:
  name: system-shop
value: 1000
`,
  passing: `apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata:
  name: shop
value: 1000
`,
};
