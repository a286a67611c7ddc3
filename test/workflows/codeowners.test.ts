import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ownerPatternMatches as matches, ownersOf as ownersIn } from '../../scripts/new/owners.ts';
import { productsOn } from '../../scripts/promotion-check/changed-builds.ts';
import { fleetUnits } from '../../scripts/synth/units.ts';
import { liveFleet } from '../live-fleet.ts';

const { fleet } = liveFleet;

const TEXT = readFileSync('.github/CODEOWNERS', 'utf8');
const units = fleetUnits(fleet);
const team = (name: string) => `@example/${name}`;

/** What synth or another command writes, and a check in CI compares with the sources; an inventory it cannot make anew. */
const GENERATED =
  /^dist\/(?!charts\/)|^clusters\/[^/]+\/\.env\.example$|^clusters\/terraform\.schema\.json$|^docs\/(platform|triptrip)\.md$/;

const ownersOf = (path: string, text: string = TEXT) => ownersIn(path, text);

/** Every file but those that Git leaves out. */
const paths = readdirSync('.')
  .filter((entry) => !['.git', '.cache', '.cdk8s', 'node_modules'].includes(entry))
  .flatMap((entry) =>
    statSync(entry).isDirectory()
      ? readdirSync(entry, { recursive: true, withFileTypes: true })
          .filter((found) => !found.isDirectory())
          .map((found) => join(found.parentPath, found.name))
      : entry,
  );

describe('who has to agree to a change', () => {
  it.each(fleet.clusters.map(({ name }) => name))(
    'a promotion on %s needs one of the products that run there, and nobody else',
    (cluster) => {
      const path = `clusters/${cluster}/images.yaml`;
      const products = productsOn(cluster, units);
      // Where no product runs yet, or none any more, it is the platform's as all else of the cluster.
      const owners = (products.length === 0 ? ['platform'] : products).map(team);
      expect([...ownersOf(path)].sort(), `.github/CODEOWNERS: /${path}  ${owners.join(' ')}`).toEqual(owners);
    },
  );

  it('a change of a product needs the product', () => {
    for (const entry of readdirSync('apps', { withFileTypes: true })) {
      if (!entry.isDirectory()) continue;
      const line = `.github/CODEOWNERS: /apps/${entry.name}/  ${team(entry.name)}`;
      expect(ownersOf(`apps/${entry.name}/any.ts`), line).toEqual([team(entry.name)]);
    }
  });

  it('nobody is asked about what is generated, and somebody about all else', () => {
    const wrong = paths.filter((path) => GENERATED.test(path) !== (ownersOf(path).length === 0));
    expect(wrong).toEqual([]);
    expect(paths.filter((path) => GENERATED.test(path)).length).toBeGreaterThan(fleet.clusters.length);
  });

  it('what a promotion could hide behind is the platform’s: the gates, the checks, the owners', () => {
    for (const path of [
      '.github/CODEOWNERS',
      '.github/workflows/ci.yaml',
      '.gitattributes',
      'package.json',
      'package-lock.json',
      'scripts/synth/synth.ts',
      ...fleet.clusters.flatMap(({ name }) => [
        `clusters/${name}/cluster.yaml`,
        `clusters/${name}/terraform.json`,
      ]),
      'clusters/fleet.yaml',
      'apps/index.ts',
      'distant/file.ts',
      'docs/delivery.md',
    ]) {
      expect(ownersOf(path), path).toContain(team('platform'));
    }
  });

  it('has no line that matches nothing, such as one of a cluster that is gone', () => {
    const patterns = TEXT.split('\n').flatMap((line) => /^[^#\s]\S*/.exec(line)?.[0] ?? []);
    expect(patterns.filter((pattern) => !paths.some((path) => matches(pattern, path)))).toEqual([]);
  });
});

describe('a line counts as it does for GitHub', () => {
  it.each([
    ['*', 'any/where/file', true],
    ['/dist/', 'dist/a/b.yaml', true],
    ['/dist/', 'other/dist/b.yaml', false],
    ['/dist/', 'dist', false],
    ['dist/', 'other/dist/b.yaml', true],
    ['/clusters/*/images.yaml', 'clusters/a/images.yaml', true],
    ['/clusters/*/images.yaml', 'clusters/a/b/images.yaml', false],
    ['/clusters/a-*/images.yaml', 'clusters/a-b/images.yaml', true],
    ['/docs/*', 'docs/a.md', true],
    ['/docs/*', 'docs/a/b.md', false],
    ['/docs', 'docs/a/b.md', true],
    ['/docs/**', 'docs/a/b.md', true],
    ['*.ts', 'a/b.ts', true],
    ['*.ts', 'a/b_ts', false],
  ])('%s and %s: %s', (pattern, path, expected) => {
    expect(matches(pattern, path)).toBe(expected);
  });

  it('the last one that matches, and one that names nobody takes the others back', () => {
    const text = '* @example/all\n/a/ @example/a # why\n/a/b/\n';
    expect(ownersOf('c', text)).toEqual(['@example/all']);
    expect(ownersOf('a/c', text)).toEqual(['@example/a']);
    expect(ownersOf('a/b/c', text)).toEqual([]);
  });
});
