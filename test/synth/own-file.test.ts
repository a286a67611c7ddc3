import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { documents } from '../../scripts/prove-yaml/documents.ts';
import { renderedClusters } from '../../scripts/synth/dist-index.ts';
import { readTree } from '../../scripts/synth/folder.ts';
import { OWN_LABEL } from '../../scripts/synth/manifest.ts';
import { whyForeign } from '../../scripts/synth/own-file.ts';
import { objectPath } from '../../scripts/synth/path.ts';
import { valuesText } from '../../scripts/synth/values-text.ts';
import { toYaml } from '../../scripts/synth/yaml.ts';
import { temporaryFolder } from './fixture/folders.ts';
import { inventoryFor } from './fixture/inventory.ts';

function reasonFor(path: string, text: string | Buffer): string | undefined {
  const out = temporaryFolder();
  mkdirSync(dirname(join(out, path)), { recursive: true });
  writeFileSync(join(out, path), text);
  return whyForeign(out, path);
}

const LABEL = '  labels:\n    app.kubernetes.io/managed-by: cdk8s\n';
const COLORS = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n${LABEL}  name: colors\n  namespace: shop\ndata:\n  value: red\n`;
const HEAD = '# Rendered by npm run synth: what the Helm chart of shop is told on east.\n';
const INVENTORY = inventoryFor('east', 'shop');
const PLACE = 'east/shop/shop/configmap-colors.yaml';

describe('a file that synth may remove', () => {
  it('is what it writes, where it writes it', () => {
    expect(reasonFor(PLACE, COLORS)).toBeUndefined();
    expect(reasonFor('values/east/shop.yaml', `${HEAD}port: null\nname: "on"\n`)).toBeUndefined();
    expect(reasonFor('values/east/shop.yaml', `${HEAD}{}\n`)).toBeUndefined();
    expect(reasonFor('charts/east/shop.json', INVENTORY)).toBeUndefined();
  });

  it('is each one that it writes, whatever is in it', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'values/east'), { recursive: true });
    fc.assert(
      fc.property(documents, (document) => {
        writeFileSync(join(folder, 'values/east/shop.yaml'), `${HEAD}${toYaml(document)}`);
        expect(whyForeign(folder, 'values/east/shop.yaml')).toBeUndefined();
      }),
      { numRuns: 1000, seed: 20261124 },
    );
  });

  it('is each one of the fleet, so that what leaves it is never left over', () => {
    const dist = fileURLToPath(new URL('../../dist', import.meta.url));
    const files = ['values', 'charts', ...renderedClusters(dist)].flatMap((top) => [
      ...readTree(dist, top).files,
    ]);
    expect(files.length).toBeGreaterThan(1000);
    expect(files.filter((file) => whyForeign(dist, file) !== undefined)).toEqual([]);
  });
});

describe('a file that it leaves alone', () => {
  const elsewhere = 'it was written or edited by hand';
  const noYaml = 'it is not YAML that synth could have written';
  const noName = 'synth gives no file such a name';
  it.each<[string, string, string | Buffer, string]>([
    ['a comment was added', PLACE, `# why\n${COLORS}`, elsewhere],
    ['a value was quoted', PLACE, COLORS.replace('red', "'red'"), elsewhere],
    ['a blank line was added', PLACE, `${COLORS}\n`, elsewhere],
    ['the last newline is gone', PLACE, COLORS.slice(0, -1), elsewhere],
    ['its lines end as on Windows', PLACE, COLORS.replaceAll('\n', '\r\n'), elsewhere],
    ['it begins with a byte order mark', PLACE, `\uFEFF${COLORS}`, elsewhere],
    ['it is indented otherwise', PLACE, COLORS.replaceAll('  ', '    '), elsewhere],
    ['it starts a document', PLACE, `---\n${COLORS}`, elsewhere],
    ['it uses an anchor', PLACE, COLORS.replace('value: red', 'value: &a red'), elsewhere],
    ['it has a null', PLACE, COLORS.replace('value: red', 'value: null'), noYaml],
    ['it has a date', PLACE, COLORS.replace('value: red', 'value: 2026-01-01T00:00:00Z'), elsewhere],
    ['it has two documents', PLACE, `${COLORS}---\n${COLORS}`, noYaml],
    ['it has a key twice', PLACE, `${COLORS}kind: Secret\n`, noYaml],
    ['it is no UTF-8', PLACE, Buffer.concat([Buffer.from(COLORS), Buffer.from([0xff])]), noYaml],
    ['it was cut short', PLACE, COLORS.slice(0, 20), 'it is not a Kubernetes object'],
    ['it is empty', PLACE, '', noYaml],
    ['it is a list', PLACE, '- a\n', noYaml],
    [
      'a merge left its marks',
      PLACE,
      `<<<<<<< ours\n${COLORS}=======\n>>>>>>> theirs\n`,
      'a merge left its marks in it',
    ],
    [
      'another object stands there',
      PLACE,
      COLORS.replace('colors', 'sizes'),
      'its object belongs into shop/configmap-sizes.yaml',
    ],
    [
      'an object of another namespace stands there',
      PLACE,
      COLORS.replace('shop', 'store'),
      'its object belongs into store/configmap-colors.yaml',
    ],
    [
      'it is a copy',
      'east/shop/shop/configmap-colors copy.yaml',
      COLORS,
      'its object belongs into shop/configmap-colors.yaml',
    ],
    ['an editor kept it', 'east/shop/shop/configmap-colors.yaml~', COLORS, noName],
    ['it has another ending', 'east/shop/shop/configmap-colors.yml', COLORS, noName],
    ['it stands too high', 'east/shop/configmap-colors.yaml', COLORS, noName],
    ['it stands too deep', 'east/shop/shop/old/configmap-colors.yaml', COLORS, noName],
    ['its folder is no name of a unit', 'east/Shop (old)/shop/configmap-colors.yaml', COLORS, noName],
    ['its folder is no name of a cluster', '.git/shop/shop/configmap-colors.yaml', COLORS, noName],
    ['it has no label of ours', PLACE, COLORS.replace(LABEL, ''), `its object has no label ${OWN_LABEL}`],
    [
      'it has the label of another tool',
      PLACE,
      COLORS.replace('cdk8s', 'Helm'),
      `its object has no label ${OWN_LABEL}`,
    ],
    ['values do not say whose they are', 'values/east/shop.yaml', 'a: 1\n', elsewhere],
    ['values have a comment', 'values/east/shop.yaml', `${HEAD}# why\na: 1\n`, elsewhere],
    ['values are a copy of another cluster', 'values/west/shop.yaml', `${HEAD}a: 1\n`, elsewhere],
    ['values are a copy of another unit', 'values/east/shop-old.yaml', `${HEAD}a: 1\n`, elsewhere],
    ['values stand too high', 'values/shop.yaml', 'a: 1\n', noName],
    ['values stand too deep', 'values/east/shop/values.yaml', 'a: 1\n', noName],
    ['values have another ending', 'values/east/shop.json', '{}\n', noName],
    ['an inventory is no inventory', 'charts/east/shop.json', '{}\n', elsewhere],
    ['an inventory is a copy of another cluster', 'charts/west/shop.json', INVENTORY, elsewhere],
    ['an inventory is written otherwise', 'charts/east/shop.json', INVENTORY.replace(' "', '  "'), elsewhere],
    ['an inventory has another ending', 'charts/east/shop.yaml', INVENTORY, noName],
    ['an inventory stands too deep', 'charts/east/shop/shop.json', INVENTORY, noName],
    ['it is a README', 'README.md', 'mine\n', noName],
  ])('%s', (_case, path, text, reason) => {
    expect(reasonFor(path, text)).toBe(reason);
  });

  it.skipIf(process.getuid?.() === 0)('nobody may read it', () => {
    const out = temporaryFolder();
    mkdirSync(dirname(join(out, PLACE)), { recursive: true });
    writeFileSync(join(out, PLACE), COLORS);
    chmodSync(join(out, PLACE), 0);
    expect(whyForeign(out, PLACE)).toBe('it cannot be read');
  });

  it('was changed anywhere in its text', () => {
    const text = valuesText('east', 'shop', { a: 1, b: ['x', 'y'], c: { d: 'two words', e: 'on' } });
    fc.assert(
      fc.property(fc.nat(text.length), fc.constantFrom(' ', '#', '\t', '\n', '"', '\u00a0'), (at, added) => {
        const changed = text.slice(0, at) + added + text.slice(at);
        const reason = reasonFor('values/east/shop.yaml', changed);
        // Some changes make another text that synth writes as well; nothing tells those.
        if (reason === undefined) expect(valuesText('east', 'shop', Object(load(changed)))).toBe(changed);
        else expect(reason).not.toBe('');
      }),
      { numRuns: 300, seed: 20261124 },
    );
  });

  it('has a path that no object has', () => {
    const object = { kind: 'ConfigMap', metadata: { name: 'a/../../b', namespace: 'shop' } };
    expect(objectPath(object)).toBe('shop/configmap-a%2F..%2F..%2Fb.yaml');
  });
});
