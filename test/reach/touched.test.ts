import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changeBetween, changeOfCluster } from '../../scripts/reach/against.ts';
import { Reach } from '../../scripts/reach/reach.ts';
import { touchedBetween } from '../../scripts/reach/touched.ts';
import { clusterOf, namespace, networkPolicy, type Written, workload } from './cluster-of.ts';
import { authorization, istio, peerAuthentication, service } from './mesh/shop.ts';
import { NAMESPACES, type RandomCluster, randomCluster } from './random-policies.ts';

/** What a cluster may have besides pods and policies, of which either state may have a part. */
const REST: readonly Written[] = [
  authorization('one', 'from-two', { rules: [{ from: [{ source: { namespaces: ['two'] } }] }] }),
  peerAuthentication('three', { mtls: { mode: 'STRICT' } }),
  service('one/pod-0'),
  service('two/pod-1', { port: 80 }, { annotations: { a: 'b' } }),
  istio('Sidecar', 'two/default', { egress: [{ hosts: ['./*'] }] }),
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'open', namespace: 'one' },
    spec: { type: 'LoadBalancer', selector: { app: 'a' }, ports: [{ port: 80 }, { port: 8080 }] },
  },
];

function reachOf({ namespaces, pods, policies }: RandomCluster, rest: readonly boolean[]): Reach {
  return new Reach(
    clusterOf([
      ...NAMESPACES.map((name, at) => namespace(name, namespaces[at])),
      ...pods.map(({ kind, name, namespace: home, labels, hostNetwork, ports }) =>
        workload(`${home}/${kind}/${name}`, {
          labels: { ...labels, app: 'a' },
          ports,
          spec: { hostNetwork },
        }),
      ),
      ...policies.map(({ metadata, spec }) => networkPolicy(`${metadata.namespace}/${metadata.name}`, spec)),
      ...REST.filter((_, at) => rest[at]),
    ]),
  );
}

const parts = fc.array(fc.boolean(), { minLength: REST.length, maxLength: REST.length });

/** A cluster before and after a change, of which most leave something as it was. */
const change = fc
  .record({
    one: randomCluster,
    other: randomCluster,
    rest: parts,
    otherRest: parts,
    kept: fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
  })
  .map(({ one, other, rest, otherRest, kept }) => {
    const [labels, pods, objects, ...policies] = kept;
    const [first, second, third, fourth] = one.policies;
    const choose = <Value>(at: number, own: Value, changed: Value): Value => (policies[at] ? own : changed);
    const after: RandomCluster = {
      namespaces: labels ? one.namespaces : other.namespaces,
      pods: pods || kept[8] ? one.pods : other.pods,
      policies: [
        choose(0, first, other.policies[0]),
        choose(1, second, other.policies[1]),
        choose(2, third, other.policies[2]),
        choose(3, fourth, other.policies[3]),
      ],
    };
    return { before: [one, rest] as const, after: [after, objects ? rest : otherRest] as const };
  });

describe('what a change opens and closes', () => {
  test('is the same, whether untouched endpoints are looked at or not', () => {
    let shortCuts = 0;
    fc.assert(
      fc.property(change, ({ before, after }) => {
        const [one, other] = [reachOf(...before), reachOf(...after)];
        if (touchedBetween(one, other) !== undefined) shortCuts++;
        expect(changeOfCluster(one, other)).toEqual(changeBetween(one.connections(), other.connections()));
      }),
      { numRuns: Number(process.env.REACH_RUNS ?? 300) },
    );
    expect(shortCuts).toBeGreaterThan(0);
  });

  test('of policies and labels alone, endpoints that none of them is about are left alone', () => {
    const state = (port: number, labels: Readonly<Record<string, string>>) =>
      new Reach(
        clusterOf([
          namespace('one', labels),
          ...['a', 'b', 'c'].map((app) => workload(`one/Deployment/${app}`, { labels: { app } })),
          networkPolicy('one/a', {
            podSelector: { matchLabels: { app: 'a' } },
            ingress: [{ ports: [{ port }] }],
          }),
        ]),
      );
    const [before, after] = [state(80, {}), state(81, { team: 'x' })];
    const touched = touchedBetween(before, after);
    const names = [...(touched?.ingress ?? [])].map((at) => before.endpoints[at]?.peer);
    expect([names, touched?.egress.size]).toEqual([['one/Deployment/a'], 0]);
  });
});
