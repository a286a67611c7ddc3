import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadFleet } from '../../clusters/index.ts';
import { FleetCopy } from './fleet-fixture.ts';

describe('a cluster must not vanish from what is rendered because of a file', () => {
  test.each(['cluster.yaml', 'terraform.json', 'images.yaml'])('%s is missing', (file) => {
    const fleet = new FleetCopy();
    rmSync(fleet.path(`sre-portfolio/${file}`));
    expect(fleet.report()).toEqual([
      `clusters/sre-portfolio/${file}:1: found nothing, expected a readable file`,
    ]);
  });

  test('a folder is empty', () => {
    const fleet = new FleetCopy();
    mkdirSync(fleet.path('prod-us'));
    expect(fleet.problems().map(({ file }) => file)).toEqual([
      'clusters/prod-us/cluster.yaml',
      'clusters/prod-us/images.yaml',
      'clusters/prod-us/terraform.json',
    ]);
  });

  test('fleet.yaml is missing', () => {
    const fleet = new FleetCopy();
    rmSync(fleet.path('fleet.yaml'));
    expect(fleet.report()).toEqual(['clusters/fleet.yaml:1: found nothing, expected a readable file']);
  });

  test('a folder stands where the file should', () => {
    const fleet = new FleetCopy();
    rmSync(fleet.path('prod-eu/images.yaml'));
    mkdirSync(fleet.path('prod-eu/images.yaml'));
    expect(fleet.report()).toEqual([
      'clusters/prod-eu/images.yaml:1: found a folder, expected a readable file',
    ]);
  });

  test('a file cannot be read', () => {
    const fleet = new FleetCopy();
    rmSync(fleet.path('prod-eu/images.yaml'));
    symlinkSync('images.yaml', fleet.path('prod-eu/images.yaml'));
    expect(fleet.report()).toEqual([
      'clusters/prod-eu/images.yaml:1: found no way to read it (ELOOP), expected a readable file',
    ]);
  });

  test.skipIf(process.getuid?.() === 0)('permissions forbid to read a file and a folder', () => {
    const fleet = new FleetCopy();
    chmodSync(fleet.path('prod-eu/images.yaml'), 0);
    expect(fleet.report()).toEqual([
      'clusters/prod-eu/images.yaml:1: found no permission to read it, expected a readable file',
    ]);
    chmodSync(fleet.directory, 0);
    expect(fleet.report()).toContain(
      'clusters:1: found no permission to read it, expected the folder of the clusters',
    );
    chmodSync(fleet.directory, 0o755);
  });

  test('a folder cannot be read', () => {
    const fleet = new FleetCopy();
    symlinkSync('prod-us', fleet.path('prod-us'));
    expect(fleet.report()).toHaveLength(3);
    expect(fleet.report()).toContain(
      'clusters/prod-us/cluster.yaml:1: found no way to read it (ELOOP), expected a readable file',
    );
  });

  test('there is no folder of clusters, or it holds none', () => {
    const fleet = new FleetCopy();
    for (const cluster of ['prod-eu', 'prod-japan', 'sre-portfolio']) {
      rmSync(fleet.path(cluster), { recursive: true });
    }
    expect(fleet.report()).toEqual(['clusters:1: found no folder, expected one for each cluster']);
    rmSync(fleet.directory, { recursive: true });
    expect(fleet.report()).toContain('clusters:1: found nothing, expected the folder of the clusters');
  });

  test('files beside the folders and hidden folders are no clusters', () => {
    const fleet = new FleetCopy();
    writeFileSync(fleet.path('notes.txt'), '');
    mkdirSync(fleet.path('.terraform'));
    expect(loadFleet(fleet.directory).clusters.map(({ name }) => name)).toEqual([
      'prod-eu',
      'prod-japan',
      'sre-portfolio',
    ]);
  });
});

