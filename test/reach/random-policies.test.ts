import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endpointsOf } from '../../scripts/reach/endpoints.ts';
import { blocksOf, Network } from '../../scripts/reach/network.ts';
import { has } from '../../scripts/reach/ports.ts';
import { Reach } from '../../scripts/reach/reach.ts';
import { clusterOf, namespace, networkPolicy, workload } from './cluster-of.ts';
import { expectExplained } from './explained.ts';
import {
  ADDRESSES,
  NAMESPACES,
  PORT_NUMBERS,
  PORT_PROTOCOLS,
  type RandomCluster,
  randomCluster,
} from './random-policies.ts';
import { isOpen, type OnePod, type Somebody } from './reference/network-policy.ts';

/** How many clusters are tried; REACH_RUNS=20000 tries more than a quick test has time for. */
const RUNS = Number(process.env.REACH_RUNS ?? 150);

/** The address of every pod: none is known, and it is in no network that a policy of the test names but the widest. */
const POD_ADDRESS = '172.20.1.1';

function modelFor({ namespaces, pods, policies }: RandomCluster) {
  return clusterOf([
    ...NAMESPACES.map((name, at) => namespace(name, namespaces[at])),
    ...pods.map(({ kind, name, namespace: home, labels, hostNetwork, ports }) =>
      workload(`${home}/${kind}/${name}`, { labels, ports, spec: { hostNetwork } }),
    ),
    ...policies.map(({ metadata, spec }) => networkPolicy(`${metadata.namespace}/${metadata.name}`, spec)),
  ]);
}

/** Labels that a controller sets are none of those that the policies of the test look at. */
function podsFor({ namespaces, pods }: RandomCluster): ReadonlyMap<string, OnePod> {
  return new Map(
    pods.map(({ kind, name, namespace: home, labels, hostNetwork, ports }) => [
      // Pods in the network of their node are the node, and there is one of it.
      hostNetwork ? 'node' : `${home}/${kind}/${name}`,
      {
        namespace: home,
        hostNetwork,
        namespaceLabels: { ...namespaces[NAMESPACES.indexOf(home)], 'kubernetes.io/metadata.name': home },
        labels,
        address: POD_ADDRESS,
        ports,
      },
    ]),
  );
}

const PORTS = PORT_PROTOCOLS.flatMap((protocol) =>
  [...PORT_NUMBERS, 1, 8500, 65_535].map((number) => ({ protocol, number })),
);

test('every pair and port is judged as the documentation says, on random policies', () => {
  fc.assert(
    fc.property(randomCluster, (random) => {
      const model = { ...modelFor(random), podNetworks: ['172.20.0.0/16'] };
      const endpoints = endpointsOf(model, blocksOf(model));
      const network = new Network(model, endpoints);
      const pods = podsFor(random);
      const policies = random.policies;
      const others = new Map<string, Somebody>();
      for (const address of ADDRESSES) others.set(peerOf(address, endpoints), { address });
      const everybody = new Map<string, Somebody>([...pods, ...others]);
      for (const [from, source] of everybody) {
        for (const [to, target] of everybody) {
          if (source === target || (!pods.has(from) && !pods.has(to))) continue;
          const open = network.ports(indexOf(endpoints, from), indexOf(endpoints, to));
          for (const port of PORTS) {
            const expected = isOpen(policies, source, target, port.protocol, port.number);
            if (has(open, port) !== expected) {
              throw new Error(`${from} to ${to} at ${port.protocol}/${port.number}: expected ${expected}`);
            }
          }
        }
      }
    }),
    { numRuns: RUNS },
  );
});

test('what is printed are the declared ports that are open, and nothing that is shut', () => {
  fc.assert(
    fc.property(randomCluster, (random) => {
      const model = { ...modelFor(random), podNetworks: ['172.20.0.0/16'] };
      const pods = podsFor(random);
      const printed = new Map(
        new Reach(model).connections().map(({ from, to, ports }) => [`${from} ${to}`, new Set(ports)]),
      );
      for (const [from, source] of pods) {
        for (const [to, target] of pods) {
          if (source === target) continue;
          const told = printed.get(`${from} ${to}`) ?? new Set();
          for (const { protocol, containerPort } of target.ports) {
            const text = `${protocol}/${containerPort}`;
            const open = isOpen(random.policies, source, target, protocol, containerPort);
            expect(told.has(text), `${from} ${to} ${text}`).toBe(open);
          }
          for (const text of told) {
            const [, protocol = '', first = ''] = /^(\w+)\/(\d+)/.exec(text) ?? [];
            if (first === '') continue;
            expect(
              isOpen(random.policies, source, target, protocol, Number(first)),
              `${from} ${to} ${text}`,
            ).toBe(true);
          }
        }
      }
    }),
    { numRuns: RUNS },
  );
});

test('what is listed is what --explain calls open', () => {
  fc.assert(
    fc.property(randomCluster, (random) => expectExplained(new Reach(modelFor(random)))),
    { numRuns: Math.ceil(RUNS / 5) },
  );
});

/** The smallest network that a policy names and that has the address. */
function peerOf(address: string, endpoints: ReturnType<typeof endpointsOf>): string {
  const value = address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  const regions = endpoints.flatMap((each) => (each.type === 'region' ? each : []));
  const inside = regions.filter(
    ({ range }) => range.family === 4 && range.first <= value && value <= range.last,
  );
  const [smallest] = inside.sort((one, other) =>
    Number(one.range.last - one.range.first - other.range.last + other.range.first),
  );
  if (smallest === undefined) throw new Error(`Nobody has ${address}.`);
  return smallest.peer;
}

function indexOf(endpoints: ReturnType<typeof endpointsOf>, peer: string): number {
  return endpoints.findIndex((each) => each.peer === peer);
}
