import fc from 'fast-check';
import type { RawPeer, RawPolicy, RawSelector } from './reference/network-policy.ts';

const KEYS = ['app', 'tier'] as const;
const VALUES = ['a', 'b', 'c'] as const;
export const NAMESPACES = ['one', 'two', 'three'] as const;
export const PORT_NUMBERS = [79, 80, 81, 8080, 8081, 9000] as const;
export const PORT_PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;
const PORT_NAMES = ['http', 'metrics'] as const;
const NETWORKS = [
  '0.0.0.0/0',
  '10.0.0.0/8',
  '10.1.0.0/16',
  '10.1.2.0/24',
  '192.168.0.0/16',
  '10.1.2.7/32',
] as const;
/** An address in each of the networks, and in none. */
export const ADDRESSES = ['10.9.9.9', '10.1.9.9', '10.1.2.9', '10.1.2.7', '192.168.3.4', '8.8.8.8'] as const;

const labels = fc.dictionary(fc.constantFrom(...KEYS), fc.constantFrom(...VALUES), { noNullPrototype: true });

const requirement = fc.oneof(
  fc.record({
    key: fc.constantFrom(...KEYS),
    operator: fc.constantFrom('In', 'NotIn'),
    values: fc.uniqueArray(fc.constantFrom(...VALUES), { minLength: 1, maxLength: 2 }),
  }),
  fc.record({ key: fc.constantFrom(...KEYS), operator: fc.constantFrom('Exists', 'DoesNotExist') }),
);

const selector: fc.Arbitrary<RawSelector> = fc.oneof(
  fc.constant({}),
  labels.map((matchLabels) => ({ matchLabels })),
  fc.array(requirement, { maxLength: 2 }).map((matchExpressions) => ({ matchExpressions })),
  fc.record({ matchLabels: labels, matchExpressions: fc.array(requirement, { maxLength: 1 }) }),
);
const ofNamespaces: fc.Arbitrary<RawSelector> = fc.oneof(
  selector,
  fc.constantFrom(...NAMESPACES).map((name) => ({ matchLabels: { 'kubernetes.io/metadata.name': name } })),
);

const size = (cidr: string) => Number(cidr.split('/')[1]);
const ipBlock = fc.tuple(fc.constantFrom(...NETWORKS), fc.subarray([...NETWORKS])).map(([cidr, others]) => ({
  cidr,
  except: others.filter(
    (other) =>
      size(other) > size(cidr) &&
      (cidr === '0.0.0.0/0' ||
        other.startsWith(
          cidr
            .split('.')
            .slice(0, size(cidr) / 8)
            .join('.'),
        )),
  ),
}));

const peer: fc.Arbitrary<RawPeer> = fc.oneof(
  selector.map((podSelector) => ({ podSelector })),
  ofNamespaces.map((namespaceSelector) => ({ namespaceSelector })),
  fc.record({ podSelector: selector, namespaceSelector: ofNamespaces }),
  ipBlock.map((block) => ({ ipBlock: block })),
);

const port = fc.oneof(
  fc.record(
    { protocol: fc.constantFrom(...PORT_PROTOCOLS), port: fc.constantFrom(...PORT_NUMBERS, ...PORT_NAMES) },
    { requiredKeys: [] },
  ),
  fc
    .tuple(
      fc.constantFrom(...PORT_PROTOCOLS),
      fc.constantFrom(...PORT_NUMBERS),
      fc.integer({ min: 0, max: 1000 }),
    )
    .map(([protocol, first, more]) => ({ protocol, port: first, endPort: first + more })),
);

const ports = { ports: fc.array(port, { maxLength: 2 }) };
const rules = <Key extends string>(key: Key) =>
  fc.array(fc.record({ [key]: fc.array(peer, { maxLength: 2 }), ...ports }, { requiredKeys: [] }), {
    maxLength: 2,
  });

const policy = (index: number): fc.Arbitrary<RawPolicy> =>
  fc.record({
    metadata: fc.record({ name: fc.constant(`policy-${index}`), namespace: fc.constantFrom(...NAMESPACES) }),
    spec: fc.record(
      {
        podSelector: selector,
        policyTypes: fc.uniqueArray(fc.constantFrom('Ingress', 'Egress'), { minLength: 1 }),
        ingress: rules('from'),
        egress: rules('to'),
      },
      { requiredKeys: ['podSelector'] },
    ),
  });

const containerPort = fc.record(
  {
    containerPort: fc.constantFrom(...PORT_NUMBERS),
    protocol: fc.constantFrom(...PORT_PROTOCOLS),
    name: fc.constantFrom(...PORT_NAMES),
  },
  { requiredKeys: ['containerPort', 'protocol'] },
);

const pod = (index: number) =>
  fc.record({
    name: fc.constant(`pod-${index}`),
    kind: fc.constantFrom('Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'),
    namespace: fc.constantFrom(...NAMESPACES),
    labels,
    // Most have an address of their own.
    hostNetwork: fc.nat(5).map((number) => number === 0),
    ports: fc.uniqueArray(containerPort, {
      maxLength: 3,
      selector: ({ containerPort: number, protocol }) => `${protocol}/${number}`,
    }),
  });

/** A cluster of a few pods and policies, in which what is the same is met often. */
export const randomCluster = fc.record({
  namespaces: fc.tuple(labels, labels, labels),
  pods: fc.tuple(pod(0), pod(1), pod(2), pod(3), pod(4)),
  policies: fc.tuple(policy(0), policy(1), policy(2), policy(3)),
});

export type RandomCluster = typeof randomCluster extends fc.Arbitrary<infer Value> ? Value : never;
