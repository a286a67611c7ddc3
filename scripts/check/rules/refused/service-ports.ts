import { byDefault } from '../../../cluster-model/defaults/defaults.ts';
import { type Fields, isFields, list, number, text } from '../../state/read.ts';
import type { Fault } from './fault.ts';
import { dnsLabel, portName } from './forms.ts';
import { fault } from './topic.ts';

const PROTOCOL_OF_APPLICATION =
  /^(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

export function* portFaults(spec: Fields, type: string): Generator<Fault> {
  const ports = list(spec.ports).filter(isFields);
  const headless = spec.clusterIP === 'None';
  if (list(spec.ports).length === 0 && type !== 'ExternalName' && !headless)
    yield fault(['spec', 'ports'], 'a Service needs a port', 'write at least one port');
  const seen = { name: new Set<string>(), port: new Set<string>(), nodePort: new Set<string>() };
  for (const [index, port] of list(spec.ports).entries()) {
    if (!isFields(port)) continue;
    const path = ['spec', 'ports', index];
    const protocol = text(port.protocol) ?? byDefault('/Service', 'spec.ports[].protocol');
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
