import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { pinOf } from '../../charts/find.ts';
import { chartPins, parsePins } from '../../charts/pins.ts';
import { bumped, unpinned } from '../../scripts/charts/edit.ts';
import { idlePins } from '../../scripts/synth/idle-pins.ts';
import { frozenFleet } from '../fleet/frozen-fleet.ts';

const ONE = `sha256:${'1'.repeat(64)}`;
const TWO = `sha256:${'2'.repeat(64)}`;
const PINS = `# Which charts there are.
alpha:
  repository: https://charts.example.com # ours
  versions:
    1.2.3: ${ONE}
gamma:
  repository: registry.example.com/charts
  versions:
    1.30.3: ${ONE}
    1.31.0: { unpinned: nobody has fetched it }
`;

describe('the pins of charts', () => {
  test('say where a chart comes from, and of each version the digest or why there is none', () => {
    expect([...parsePins(PINS).values()]).toEqual([
      {
        name: 'alpha',
        repository: 'https://charts.example.com',
        versions: [{ version: '1.2.3', digest: ONE }],
      },
      {
        name: 'gamma',
        repository: 'registry.example.com/charts',
        versions: [
          { version: '1.30.3', digest: ONE },
          { version: '1.31.0', unpinned: 'nobody has fetched it' },
        ],
      },
    ]);
  });

  test.each([
    ['^1.2.3', 'expected an exact version such as 1.2.3'],
    ['"1.2"', 'expected an exact version such as 1.2.3'],
  ])('refuse %s, as it is another version tomorrow', (version, message) => {
    expect(() => parsePins(PINS.replace('1.2.3', version))).toThrow(message);
  });

  test.each([
    [`${ONE}0`, 'sha256: and 64 hexadecimal digits'],
    ['latest', 'charts/pins.yaml: alpha.versions.1.2.3: expected sha256: and 64 hexadecimal digits'],
    ['{ unpinned: "" }', 'why its digest is not known yet'],
  ])('refuse %s for a digest', (digest, message) => {
    expect(() => parsePins(PINS.replace(ONE, digest))).toThrow(message);
  });

  test.each([
    'http://charts.example.com',
    'https://charts.example.com/',
    'oci://registry.example.com/charts',
  ])('refuse the repository %s', (repository) => {
    expect(() => parsePins(PINS.replace('https://charts.example.com', repository))).toThrow(
      'alpha.repository: expected the address of a repository of charts',
    );
  });

  test('refuse a version that stands there twice', () => {
    expect(() =>
      parsePins(PINS.replace(`    1.2.3: ${ONE}`, `    1.2.3: ${ONE}\n    1.2.3: ${TWO}`)),
    ).toThrow('charts/pins.yaml: ');
  });

  describe('that are asked for a version', () => {
    const pins = parsePins(PINS);

    test('give it with where the chart comes from', () => {
      expect(pinOf('alpha', '1.2.3', pins)).toMatchObject({ version: '1.2.3', digest: ONE });
    });

    test.each([
      ['alpha', '1.2.2', 'no alpha 1.2.2, only 1.2.3.', 'bump alpha 1.2.2 --beside'],
      ['gamma', '1.29.0', 'no gamma 1.29.0, only 1.30.3 and 1.31.0.', 'bump gamma 1.29.0 --beside'],
      ['delta', '1.0.0', 'no chart delta.', 'bump delta 1.0.0 --repository URL'],
    ])('say of %s %s what is pinned, and that dist/ may be older', (name, version, there, way) => {
      const ask = () => pinOf(name, version, pins);
      expect(ask).toThrow(
        `charts/pins.yaml has ${there} If dist/ is older than the pins, run npm run synth.`,
      );
      expect(ask).toThrow(way);
    });

    test('say that somebody has to choose where there are several', () => {
      expect(() => pinOf('gamma', '', pins)).toThrow(
        /has gamma 1\.30\.3 and 1\.31\.0\. Say which a cluster has/,
      );
    });
  });

  test('of this repository are of charts that components install, and only of those', () => {
    expect(idlePins(frozenFleet.units)).toEqual([]);
    const more = new Map(chartPins).set('idle', { name: 'idle', repository: 'https://x', versions: [] });
    expect(idlePins(frozenFleet.units, more)).toEqual([
      expect.stringContaining('charts/pins.yaml: idle: found a chart that no component installs'),
    ]);
  });

  test('of this repository are written as the command writes them', () => {
    const text = readFileSync('charts/pins.yaml', 'utf8');
    const [pin] = [...chartPins.values()].filter(({ versions }) => versions[0]?.digest !== undefined);
    const [{ version = '', digest = '' } = {}] = pin?.versions ?? [];
    expect(bumped(text, { name: pin?.name ?? '', version, digest })).toBe(text);
  });
});

