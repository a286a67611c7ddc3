import { isIP } from 'node:net';
import { at, fields, isFields, list, type Path } from '../../state/read.ts';
import type { Fault } from './fault.ts';
import { dnsSubdomain, portName, serviceName, wildcardHost } from './forms.ts';
import { fault, type Judged, type Topic, word } from './topic.ts';

function* backendFaults(backend: unknown, path: Path): Generator<Fault> {
  if (!isFields(backend)) return;
  const [service, resource] = [isFields(backend.service), isFields(backend.resource)];
  if (service === resource) {
    yield service
      ? fault(path, 'it has a service and a resource', 'keep one of them')
      : fault(
          path,
          'it names no service',
          Object.hasOwn(backend, 'serviceName')
            ? 'write service.name and service.port, as networking.k8s.io/v1 has them'
            : 'write service.name and service.port',
        );
    return;
  }
  if (!service) return;
  const name = at(backend, 'service', 'name');
  const wantedName = typeof name === 'string' && name !== '' ? serviceName(name) : undefined;
  if (wantedName)
    yield fault(
      [...path, 'service', 'name'],
      `${JSON.stringify(name)} is no name of a Service`,
      `write ${wantedName}`,
    );
  const port = fields(at(backend, 'service', 'port'));
  const named = typeof port.name === 'string' && port.name !== '';
  const numbered = typeof port.number === 'number' && port.number !== 0;
  if (named === numbered)
    yield fault(
      [...path, 'service', 'port'],
      named ? 'it has a name and a number' : 'it has neither a name nor a number',
      'write exactly one of name, number',
    );
  const wanted = named && typeof port.name === 'string' ? portName(port.name) : undefined;
  if (wanted)
    yield fault(
      [...path, 'service', 'port', 'name'],
      `${JSON.stringify(port.name)} is no name of a port`,
      /^\d+$/.test(String(port.name)) ? `write number: ${word(port.name)}` : `write ${wanted}`,
    );
}

export function hostMistake(host: string): string | undefined {
  if (isIP(host) !== 0) return 'the name of a host, and no address';
  if (host.includes('*')) return wildcardHost(host);
  return dnsSubdomain(host) === undefined
    ? undefined
    : 'the name of a host such as shop.example.org, in lower case, without scheme and port';
}

function* pathFaults(item: Readonly<Record<string, unknown>>, path: Path): Generator<Fault> {
  const { pathType } = item;
  const own = typeof item.path === 'string' ? item.path : '';
  if (pathType === 'Exact' || pathType === 'Prefix') {
    if (!own.startsWith('/'))
      yield fault([...path, 'path'], `${JSON.stringify(own)} does not start with /`, `write /${own}`);
    else if (/\/\/|\/\.\.?(?:\/|$)|%2[fF]/.test(own))
      yield fault(
        [...path, 'path'],
        `${own} has parts that paths may not have`,
        'write it without //, /./, /../ and %2f',
      );
  } else if (own !== '' && !own.startsWith('/'))
    yield fault([...path, 'path'], `${JSON.stringify(own)} does not start with /`, `write /${own}`);
  yield* backendFaults(item.backend, [...path, 'backend']);
}

function* judge({ apiVersion, value }: Judged): Generator<Fault> {
  if (apiVersion !== 'networking.k8s.io/v1') return;
  const spec = fields(value.spec);
  if (list(spec.rules).length === 0 && !isFields(spec.defaultBackend))
    yield fault(['spec'], 'it has neither rules nor a defaultBackend', 'write rules');
  yield* backendFaults(spec.defaultBackend, ['spec', 'defaultBackend']);
  for (const [index, rule] of list(spec.rules).entries()) {
    if (!isFields(rule)) continue;
    const path = ['spec', 'rules', index];
    const wanted = typeof rule.host === 'string' && rule.host !== '' ? hostMistake(rule.host) : undefined;
    if (wanted) yield fault([...path, 'host'], `${JSON.stringify(rule.host)} is no host`, `write ${wanted}`);
    const paths = at(rule, 'http', 'paths');
    if (isFields(rule.http) && list(paths).length === 0)
      yield fault([...path, 'http', 'paths'], 'it has no path', 'write at least one');
    for (const [position, item] of list(paths).entries())
      if (isFields(item)) yield* pathFaults(item, [...path, 'http', 'paths', position]);
  }
  for (const [index, tls] of list(spec.tls).entries()) {
    for (const [position, host] of list(fields(tls).hosts).entries()) {
      const wanted = typeof host === 'string' ? hostMistake(host) : undefined;
      if (wanted)
        yield fault(
          ['spec', 'tls', index, 'hosts', position],
          `${JSON.stringify(host)} is no host`,
          `write ${wanted}`,
        );
    }
    const secret = fields(tls).secretName;
    if (typeof secret === 'string' && secret !== '' && dnsSubdomain(secret))
      yield fault(
        ['spec', 'tls', index, 'secretName'],
        `${JSON.stringify(secret)} is no name of a Secret`,
        'write the name of a Secret',
      );
  }
  const annotation = at(value, 'metadata', 'annotations', 'kubernetes.io/ingress.class');
  if (typeof annotation === 'string' && typeof spec.ingressClassName === 'string')
    yield fault(
      ['metadata', 'annotations', 'kubernetes.io/ingress.class'],
      'stands beside ingressClassName, which the API server refuses',
      'remove the annotation',
    );
}

export const ingress: Topic = {
  id: 'refused-ingress',
  severity: 'error',
  summary: 'hosts, paths and backends of an Ingress that no API server takes',
  breaks: 'The API server refuses the Ingress: nobody gets in.',
  kinds: ['networking.k8s.io/Ingress'],
  judge,
  failing: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
spec:
  rules:
    - host: https://shop.example.org
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service: { name: shop, port: { number: 80 } }
`,
  passing: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
spec:
  rules:
    - host: shop.example.org
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service: { name: shop, port: { number: 80 } }
`,
};