describe('malformed text is reported with its place', () => {
  test('YAML that does not parse', () => {
    const fleet = new FleetCopy().replace('prod-eu/cluster.yaml', 'hub: prod-japan', 'hub: [prod-japan');
    const [problem] = fleet.problems();
    expect(problem).toMatchObject({ file: 'clusters/prod-eu/cluster.yaml', path: '' });
    expect(problem?.line).toBeGreaterThanOrEqual(fleet.lineOf('prod-eu/cluster.yaml', 'hub: ['));
    expect(problem?.message).toMatch(/^found malformed text \(.+\), expected YAML$/);
  });

  test('JSON that was cut off', () => {
    const fleet = new FleetCopy().replace('prod-eu/terraform.json', /"vpc_id"[\s\S]*$/, '"vpc_id": {');
    expect(fleet.report()[0]).toMatch(
      /^clusters\/prod-eu\/terraform\.json:\d+: found malformed text \(.+\), expected JSON$/,
    );
  });

  test.each([
    ['a comment', '"account_id": {', '"account_id": { // ours'],
    ['a comma too many', '"sensitive": false,', '"sensitive": false,,'],
    ['a key without quotes', '"account_id"', 'account_id'],
  ])('YAML in a JSON file, which other tools refuse: %s', (_, text, replacement) => {
    const fleet = new FleetCopy().replace('prod-eu/terraform.json', text, replacement);
    expect(fleet.report()[0]).toMatch(
      /^clusters\/prod-eu\/terraform\.json:[2-4]: found malformed text \(.+\), expected JSON$/,
    );
  });

  test('a key that stands twice', () => {
    const fleet = new FleetCopy().replace(
      'prod-eu/cluster.yaml',
      'replicaFactor: 1',
      'replicaFactor: 1\nhub: prod-eu',
    );
    expect(fleet.report()).toEqual([
      `clusters/prod-eu/cluster.yaml:${fleet.lineOf('prod-eu/cluster.yaml', 'hub: prod-eu')}: found the key hub a second time, expected every key once`,
    ]);
  });

  test.each([['an alias of nothing', 'domain: *nothing']])('%s', (_, text) => {
    const fleet = new FleetCopy();
    writeFileSync(fleet.path('sre-portfolio/cluster.yaml'), text);
    expect(fleet.report()[0]).toMatch(
      /^clusters\/sre-portfolio\/cluster\.yaml:\d+: found malformed text \(.+\), expected YAML$/,
    );
  });

  test.each([
    ['nothing at all', ''],
    ['a list', '- prod-eu'],
    ['a text', 'prod-eu'],
  ])('a file that holds %s', (_, text) => {
    const fleet = new FleetCopy();
    writeFileSync(fleet.path('sre-portfolio/cluster.yaml'), text);
    const [line] = fleet.report();
    expect(line).toMatch(
      /^clusters\/sre-portfolio\/cluster\.yaml:1: found .+, expected a map with the keys name, /,
    );
  });
});

test('the report names files from the clusters folder on, whichever machine it is', () => {
  const fleet = new FleetCopy();
  rmSync(fleet.path('fleet.yaml'));
  expect(fleet.error().message).not.toContain(join(fleet.directory, '..'));
});

describe('a file that would keep synth busy for minutes is refused at once', () => {
  test('one that is far too large', () => {
    const fleet = new FleetCopy();
    writeFileSync(fleet.path('prod-eu/terraform.json'), `{"a": "${'x'.repeat(3 * 1024 ** 2)}"}`);
    expect(fleet.report()).toEqual([
      'clusters/prod-eu/terraform.json:1: found a file of 3.0 MiB, expected at most 512 KiB',
    ]);
  });

  test('one whose aliases multiply', () => {
    const fleet = new FleetCopy();
    writeFileSync(fleet.path('sre-portfolio/cluster.yaml'), aliasesThatMultiply());
    expect(fleet.report()).toEqual([
      'clusters/sre-portfolio/cluster.yaml:1: found aliases that stand for too much, expected at most 20. Write the values out',
    ]);
  });

  test('one whose aliases stand for more than anybody writes', () => {
    const fleet = new FleetCopy();
    const big = Array.from({ length: 500 }, (_, index) => `k${index}: ${'x'.repeat(100)}`).join('\n  ');
    const copies = Array.from({ length: 30 }, (_, index) => `copy${index}: *big`).join('\n');
    writeFileSync(fleet.path('prod-eu/images.yaml'), `big: &big\n  ${big}\n${copies}\n`);
    expect(fleet.report()).toEqual([
      'clusters/prod-eu/images.yaml:1: found aliases that stand for too much, expected at most 20. Write the values out',
    ]);
  });
});

/** The form that makes ten lines of YAML fill the memory. */
function aliasesThatMultiply(): string {
  const levels = [...'bcdefghij'].map((name, index) => {
    const alias = `*${String.fromCharCode(97 + index)}`;
    return `${name}: &${name} [${Array(10).fill(alias).join(', ')}]`;
  });
  return ['a: &a [x]', ...levels].join('\n');
}