describe('a bump', () => {
  const bump = (name: string, version: string, more = {}) =>
    bumped(PINS, { name, version, digest: TWO, ...more });

  it('puts the version in the place of the only one, and leaves every other line as it is', () => {
    expect(bump('alpha', '2.0.0')).toBe(PINS.replace(`1.2.3: ${ONE}`, `2.0.0: ${TWO}`));
  });

  it('puts a patch in the place of its predecessor', () => {
    expect(bump('gamma', '1.30.4')).toBe(PINS.replace(`1.30.3: ${ONE}`, `1.30.4: ${TWO}`));
  });

  it('does not guess which of several a new minor replaces', () => {
    expect(() => bump('gamma', '1.32.0')).toThrow(
      /gamma 1\.30\.3 and 1\.31\.0\. Take one out first, with npx fleet charts unpin gamma VERSION/,
    );
  });

  it('keeps the others where they stand side by side, the oldest first', () => {
    const versions = parsePins(bump('gamma', '1.9.0', { beside: true })).get('gamma')?.versions;
    expect(versions?.map(({ version }) => version)).toEqual(['1.9.0', '1.30.3', '1.31.0']);
  });

  it('fills in the digest of a version that had none', () => {
    expect(bump('gamma', '1.31.0')).toBe(PINS.replace('{ unpinned: nobody has fetched it }', TWO));
  });

  it('pins a new chart with its repository, in the order of the names', () => {
    const text = bump('beta', '0.1.0', { repository: 'https://beta.example.com' });
    expect([...parsePins(text).keys()]).toEqual(['alpha', 'beta', 'gamma']);
    expect(text).toContain('# Which charts there are.\nalpha:');
  });

  it('wants the repository of a chart that it does not know, which may be misspelt', () => {
    expect(() => bump('alhpa', '2.0.0')).toThrow(
      'no chart alhpa (did you mean alpha?). A new one needs --repository',
    );
  });

  it.each([
    ['2.x', {}],
    ['2.0.0', { digest: 'sha256:12' }],
    ['2.0.0', { repository: 'oci://registry.example.com' }],
  ])('to %s with %j is refused, as the file could not be read', (version, more) => {
    expect(() => bump('alpha', version, more)).toThrow('expected');
  });
});

describe('taking out', () => {
  it('a chart, or one version of several', () => {
    expect(unpinned(PINS, 'gamma', '1.30.3')).toBe(PINS.replace(`    1.30.3: ${ONE}\n`, ''));
    expect([...parsePins(unpinned(PINS, 'gamma')).keys()]).toEqual(['alpha']);
    expect([...parsePins(unpinned(PINS, 'alpha', '1.2.3')).keys()]).toEqual(['gamma']);
  });

  it('what is not there is told', () => {
    expect(() => unpinned(PINS, 'delta')).toThrow('charts/pins.yaml has no chart delta');
    expect(() => unpinned(PINS, 'gamma', '1.0.0')).toThrow('There is 1.30.3 and 1.31.0');
  });
});

test.each([
  ['https://charts.example.com/', 'https://charts.example.com'],
  ['oci://registry.example.com/charts/', 'registry.example.com/charts'],
])('the repository %s is refused as the option that it is, with what to write', (repository, better) => {
  for (const name of ['alpha', 'beta'])
    expect(() => bumped(PINS, { name, version: '2.0.0', digest: TWO, repository })).toThrow(
      `--repository: found ${repository}, expected the address of a repository of charts: https://… without a slash at its end, or for an OCI registry its path without oci://. Write ${better}`,
    );
});
