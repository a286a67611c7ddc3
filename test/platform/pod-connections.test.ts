import { describe, expect, test } from 'vitest';
import { frozenFleet } from '../fleet/frozen-fleet.ts';
import { liveFleet } from '../live-fleet.ts';
import type { Rendered } from '../rendered-fleet.ts';
import { connectionsByAddress } from './pod-connections.ts';

const looked = ({ kind }: Rendered) => kind === 'NetworkPolicy' || kind === 'Namespace';

test('no pod reaches another because a policy opens the network that both stand in (S0-74, S4-190)', () => {
  const objects = liveFleet.rendered().filter(looked);
  expect(objects.some(({ kind }) => kind === 'NetworkPolicy')).toBe(true);
  expect(connectionsByAddress(liveFleet.fleet.clusters, objects)).toEqual([]);
});

describe('what is found, each planted into a fleet without any', () => {
  const { clusters } = frozenFleet.fleet;
  const objects = frozenFleet.rendered().filter(looked);
  const [somebody] = objects.filter(({ kind }) => kind === 'NetworkPolicy');

  /** A policy for the pods of a name in a namespace of prod-japan. */
  function policy(cluster: string, name: string, spec: object): Rendered {
    if (somebody === undefined) throw new Error('There is no NetworkPolicy.');
    const podSelector = { matchLabels: { app: name } };
    const json = { ...somebody.json, spec: { podSelector, ...spec } };
    return { ...somebody, cluster, namespace: 'prod', name, json };
  }
  const out = (...cidrs: readonly string[]) => ({
    egress: [{ to: cidrs.map((cidr) => ({ ipBlock: { cidr } })), ports: [{ port: 443 }] }],
  });
  const into = (...cidrs: readonly string[]) => ({
    ingress: [{ from: cidrs.map((cidr) => ({ ipBlock: { cidr } })), ports: [{ port: 443 }] }],
  });
  const named = { podSelector: { matchLabels: { app: 'caller' } } };
  const found = (...planted: readonly Rendered[]) => connectionsByAddress(clusters, [...objects, ...planted]);

  test('networks on both sides', () => {
    expect(
      found(
        policy('prod-japan', 'caller', out('10.0.0.0/8')),
        policy('prod-japan', 'callee', into('10.0.64.0/19')),
      ),
    ).toContain('prod-japan prod/caller 443 -> prod-japan prod/callee 443');
  });

  test('a caller that names the callee, which lets in whoever has an address', () => {
    const egress = [{ to: [{ podSelector: { matchLabels: { app: 'callee' } } }], ports: [{ port: 443 }] }];
    expect(
      found(policy('prod-japan', 'caller', { egress }), policy('prod-japan', 'callee', into('10.0.96.0/19'))),
    ).toEqual(['prod-japan prod/caller 443 -> prod-japan prod/callee 443']);
  });

  test('a callee that names its caller is open to it on purpose', () => {
    const ingress = [{ from: [named], ports: [{ port: 444 }] }];
    const egress = [{ to: [{ ipBlock: { cidr: '10.0.64.0/19' } }], ports: [{ port: 444 }] }];
    expect(
      found(policy('prod-japan', 'caller', { egress }), policy('prod-japan', 'callee', { ingress })),
    ).toEqual([]);
  });

  test('pods of a linked cluster, whose networks are routed', () => {
    expect(
      found(
        policy('prod-japan', 'caller', out('10.1.32.0/19')),
        policy('prod-eu', 'callee', into('10.0.32.0/19')),
      ),
    ).toContain('prod-japan prod/caller 443 -> prod-eu prod/callee 443');
  });

  test('networks in which no pod stands', () => {
    const { controlPlaneSubnetCidrs, publicSubnetCidrs } = frozenFleet.clusterOf('prod-japan').terraform;
    expect(
      found(
        policy('prod-japan', 'caller', out(...controlPlaneSubnetCidrs)),
        policy('prod-japan', 'callee', into(...publicSubnetCidrs)),
      ),
    ).toEqual([]);
  });

  test('the port of a node, which leads to the pods of a Service', () => {
    const egress = [
      { to: [{ ipBlock: { cidr: '10.0.32.0/19' } }], ports: [{ port: 30_000, endPort: 31_000 }] },
    ];
    expect(found(policy('prod-japan', 'caller', { egress }))).toEqual([
      'prod-japan prod/caller 30000 -> a port of the nodes of prod-japan',
    ]);
  });
});
