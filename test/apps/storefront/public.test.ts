import { describe, expect, test } from 'vitest';
import { storefront } from '../../../apps/storefront/storefront.ts';
import { at, every, listAt } from '../../manifest-reader.ts';
import { type PlacedService, servicesOf } from '../declared.ts';
import { contextOf, renderUnit } from '../fleet-at-rest.ts';

const services = servicesOf(storefront);

describe('who is reached (S3-12 to S3-14)', () => {
  test.each(services)('$name on $cluster is reached from outside only where it is exposed', (placed) => {
    const objects = renderUnit(placed.name, placed.cluster);
    const exposed = placed.declaration.exposes !== undefined;
    expect(every(objects, 'VirtualService')).toHaveLength(exposed ? 2 : 1);
    expect(JSON.stringify(objects).includes('istio-ingressgateway')).toBe(exposed);
  });
});

describe('S3-12: an address is answered by one service, which leaves the browsers of the others to them', () => {
  test.each(services)('$name on $cluster', (placed) => {
    const { name, cluster, declaration } = placed;
    const routes = every(renderUnit(name, cluster), 'VirtualService').find(
      (table) => at(table, 'metadata.name') === `${name}-public`,
    );
    const { exposes } = declaration;
    const whole = exposes !== undefined && exposes.userAgent === undefined;
    expect(at(routes, 'spec.hosts')).toEqual(
      whole ? [`${exposes.host}.${contextOf(cluster).cluster.domain}`] : undefined,
    );
    if (!whole) return;
    const narrower = services.filter((other) => isNarrower(other, placed));
    const delegates = listAt(routes, 'spec.http').map((route) => at(route, 'delegate.name'));
    expect(delegates.slice(0, narrower.length).sort()).toEqual(
      narrower.map((other) => `${other.name}-public`).sort(),
    );
    expect(new Set(delegates.slice(narrower.length))).toEqual(new Set([undefined]));
  });

  /** Whether a service answers some of the browsers at the address of another. */
  function isNarrower(some: PlacedService, all: PlacedService): boolean {
    const [own, whole] = [some.declaration.exposes, all.declaration.exposes];
    return (
      some.cluster === all.cluster &&
      own?.userAgent !== undefined &&
      own.host === whole?.host &&
      own.path === whole.path
    );
  }
});
