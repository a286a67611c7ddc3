import { z } from 'zod';
import { byDefault } from '../defaults/defaults.ts';
import { covers, rangeOf } from './address.ts';
import { listOf, maybe, metadata, portNumber } from './fields.ts';
import { anything, labelSelector } from './selector.ts';

const network = z.string().refine((text) => text.includes('/') && rangeOf(text) !== undefined, {
  error: 'expected a network in CIDR notation, such as 10.0.0.0/8',
});

const ipBlock = z
  .strictObject({ cidr: network, except: listOf(network) })
  .refine(({ cidr, except }) => except.every((inner) => isWithin(inner, cidr)), {
    error: 'expected each exception to lie within the network of cidr',
    path: ['except'],
  });

/** As the API server wants it: a part of the network, and not the whole of it. */
function isWithin(inner: string, outer: string): boolean {
  const [part, whole] = [rangeOf(inner), rangeOf(outer)];
  if (part === undefined || whole === undefined || !covers(whole, part)) return false;
  return part.first !== whole.first || part.last !== whole.last;
}

const peer = z
  .strictObject({
    ipBlock: maybe(ipBlock),
    namespaceSelector: maybe(labelSelector),
    podSelector: maybe(labelSelector),
  })
  .refine(
    ({ ipBlock: block, namespaceSelector, podSelector }) =>
      (block === undefined) !== (namespaceSelector === undefined && podSelector === undefined),
    { error: 'expected either ipBlock, or podSelector, namespaceSelector or both' },
  );

const name = z
  .string()
  .regex(/^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/, 'expected the name of a port, such as http');

const port = z
  .strictObject({
    protocol: maybe(z.enum(['TCP', 'UDP', 'SCTP'], { error: 'expected TCP, UDP or SCTP' })),
    port: maybe(
      z.union([portNumber, name], { error: 'expected a port from 1 to 65535, or the name of one' }),
    ),
    endPort: maybe(portNumber),
  })
  .refine(
    ({ port: first, endPort }) => endPort === undefined || (typeof first === 'number' && first <= endPort),
    { error: 'expected a port that is a number and not above endPort', path: ['endPort'] },
  )
  .transform(
    ({
      protocol = byDefault('networking.k8s.io/NetworkPolicy', 'spec.ingress[].ports[].protocol'),
      ...rest
    }) => ({ protocol, ...rest }),
  );

/** What a person writes as a NetworkPolicy, held against the rules of the API server. */
export const networkPolicy = z.object({
  apiVersion: z.literal('networking.k8s.io/v1', { error: 'expected networking.k8s.io/v1' }),
  metadata,
  spec: z.strictObject({
    podSelector: labelSelector.nullish().transform((selector) => selector ?? anything),
    policyTypes: listOf(z.enum(['Ingress', 'Egress'], { error: 'expected Ingress or Egress' })),
    ingress: listOf(z.strictObject({ from: listOf(peer), ports: listOf(port) })),
    egress: listOf(z.strictObject({ to: listOf(peer), ports: listOf(port) })),
  }),
});

export type PolicyPeer = z.output<typeof peer>;
export type PolicyPort = z.output<typeof port>;
export type IpBlock = z.output<typeof ipBlock>;
