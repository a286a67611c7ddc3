import { describe, expect, test } from 'vitest';
import { postgresAddress } from '../../../platform/kit/secrets/secret-reference.ts';
import { product } from '../../../platform/product/product.ts';
import { waves } from '../../../platform/unit/waves.ts';
import { receivesFrom, workload } from '../../../platform/workload/declaration/calls.ts';
import { at, every } from '../../manifest-reader.ts';
import { groundContext, renderProduct } from '../../render-product.ts';
import { runner, web } from '../workload/declarations.ts';

const shop = {
  name: 'shop',
  clusters: ['prod-japan', 'prod-eu'],
  namespaces: [
    { name: 'shop', mesh: true },
    { name: 'shop-jobs', mesh: true },
  ],
} as const;

describe('the units of a product', () => {
  const units = product({
    ...shop,
    workloads: [web(), runner({ namespace: 'shop-jobs', clusters: ['prod-eu'] })],
  });

  test('each workload is synced and rolled back by itself, after what all of them share', () => {
    expect(
      units.map(({ name, namespace, clusters, wave, project }) => [name, namespace, clusters, wave, project]),
    ).toEqual([
      ['shop', 'shop', ['prod-japan', 'prod-eu'], waves.foundations, 'shop'],
      ['web', 'shop', ['prod-japan', 'prod-eu'], waves.workloads, 'shop'],
      ['runner', 'shop-jobs', ['prod-eu'], waves.workloads, 'shop'],
    ]);
    expect(waves.foundations).toBeLessThan(waves.workloads);
    expect(waves.namespaces).toBeLessThan(waves.foundations);
  });

  test('all namespaces of the product enforce restricted, without exception', () => {
    expect(units.flatMap(({ namespaces = [] }) => namespaces)).toEqual([
      { name: 'shop', mesh: true, owner: 'shop', podSecurity: 'restricted' },
      { name: 'shop-jobs', mesh: true, owner: 'shop', podSecurity: 'restricted' },
    ]);
  });

  test('every object stands in the namespace of its workload', () => {
    const objects = renderProduct({
      namespaces: shop.namespaces,
      workloads: [runner({ namespace: 'shop-jobs', secrets: { A: 'a' }, calls: [receivesFrom('jobs')] })],
    });
    const own = objects.filter((object) => at(object, 'metadata.labels.app') === 'runner');
    expect(own.length).toBeGreaterThan(8);
    for (const object of own) expect(at(object, 'metadata.namespace')).toBe('shop-jobs');
    // The store and the hosts are needed where they are used, and only there.
    for (const kind of ['SecretStore', 'ServiceEntry']) {
      expect(new Set(every(objects, kind).map((object) => at(object, 'metadata.namespace')))).toEqual(
        new Set(['shop-jobs']),
      );
    }
  });
});

describe('a declaration that cannot stand is refused at once', () => {
  const declaring = (more: Partial<Parameters<typeof web>[0]>) =>
    product({ ...shop, workloads: [web(more)] }).flatMap(({ mistakes = [] }) => mistakes)[0];

  test('a namespace that the product has not', () => {
    expect(declaring({ namespace: 'shp' })).toContain(
      'namespace: found "shp", expected one of the namespaces of the product shop: shop, shop-jobs (did you mean shop?)',
    );
    expect(declaring({ namespace: 'shop-jobs' })).toBeUndefined();
  });

  test('a cluster where the product does not run', () => {
    expect(declaring({ clusters: ['prod-eu', 'prod-usa'] })).toContain(
      'clusters[1]: found "prod-usa", expected one of the clusters of the product shop: prod-japan, prod-eu',
    );
    expect(declaring({ clusters: ['prod-eu'] })).toBeUndefined();
  });
});

describe('synth skips a unit only while nothing that it reads has changed', () => {
  const digestOf = (unit: string, workloads: Parameters<typeof renderProduct>[0]['workloads']) => {
    const context = groundContext({ workloads });
    return context.units.find(({ name }) => name === unit)?.digest?.(context);
  };
  const back = web({ name: 'back' });

  test('its own declaration', () => {
    expect(digestOf('web', [web()])).toBe(digestOf('web', [web()]));
    expect(digestOf('web', [web({ port: 8081 })])).not.toBe(digestOf('web', [web()]));
  });

  test('who calls it: the caller stands in its policies', () => {
    const alone = digestOf('back', [back, web()]);
    expect(digestOf('back', [back, web({ calls: [workload('back')] })])).not.toBe(alone);
    expect(digestOf('back', [back, web({ port: 8081 })])).toBe(alone);
  });

  test('the port of what it calls', () => {
    const calling = web({ calls: [workload('back')] });
    expect(digestOf('web', [calling, web({ name: 'back', port: 7070 })])).not.toBe(
      digestOf('web', [calling, back]),
    );
  });

  test('the secrets and calls of any workload, for what all of them share', () => {
    const before = digestOf('shop', [web()]);
    expect(digestOf('shop', [web({ secrets: { URL: postgresAddress('database') } })])).not.toBe(before);
    expect(digestOf('shop', [web({ calls: [receivesFrom('jobs')] })])).not.toBe(before);
  });
});

test('the same declaration gives the same text, whatever was rendered before', () => {
  const declaration = {
    workloads: [
      web({
        exposes: { host: 'shop' },
        calls: [receivesFrom('jobs'), workload('back')],
        environment: { B: '1', A: '2' },
      }),
      web({ name: 'back' }),
    ],
  };
  const first = JSON.stringify(renderProduct(declaration));
  renderProduct({ workloads: [runner()] }, { cluster: 'prod-eu' });
  expect(JSON.stringify(renderProduct(declaration))).toBe(first);
});
