import { isIP } from 'node:net';
import { isCidr } from '../../schema/formats.ts';
import { at, type Fields, fields, isFields, list, number, text } from '../../state/read.ts';
import type { Fault } from './fault.ts';
import { dnsLabel, dnsSubdomain, labelValue, portName, qualifiedName } from './forms.ts';
import { fault, type Judged, type Topic } from './topic.ts';

const PROTOCOL_OF_APPLICATION =
  /^(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

function* portFaults(spec: Fields, type: string): Generator<Fault> {
  const ports = list(spec.ports).filter(isFields);
  const headless = spec.clusterIP === 'None';
  if (list(spec.ports).length === 0 && type !== 'ExternalName' && !headless)
    yield fault(['spec', 'ports'], 'a Service needs a port', 'write at least one port');
  const seen = { name: new Set<string>(), port: new Set<string>(), nodePort: new Set<string>() };
  for (const [index, port] of list(spec.ports).entries()) {
    if (!isFields(port)) continue;
    const path = ['spec', 'ports', index];
    const protocol = text(port.protocol) ?? 'TCP';
    const name = text(port.name) ?? '';
    if (name === '' && ports.length > 1)
      yield fault([...path, 'name'], 'a port of several needs a name', 'write a name for each port');
    if (name !== '') {
      const wanted = dnsLabel(name);
      if (wanted)
        yield fault([...path, 'name'], `${JSON.stringify(name)} is no name of a port`, `write ${wanted}`);
      if (seen.name.has(name))
        yield fault([...path, 'name'], `two ports are called ${name}`, 'write another name');
      seen.name.add(name);
    }
    const { targetPort, nodePort } = port;
    const wanted = typeof targetPort === 'string' ? portName(targetPort) : undefined;
    if (wanted)
      yield fault(
        [...path, 'targetPort'],
        `${JSON.stringify(targetPort)} is neither a number nor the name of a port`,
        /^\d+$/.test(String(targetPort)) ? `write it without quotes: ${targetPort}` : `write ${wanted}`,
      );
    if (headless && type !== 'ExternalName' && typeof targetPort === 'number' && targetPort < 1)
      yield fault([...path, 'targetPort'], `${targetPort} is no port`, 'write a port from 1 to 65535');
    const key = `${port.port}/${protocol}`;
    if (number(port.port) !== undefined) {
      if (seen.port.has(key)) yield fault([...path, 'port'], `two ports are ${key}`, 'keep one of them');
      seen.port.add(key);
    }
    if (typeof nodePort === 'number' && nodePort > 0) {
      if (type === 'ClusterIP')
        yield fault(
          [...path, 'nodePort'],
          'a Service of type ClusterIP has no port on nodes',
          'remove it, or write type: NodePort',
        );
      else if (nodePort < 30000 || nodePort > 32767)
        yield fault(
          [...path, 'nodePort'],
          `${nodePort} is not in the range of node ports`,
          'write one from 30000 to 32767',
        );
      const nodeKey = `${nodePort}/${protocol}`;
      if (seen.nodePort.has(nodeKey))
        yield fault([...path, 'nodePort'], `two ports are ${nodeKey} on nodes`, 'write another');
      seen.nodePort.add(nodeKey);
    }
    if (typeof port.appProtocol === 'string' && !PROTOCOL_OF_APPLICATION.test(port.appProtocol))
      yield fault(
        [...path, 'appProtocol'],
        `${JSON.stringify(port.appProtocol)} is no protocol`,
        'write one such as http or kubernetes.io/h2c',
      );
  }
}

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
  if (list(spec.ipFamilies).length === 2 && spec.ipFamilyPolicy === 'SingleStack')
    yield fault(
      ['spec', 'ipFamilies'],
      'two families need two stacks',
      'write ipFamilyPolicy: PreferDualStack, or one family',
    );
}

function* judge({ value }: Judged): Generator<Fault> {
  const spec = fields(value.spec);
  const type = text(spec.type) ?? 'ClusterIP';
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
