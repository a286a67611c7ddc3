import { fields, isFields, list, type Path } from '../../state/read.ts';
import { blockOf, canonicalText, containsStrictly, isCanonical } from './blocks.ts';
import type { Fault } from './fault.ts';
import { portName } from './forms.ts';
import { labelSelectorFaults } from './selectors.ts';
import { fault, type Judged, type Topic, word } from './topic.ts';

function* blockFaults(block: Readonly<Record<string, unknown>>, path: Path): Generator<Fault> {
  const { cidr } = block;
  const outer = typeof cidr === 'string' ? blockOf(cidr) : undefined;
  if (typeof cidr === 'string' && cidr !== '' && !outer)
    yield fault(
      [...path, 'cidr'],
      `${JSON.stringify(cidr)} is no block of addresses`,
      /\//.test(cidr) ? 'write one such as 10.0.0.0/8' : `write ${cidr}/32 for one address`,
    );
  if (outer && !isCanonical(outer))
    yield fault(
      [...path, 'cidr'],
      `${word(cidr)} has bits of a host, so it is a wider block than it looks`,
      `write ${canonicalText(outer) ?? 'the first address of the block'}`,
      'warning',
    );
  for (const [index, except] of list(block.except).entries()) {
    const inner = typeof except === 'string' ? blockOf(except) : undefined;
    if (typeof except === 'string' && !inner)
      yield fault(
        [...path, 'except', index],
        `${JSON.stringify(except)} is no block of addresses`,
        'write one such as 10.1.0.0/16',
      );
    if (outer && inner && !containsStrictly(outer, inner))
      yield fault(
        [...path, 'except', index],
        `${word(except)} is not inside ${word(cidr)}, or is all of it`,
        'write a smaller block inside it',
      );
  }
}

function* peerFaults(peer: Readonly<Record<string, unknown>>, path: Path): Generator<Fault> {
  const own = ['podSelector', 'namespaceSelector', 'ipBlock'].filter((field) => isFields(peer[field]));
  if (own.length === 0)
    yield fault(path, 'it names nobody', 'write podSelector, namespaceSelector or ipBlock');
  if (own.includes('ipBlock') && own.length > 1)
    yield fault([...path, 'ipBlock'], 'addresses stand by themselves', 'make it a peer of its own');
  if (isFields(peer.ipBlock)) yield* blockFaults(peer.ipBlock, [...path, 'ipBlock']);
  yield* labelSelectorFaults(peer.podSelector, [...path, 'podSelector']);
  yield* labelSelectorFaults(peer.namespaceSelector, [...path, 'namespaceSelector']);
}

function* portFaults(port: Readonly<Record<string, unknown>>, path: Path): Generator<Fault> {
  const { endPort } = port;
  if (typeof port.port === 'string') {
    const wanted = portName(port.port);
    if (wanted)
      yield fault(
        [...path, 'port'],
        `${JSON.stringify(port.port)} is neither a number nor the name of a port`,
        /^\d+$/.test(port.port) ? `write it without quotes: ${port.port}` : `write ${wanted}`,
      );
  }
  if (typeof endPort !== 'number') return;
  if (port.port === undefined || port.port === null)
    yield fault([...path, 'endPort'], 'needs a port at which it starts', 'write port');
  else if (typeof port.port === 'string')
    yield fault([...path, 'endPort'], 'a port with a name has no end', 'write the number, or remove endPort');
  else if (typeof port.port === 'number' && endPort < port.port)
    yield fault([...path, 'endPort'], `${endPort} is less than ${port.port}`, `write ${port.port} or more`);
}

function* judge({ value }: Judged): Generator<Fault> {
  const spec = fields(value.spec);
  yield* labelSelectorFaults(spec.podSelector, ['spec', 'podSelector']);
  const types = list(spec.policyTypes);
  if (types.length > 2)
    yield fault(['spec', 'policyTypes'], 'there are two types', 'write Ingress, Egress, or both');
  for (const [direction, side] of [
    ['ingress', 'from'],
    ['egress', 'to'],
  ] as const) {
    for (const [index, rule] of list(spec[direction]).entries()) {
      if (!isFields(rule)) continue;
      const path = ['spec', direction, index];
      for (const [position, peer] of list(rule[side]).entries())
        if (isFields(peer)) yield* peerFaults(peer, [...path, side, position]);
      for (const [position, port] of list(rule.ports).entries())
        if (isFields(port)) yield* portFaults(port, [...path, 'ports', position]);
    }
  }
}

export const networkPolicy: Topic = {
  id: 'refused-network-policy',
  severity: 'error',
  summary: 'blocks of addresses, peers and ports of a NetworkPolicy that no API server takes',
  breaks: 'The API server refuses the policy: what it was to allow or to keep out is as before.',
  kinds: ['networking.k8s.io/NetworkPolicy'],
  judge,
  failing: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: shop
spec:
  podSelector: {}
  ingress:
    - from:
        - ipBlock: { cidr: 10.0.0.0/8, except: [192.168.0.0/16] }
`,
  passing: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: shop
spec:
  podSelector: {}
  ingress:
    - from:
        - ipBlock: { cidr: 10.0.0.0/8, except: [10.1.0.0/16] }
`,
};
