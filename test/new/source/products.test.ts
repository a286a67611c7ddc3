import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  clusterListed,
  productNamed,
  readProducts,
  workloadListed,
} from '../../../scripts/new/source/products.ts';
import { refusal } from '../../platform/refusal.ts';
import { temporaryFolder } from '../../synth/fixture/folders.ts';

const IMPORTS =
  "import { product } from '../../platform/product/product.ts';\nimport { cart } from './cart.ts';\n";

/** The product `shop` of a repository with this one file of it. */
function shop(body: string, imports = IMPORTS) {
  const root = temporaryFolder();
  const file = join(root, 'apps/shop/shop.ts');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${imports}\n${body}`);
  return productNamed('shop', readProducts(root));
}

const added = (body: string, imports?: string) =>
  workloadListed(shop(body, imports), 'mailer', './mailer.ts');

describe('a workload comes into the list of its product', () => {
  test.each([
    ['written out', "export const shop = product({ name: 'shop', workloads: [cart] });"],
    [
      'of a constant',
      "const LIST = [cart];\nexport const shop = product({ name: 'shop', workloads: LIST });",
    ],
    [
      'of a constant that is called so',
      "const workloads = [cart] as const;\nexport const shop = product({ name: 'shop', workloads });",
    ],
    [
      'of a product among units',
      "export const shop = [redis, ...product({ name: 'shop', 'workloads': ([cart]) }), chaos];",
    ],
    [
      'of a product for each place, whose name is a constant',
      "const NAME = 'shop';\nexport const shop = PLACES.flatMap((p) => product({ name: NAME, clusters: [p], workloads: [cart] satisfies X }));",
    ],
    [
      'of a declaration that is a constant',
      "const DECLARED = { name: 'shop', workloads: [cart] };\nexport const shop = product(DECLARED);",
    ],
  ])('%s', (_, body) => {
    const text = added(body);
    expect(text).toContain('[cart, mailer]');
    expect(text).toContain("import { mailer } from './mailer.ts';");
    expect(text.replace(', mailer', '').replace("import { mailer } from './mailer.ts';\n", '')).toBe(
      `${IMPORTS}\n${body}`,
    );
  });

  test('under whatever name product() was imported', () => {
    const imports = "import { product as declare } from '../../platform/product/product.ts';\n";
    expect(added("export const shop = declare({ name: 'shop', workloads: [] });", imports)).toContain(
      '[mailer]',
    );
  });

  test('of each of its declarations, and of no other product', () => {
    const text = added(
      "export const shop = [...product({ name: 'shop', workloads: [cart] }), ...product({ name: 'shop', workloads: [] }), ...product({ name: 'other', workloads: [] })];",
    );
    expect(text).toContain('[cart, mailer]');
    expect(text.match(/\[mailer\]/g)).toHaveLength(1);
    expect(text).toContain("name: 'other', workloads: []");
  });

  test.each(['makeThem()', '[...a, b].filter(Boolean)', 'imported'])('not into %s: it says where', (list) => {
    expect(
      refusal(() => added(`export const shop = product({\n  name: 'shop',\n  workloads: ${list},\n});`)),
    ).toMatch(
      /^apps\/shop\/shop\.ts:4: found no list that is written out under workloads, expected .* by hand/,
    );
  });
});

describe('a product runs on one more cluster, as on one that it has', () => {
  const body = "export const shop = product({ name: 'shop', clusters: ['east', 'west'], workloads: [] });";

  test('in its list', () => {
    expect(clusterListed(shop(body), 'north', 'west')).toContain("clusters: ['east', 'west', 'north']");
  });

  test('in a constant', () => {
    const text = clusterListed(
      shop(
        "const HERE = [\n  'east', // the first\n] as const;\nexport const shop = product({ name: 'shop', clusters: HERE, workloads: [] });",
      ),
      'north',
      'east',
    );
    expect(text).toContain("[\n  'east', // the first\n  'north',\n] as const");
  });

  test('with a place of its own, where each cluster has one', () => {
    const text = clusterListed(
      shop(
        "const PLACES = [\n  { cluster: 'east', namespace: 'a' },\n  { cluster: 'west', namespace: 'b' },\n];\nexport const shop = PLACES.flatMap(({ cluster, namespace }) => product({ name: 'shop', clusters: [cluster], workloads: [] }));",
      ),
      'north',
      'east',
    );
    expect(text).toContain(
      "  { cluster: 'east', namespace: 'a' },\n  { cluster: 'north', namespace: 'a' },\n  { cluster: 'west', namespace: 'b' },\n",
    );
  });

  test('or it says that it cannot tell where', () => {
    expect(
      refusal(() => clusterListed(shop(body.replace("['east', 'west']", 'all()')), 'north', 'west')),
    ).toMatch(/^apps\/shop\/shop\.ts: found no list of clusters with 'west' in it, .* by hand/);
  });
});

test('a product that nobody has declared is told, with the one that is meant', () => {
  const root = temporaryFolder();
  mkdirSync(join(root, 'apps/shop'), { recursive: true });
  writeFileSync(
    join(root, 'apps/shop/shop.ts'),
    `${IMPORTS}export const shop = product({ name: 'shop', workloads: [] });`,
  );
  expect(refusal(() => productNamed('shopp', readProducts(root)))).toBe(
    'There is no product shopp (did you mean shop?). There are shop.',
  );
});
