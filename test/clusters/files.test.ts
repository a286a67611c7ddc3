import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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

describe('files as shells, editors and CI hand them over', () => {
  const OUTPUTS = 'prod-eu/terraform.json';
  const ESCAPE = '\u001B';
  const le = (text: string) => Buffer.from(text, 'utf16le');
  const asBytes = (file: string, change: (text: string) => string | Buffer) => {
    const fleet = new FleetCopy();
    writeFileSync(fleet.path(file), change(readFileSync(fleet.path(file), 'utf8')));
    return fleet;
  };

  test.each(['fleet.yaml', 'prod-eu/cluster.yaml', 'prod-eu/images.yaml', OUTPUTS])(
    '%s with a byte order mark or the ends of lines of Windows is the same contract',
    (file) => {
      const plain = new FleetCopy().load();
      expect(asBytes(file, (text) => `\uFEFF${text}`).load()).toEqual(plain);
      expect(asBytes(file, (text) => text.replaceAll('\n', '\r\n')).load()).toEqual(plain);
    },
  );

  test('JSON that is indented by tabs, or not at all, is the same contract', () => {
    const plain = new FleetCopy().load();
    for (const indent of ['\t', 0, 4]) {
      const printed = (text: string) => JSON.stringify(JSON.parse(text), null, indent);
      expect(asBytes(OUTPUTS, printed).load()).toEqual(plain);
    }
  });

  const UTF_16 = /^found UTF-16, expected UTF-8\. .* Out-File -Encoding utf8$/;
  const COLOURS = /^found the colour codes of a terminal, .* -no-color$/;
  const BESIDE = /^found the line ".+" beside the JSON, .*terraform_wrapper: false$/;
  const ways: readonly [string, (text: string) => string | Buffer, RegExp][] = [
    ['UTF-16 of PowerShell', (text) => Buffer.concat([Buffer.from([0xff, 0xfe]), le(text)]), UTF_16],
    [
      'UTF-16, the other way round',
      (text) => Buffer.concat([Buffer.from([0xfe, 0xff]), le(text).swap16()]),
      UTF_16,
    ],
    ['UTF-16 without a mark', le, UTF_16],
    [
      'Latin-1',
      (text) => Buffer.from(text.replace(/[a-z]/, '\u00E9'), 'latin1'),
      /^found bytes that are not UTF-8, expected UTF-8\./,
    ],
    ['colour codes', (text) => `${ESCAPE}[0m${ESCAPE}[1m${text}${ESCAPE}[0m`, COLOURS],
    ['a control character', (text) => `${text}\u0000`, /^found the control character U\+0000, /],
    ['the marks of a merge', (text) => `<<<<<<< HEAD\n${text}`, /^found the marks of a merge, /],
  ];

  test.each(ways)('%s is told in one sentence, in whichever file', (_, change, message) => {
    for (const file of ['fleet.yaml', 'prod-eu/cluster.yaml', 'prod-eu/images.yaml', OUTPUTS]) {
      const told = asBytes(file, change)
        .problems()
        .filter((problem) => problem.file === `clusters/${file}`);
      expect(told.map((problem) => problem.message)).toEqual([expect.stringMatching(message)]);
    }
  });

  test.each<[string, (text: string) => string, RegExp, number | 'last']>([
    ['the first line of a wrapper', (text) => `[command]/bin/terraform-bin output -json\n${text}`, BESIDE, 1],
    ['the first line, and Windows', (text) => `[command]x\n${text}`.replaceAll('\n', '\r\n'), BESIDE, 1],
    ['lines before and behind', (text) => `Acquiring lock\n\n${text}\n::debug::code 0`, BESIDE, 1],
    [
      'lines behind',
      (text) => `${text}::debug::Terraform exited with code 0.\n::set-output {\n}`,
      BESIDE,
      'last',
    ],
    ['the same twice', (text) => `${text}${text}`, BESIDE, 'last'],
    [
      'the text for people',
      () => 'account_id = "111122223333"\n',
      /expected JSON\. .* terraform output -json$/,
      1,
    ],
    ['a text for people', () => 'Warning: No outputs found\n', /^found malformed text .*, expected JSON$/, 1],
  ])('terraform.json with %s is told in one sentence', (_, change, message, line) => {
    const fleet = asBytes(OUTPUTS, change);
    const told = fleet.problems().filter(({ file }) => file === `clusters/${OUTPUTS}`);
    expect(told.map((problem) => problem.message)).toEqual([expect.stringMatching(message)]);
    const lines = readFileSync(new FleetCopy().path(OUTPUTS), 'utf8').split('\n').length;
    expect(told[0]?.line).toBe(line === 'last' ? lines : line);
  });

  test('a second document of YAML is told in one sentence', () => {
    const fleet = asBytes('prod-eu/images.yaml', (text) => `${text}---\n${text}`);
    expect(fleet.report()).toEqual([
      expect.stringMatching(
        /images\.yaml:\d+: found a second document after ---, expected one in each file$/,
      ),
    ]);
  });

  test('anchors and aliases are read as what they stand for', () => {
    const plain = new FleetCopy().load();
    const shared = asBytes('prod-eu/cluster.yaml', (text) =>
      text.replace(/^(domain: )(\S+)$/m, '$1&domain $2'),
    );
    expect(shared.load()).toEqual(plain);
  });
});
