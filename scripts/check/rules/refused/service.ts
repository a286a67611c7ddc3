import { isIP } from 'node:net';
import { byDefault } from '../../../cluster-model/defaults/defaults.ts';
import { isCidr } from '../../schema/formats.ts';
import { at, type Fields, fields, isFields, list, number, text } from '../../state/read.ts';
import type { Fault } from './fault.ts';
import { dnsSubdomain, labelValue, qualifiedName } from './forms.ts';
import { portFaults } from './service-ports.ts';
import { fault, type Judged, type Topic } from './topic.ts';

function* addressFaults(spec: Fields, type: string): Generator<Fault> {
  const { clusterIP } = spec;
  if (typeof clusterIP === 'string' && clusterIP !== '' && type !== 'ExternalName') {
    if (clusterIP === 'None' && (type === 'NodePort' || type === 'LoadBalancer'))
      yield fault(
        ['spec', 'clusterIP'],
        `None is for type ClusterIP, and this is ${type}`,
        'remove clusterIP, or write type: ClusterIP',
      );
    if (clusterIP !== 'None' && isIP(clusterIP) === 0)
      yield fault(
        ['spec', 'clusterIP'],
        `${JSON.stringify(clusterIP)} is no address`,
        'write None, an address of the cluster, or nothing',
      );
  }
  const clusterIPs = list(spec.clusterIPs);
  if (
    clusterIPs.length > 0 &&
    typeof clusterIP === 'string' &&
    clusterIP !== '' &&
    clusterIPs[0] !== clusterIP
  )
    yield fault(['spec', 'clusterIPs', 0], 'the first of clusterIPs must be clusterIP', 'write the same');
  const external = text(spec.externalName) ?? '';
  if (type === 'ExternalName') {
    if (typeof clusterIP === 'string' && clusterIP !== '')
      yield fault(['spec', 'clusterIP'], 'a Service of type ExternalName has no address', 'remove clusterIP');
    if (external === '')
      yield fault(
        ['spec', 'externalName'],
        'a Service of type ExternalName needs a name',
        'write the name of a host',
      );
    else if (dnsSubdomain(external.replace(/\.$/, '').toLowerCase()) || external !== external.toLowerCase())
      yield fault(
        ['spec', 'externalName'],
        `${JSON.stringify(external)} is no name of a host`,
        'write a name such as db.example.org, without scheme and port',
      );
  }
  for (const [index, ip] of list(spec.externalIPs).entries()) {
    if (
      typeof ip === 'string' &&
      (isIP(ip) === 0 || /^(?:127\.|0\.0\.0\.0|169\.254\.|22[4-9]\.|23\d\.)/.test(ip))
    )
      yield fault(
        ['spec', 'externalIPs', index],
        `${JSON.stringify(ip)} is no address that others can reach`,
        'write an IP address of a node',
      );
  }
}

function* balancerFaults(spec: Fields, type: string): Generator<Fault> {
  const only = (field: string, types: readonly string[]): Fault | undefined =>
    spec[field] === undefined || spec[field] === null || types.includes(type) || spec[field] === ''
      ? undefined
      : fault(
          ['spec', field],
          `${field} is for type ${types.join(' or ')}, and this is ${type}`,
          `remove it, or write type: ${types.at(-1)}`,
        );
  const faults = [
    only('loadBalancerClass', ['LoadBalancer']),
    only('externalTrafficPolicy', ['NodePort', 'LoadBalancer']),
    spec.allocateLoadBalancerNodePorts === undefined
      ? undefined
      : only('allocateLoadBalancerNodePorts', ['LoadBalancer']),
    list(spec.loadBalancerSourceRanges).length === 0
      ? undefined
      : only('loadBalancerSourceRanges', ['LoadBalancer']),
  ];
  for (const found of faults)
    if (found && !(found.path[1] === 'externalTrafficPolicy' && list(spec.externalIPs).length > 0))
      yield found;
  for (const [index, range] of list(spec.loadBalancerSourceRanges).entries()) {
    if (typeof range === 'string' && !isCidr(range.trim()))
      yield fault(
        ['spec', 'loadBalancerSourceRanges', index],
        `${JSON.stringify(range)} is no block of addresses`,
        'write one such as 10.0.0.0/8',
      );
  }
  const healthPort = number(spec.healthCheckNodePort);
  if (
    healthPort !== undefined &&
    healthPort !== 0 &&
    !(type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local')
  )
    yield fault(
      ['spec', 'healthCheckNodePort'],
      'is for type LoadBalancer with externalTrafficPolicy: Local',
      'remove it',
    );
  const config = at(spec, 'sessionAffinityConfig');
  if (isFields(config) && spec.sessionAffinity !== 'ClientIP')
    yield fault(
      ['spec', 'sessionAffinityConfig'],
      'is for sessionAffinity: ClientIP',
      'remove it, or write sessionAffinity: ClientIP',
    );
  if (
    typeof spec.loadBalancerClass === 'string' &&
    spec.loadBalancerClass !== '' &&
    qualifiedName(spec.loadBalancerClass)
  )
    yield fault(
      ['spec', 'loadBalancerClass'],
      `${JSON.stringify(spec.loadBalancerClass)} is no class`,
      'write one such as service.k8s.aws/nlb',
    );
  if (list(spec.ipFamilies).length === 2 && spec.ipFamilyPolicy === 'SingleStack')
    yield fault(
      ['spec', 'ipFamilies'],
      'two families need two stacks',
      'write ipFamilyPolicy: PreferDualStack, or one family',
    );
}

function* judge({ value }: Judged): Generator<Fault> {
  const spec = fields(value.spec);
  const type = text(spec.type) ?? byDefault('/Service', 'spec.type');
  yield* portFaults(spec, type);
  yield* addressFaults(spec, type);
  yield* balancerFaults(spec, type);
  for (const [key, own] of Object.entries(fields(spec.selector))) {
    const wanted = qualifiedName(key) ?? (typeof own === 'string' ? labelValue(own) : undefined);
    if (wanted) yield fault(['spec', 'selector', key], `${key}: ${own} is no label`, `write ${wanted}`);
  }
}

export const service: Topic = {
  id: 'refused-service',
  severity: 'error',
  summary: 'ports, addresses and combinations of a Service that no API server takes',
  breaks: 'The API server refuses the Service: nobody finds its pods by name.',
  kinds: ['/Service'],
  judge,
  failing: `apiVersion: v1
kind: Service
metadata:
  name: shop
spec:
  selector: { app: shop }
  ports:
    - port: 80
    - port: 443
`,
  passing: `apiVersion: v1
kind: Service
metadata:
  name: shop
spec:
  selector: { app: shop }
  ports:
    - name: http
      port: 80
    - name: https
      port: 443
`,
};
