import { describe, expect, test } from 'vitest';
import { promiseOf } from '../../../../platform/components/argocd/promise.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { liveFleet } from '../../../live-fleet.ts';
import { textAt } from '../../../manifest-reader.ts';

const { fleet, units, ofKind } = liveFleet;

/** Names of a product below the domain of a cluster, and whether another cluster answers for that cluster. */
function namesOf(product: string): readonly { readonly host: string; readonly moves: boolean }[] {
  return units
    .filter(({ project }) => project === product)
    .flatMap(({ clusters, workloads = [] }) =>
      workloads.flatMap(({ declaration }) => {
        if (declaration.kind !== 'service' || declaration.exposes === undefined) return [];
        const { host } = declaration.exposes;
        const moves = fleet.clusters.some(({ takesOver }) =>
          takesOver.some(({ cluster, hosts }) => clusters.includes(cluster) && hosts.includes(host)),
        );
        return [{ host, moves }];
      }),
    );
}

const promises = ofKind('AppProject').flatMap(({ cluster, name, json }) => {
  const description = textAt(json, 'spec.description');
  return description.includes('RTO') ? [{ cluster, name, description }] : [];
});

describe('a region is lost, and Argo CD promises what nobody can hold', () => {
  test('there are promises', () => expect(promises.length).toBeGreaterThan(0));

  test.each(promises)(
    '$name on $cluster: a lost region is promised where another answers for every name',
    ({ name, description }) => {
      const names = namesOf(name);
      const moving = names.filter(({ moves }) => moves);
      expect(description.includes('cluster or region')).toBe(
        names.length > 0 && moving.length === names.length,
      );
      expect(description.includes('region is lost, so is the product')).toBe(moving.length === 0);
      if (moving.length === 0 || moving.length === names.length) return;
      const [, alone = ''] = /of a lost region, for (.+) alone/.exec(description) ?? [];
      expect(alone.split(', ')).toEqual([...new Set(moving.map(({ host }) => host))].sort());
    },
  );

  const streaming = frozenFleet.units.filter(({ project }) => project === 'streaming');
  const taking = (hosts: readonly string[], cluster = 'prod-japan') =>
    frozenFleet.fleet.clusters.map((one, index) => ({
      ...one,
      takesOver: index === 0 ? [{ cluster, domain: 'example.com', hosts }] : [],
    }));

  test.each([
    [[], 'for a lost cluster; while its region is lost, so is the product'],
    [['videos'], 'for a lost cluster; of a lost region, for videos alone'],
    [['chat', 'users', 'videos'], 'for a lost cluster or region'],
  ])('it is of the names that may move: %j', (hosts, words) => {
    expect(promiseOf('streaming', streaming, taking(hosts))).toContain(words);
  });

  test('a name of the same word on a cluster of another product does not count', () => {
    expect(promiseOf('streaming', streaming, taking(['videos'], 'triptrip-production'))).toContain(
      'so is the product',
    );
  });
});
