import { describe, expect, test } from 'vitest';
import { sourcesOf } from '../../../../platform/components/istio/address.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { liveFleet } from '../../../live-fleet.ts';
import { letIn, sourcesIn, trustDomainsOf } from './identities.ts';

const clusters = liveFleet.fleet.clusters.filter(({ mesh }) => mesh !== undefined);

describe.each(clusters.map((cluster) => [cluster.name, cluster] as const))('%s', (name, cluster) => {
  test('lets in the identities that its policies name, and no namesake of another region (S0-05, X-60)', () => {
    const policies = liveFleet.ofKind('AuthorizationPolicy').filter((policy) => policy.cluster === name);
    expect(policies.flatMap(({ json }) => sourcesIn(json)).length).toBeGreaterThan(0);
    for (const policy of policies) {
      const sources = sourcesIn(policy.json);
      const written = new Set(sources.flatMap(({ principals }) => principals));
      const open = new Set(sources.flatMap((source) => letIn(source, trustDomainsOf(cluster))));
      expect(open, `${policy.namespace}/${policy.name}`).toEqual(written);
    }
  });
});

test('an identity means its namesakes as well: a policy that only names it is wider than it reads', () => {
  const domains = ['japan.example.com', 'eu.example.com'];
  const gateway = 'japan.example.com/ns/istio-system/sa/gateway';
  expect(letIn({ principals: [gateway], notPrincipals: [] }, domains)).toEqual([
    gateway,
    'eu.example.com/ns/istio-system/sa/gateway',
  ]);
});

describe('the sources of a rule', () => {
  const japan = frozenFleet.clusterOf('prod-japan');
  const identity = (domain: string, name: string) => `${domain}.mesh.example.com/ns/prod/sa/${name}`;

  test('with namesakes of two regions, of one, and of the other', () => {
    const wanted = [
      identity('japan', 'gateway'),
      identity('eu', 'gateway'),
      identity('japan', 'web'),
      identity('eu', 'user'),
    ];
    const sources = sourcesOf(japan, wanted);
    expect(sources).toHaveLength(3);
    const open = sources.flatMap(({ principals, notPrincipals = [] }) =>
      letIn({ principals, notPrincipals }, trustDomainsOf(japan)),
    );
    expect(new Set(open)).toEqual(new Set(wanted));
  });

  test('in a mesh without aliases are the identities alone', () => {
    const { mesh, ...cluster } = japan;
    const alone = { ...cluster, ...(mesh && { mesh: { ...mesh, trustDomainAliases: [] } }) };
    expect(sourcesOf(alone, [identity('japan', 'web')])).toEqual([
      { principals: [identity('japan', 'web')] },
    ]);
  });
});
