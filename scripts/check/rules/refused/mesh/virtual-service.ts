import { fields, isFields, list } from '../../../state/read.ts';
import type { Fault } from '../fault.ts';
import { fault, type Judged, type Topic } from '../topic.ts';
import { isAddress, isMeshHost } from './hosts.ts';
import { httpFaults, takesEverything, weightFaults } from './http-route.ts';

function* hostFaults(spec: Readonly<Record<string, unknown>>): Generator<Fault> {
  const gateways = list(spec.gateways);
  const inMesh = gateways.length === 0 || gateways.includes('mesh');
  const hosts = list(spec.hosts);
  const seen = new Set<unknown>();
  for (const [index, host] of hosts.entries()) {
    if (typeof host !== 'string') continue;
    const path = ['spec', 'hosts', index];
    if (!isMeshHost(host) && !isAddress(host))
      yield fault(
        path,
        `${JSON.stringify(host)} is no host`,
        'write a name such as shop or *.example.org, without scheme, port and path',
      );
    else if (host === '*' && inMesh)
      yield fault(
        path,
        '* would take every request in the mesh, and istiod refuses it',
        'write the hosts, or the gateway that it is for',
      );
    if (seen.has(host.toLowerCase())) yield fault(path, `${host} is in the list twice`, 'keep one of them');
    seen.add(host.toLowerCase());
  }
  for (const [index, gateway] of gateways.entries()) {
    if (
      typeof gateway === 'string' &&
      !/^(?:[a-z0-9](?:[-a-z0-9]*[a-z0-9])?\/)?[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?$/.test(gateway)
    )
      yield fault(
        ['spec', 'gateways', index],
        `${JSON.stringify(gateway)} is no gateway`,
        'write mesh, NAME or NAMESPACE/NAME',
      );
  }
  if (hosts.length === 0 && gateways.length > 0)
    yield fault(['spec', 'hosts'], 'it has no hosts', 'write hosts');
  if (['http', 'tcp', 'tls'].every((kind) => list(spec[kind]).length === 0))
    yield fault(['spec'], 'it has no routes', 'write http, tls or tcp');
}

function* judge({ value }: Judged): Generator<Fault> {
  const spec = fields(value.spec);
  yield* hostFaults(spec);
  const rules = list(spec.http);
  for (const [index, rule] of rules.entries()) {
    if (!isFields(rule)) continue;
    yield* httpFaults(rule, ['spec', 'http', index], list(spec.hosts).length > 0);
    const last = index === rules.length - 1;
    if (!last && takesEverything(rule))
      yield fault(
        ['spec', 'http', index],
        'it takes every request, so the rules after it are never reached',
        'write it last',
        'warning',
      );
  }
  for (const [index, rule] of list(spec.tls).entries()) {
    const path = ['spec', 'tls', index];
    if (list(fields(rule).match).length === 0)
      yield fault([...path, 'match'], 'it matches nothing', 'write match.sniHosts');
    for (const [position, match] of list(fields(rule).match).entries())
      if (list(fields(match).sniHosts).length === 0)
        yield fault([...path, 'match', position, 'sniHosts'], 'it names no host', 'write sniHosts');
    if (list(fields(rule).route).length === 0)
      yield fault([...path, 'route'], 'it sends connections nowhere', 'write route');
    yield* weightFaults(list(fields(rule).route), [...path, 'route']);
  }
  for (const [index, rule] of list(spec.tcp).entries()) {
    if (list(fields(rule).route).length === 0)
      yield fault(['spec', 'tcp', index, 'route'], 'it sends connections nowhere', 'write route');
    yield* weightFaults(list(fields(rule).route), ['spec', 'tcp', index, 'route']);
  }
}

export const virtualService: Topic = {
  id: 'refused-virtual-service',
  severity: 'error',
  summary: 'hosts, routes and matches of a VirtualService that istiod refuses, or never reaches',
  breaks: 'The webhook of istiod refuses the object, or requests go elsewhere than they are meant to.',
  kinds: ['networking.istio.io/VirtualService'],
  judge,
  failing: `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: shop
spec:
  hosts: [shop]
  http:
    - match: [{ uri: { regex: '/(?!admin).*' } }]
      route: [{ destination: { host: shop } }]
`,
  passing: `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: shop
spec:
  hosts: [shop]
  http:
    - match: [{ uri: { regex: '/orders/.*' } }]
      route: [{ destination: { host: shop } }]
`,
};
