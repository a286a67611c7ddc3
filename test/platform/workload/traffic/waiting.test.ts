import { describe, expect, test } from 'vitest';
import { product } from '../../../../platform/product/product.ts';
import { linkedService, workload } from '../../../../platform/workload/declaration/calls.ts';
import type { ServiceDeclaration } from '../../../../platform/workload/declaration/workload.ts';
import { waitingOf } from '../../../../platform/workload/traffic/waiting.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { at, type Json, listAt, one } from '../../../manifest-reader.ts';
import { type Ground, renderProduct } from '../../../render-product.ts';
import { refusal } from '../../refusal.ts';
import { web } from '../declarations.ts';

/** A service of a name that calls others. */
const calling = (name: string, callees: readonly string[], more: Partial<ServiceDeclaration> = {}) =>
  web({ name, calls: callees.map((callee) => workload(callee)), ...more });

/** Seconds that callers wait for each service, and the names of its routes. */
function waits(workloads: readonly ServiceDeclaration[], ground: Ground = {}) {
  const objects: readonly Json[] = renderProduct({ workloads }, ground);
  return Object.fromEntries(
    workloads.map(({ name }) => {
      const routes = listAt(one(objects, 'VirtualService', name), 'spec.http');
      const [timeout, ...others] = new Set(routes.map((route) => at(route, 'timeout')));
      expect(others).toEqual([]);
      return [name, [timeout, routes.map((route) => at(route, 'name')).join(' ')]];
    }),
  );
}

const LAST = 'stable-repeatable stable';

describe('a caller waits longer than what it calls, and only the last of a chain is tried again', () => {
  test('along a chain', () => {
    expect(waits([calling('a', ['b']), calling('b', ['c']), calling('c', [])])).toEqual({
      a: ['34s', 'stable'],
      b: ['32s', 'stable'],
      c: ['30s', LAST],
    });
  });

  test('by the longest of several ways', () => {
    const services = [
      calling('a', ['b', 'd']),
      calling('b', ['c']),
      calling('c', ['d']),
      calling('d', [], { timeoutSeconds: 40 }),
    ];
    expect(waits(services)).toMatchObject({ a: ['46s', 'stable'], b: ['44s', 'stable'], d: ['40s', LAST] });
  });

  test('what is called and answers fast makes nobody wait less', () => {
    const services = [calling('a', ['b']), calling('b', [], { timeoutSeconds: 5 })];
    expect(waits(services)).toEqual({ a: ['30s', 'stable'], b: ['5s', LAST] });
  });

  test('around a circle all wait the same, however it is listed', () => {
    const circle = [calling('a', ['b']), calling('b', ['c']), calling('c', ['a', 'd']), calling('d', [])];
    const wanted = { a: ['32s', 'stable'], b: ['32s', 'stable'], c: ['32s', 'stable'], d: ['30s', LAST] };
    expect(waits(circle)).toEqual(wanted);
    expect(waits([...circle].reverse())).toEqual(wanted);
  });
});

describe('a declared timeout that cannot hold', () => {
  test('ends before what the service calls', () => {
    const services = [calling('a', ['b'], { timeoutSeconds: 20 }), calling('b', ['c']), calling('c', [])];
    expect(refusal(() => renderProduct({ workloads: services }))).toBe(
      'a: timeoutSeconds 20 ends before its call of b, which may take 32 s. Set it to 34 at least, or give b a timeoutSeconds of 18 at most.',
    );
  });

  test('is refused around a circle as well, where equal is enough', () => {
    const circle = (timeoutSeconds: number) => [
      calling('a', ['b'], { timeoutSeconds }),
      calling('b', ['a'], { timeoutSeconds: 25 }),
    ];
    expect(refusal(() => renderProduct({ workloads: circle(20) }))).toBe(
      'a: timeoutSeconds 20 ends before its call of b, which may take 25 s. Set it to 25 at least, or give b a timeoutSeconds of 20 at most.',
    );
    expect(refusal(() => renderProduct({ workloads: circle(25) }))).toBeUndefined();
  });

  test('makes the chain longer than the load balancer waits', () => {
    const services = [
      calling('a', ['b'], { exposes: { host: 'shop' }, terminationGracePeriodSeconds: 90 }),
      calling('b', [], { timeoutSeconds: 60, terminationGracePeriodSeconds: 90 }),
    ];
    expect(refusal(() => renderProduct({ workloads: services }))).toBe(
      'a: the load balancer gives up after 60 s, and what it calls makes its own timeout 62 s. Give the last service of that chain a shorter timeoutSeconds, or do the work behind a queue.',
    );
  });

  test('is enough with the time of the call and two seconds', () => {
    const services = [calling('a', ['b'], { timeoutSeconds: 5 }), calling('b', [], { timeoutSeconds: 3 })];
    expect(waits(services)).toEqual({ a: ['5s', 'stable'], b: ['3s', LAST] });
  });
});

test('a call to a linked cluster makes nobody wait on a cluster of the same units that has no link, whichever is asked first', () => {
  const { clusterOf, fleet } = frozenFleet;
  const linked = clusterOf('prod-japan');
  const alone = { ...linked, name: 'alone', linkedTo: [] };
  const clusters = [...fleet.clusters, alone];
  const secondsOn = (...asked: readonly (typeof alone | typeof linked)[]) => {
    const units = product({
      name: 'shop',
      clusters: [linked.name, ...linked.linkedTo, alone.name],
      namespaces: [{ name: 'shop', mesh: true }],
      workloads: [
        web({ name: 'a', calls: [linkedService('b')] }),
        web({ name: 'b', timeoutSeconds: 40, failover: true }),
      ],
    });
    return asked.map(
      (cluster) => waitingOf({ name: 'a' }, { cluster, units, fleet: { ...fleet, clusters } }).seconds,
    );
  };
  expect(secondsOn(linked, alone)).toEqual([42, 30]);
  expect(secondsOn(alone, linked)).toEqual([30, 42]);
});
