import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PINS, parsePins } from '../../../charts/pins.ts';
import { typed } from '../../../scripts/command-line/command.ts';
import { readArguments } from '../../../scripts/command-line/parse.ts';
import { Answers } from '../../../scripts/new/answers.ts';
import { askComponent } from '../../../scripts/new/component/ask.ts';
import { findChart } from '../../../scripts/new/component/chart.ts';
import { assertComponent, planComponent, type WantedComponent } from '../../../scripts/new/component/plan.ts';
import { componentSource } from '../../../scripts/new/component/source.ts';
import { newUsage } from '../../../scripts/new/usage.ts';
import { commandOf } from '../../../scripts/prove-changes/document.ts';
import { liveFleet } from '../../live-fleet.ts';
import { refusal } from '../../platform/refusal.ts';
import { temporaryFolder } from '../../synth/fixture/folders.ts';

const repository = { root: '.', ...liveFleet };
const digest = `sha256:${'5e'.repeat(32)}`;
const LIST = 'platform/components/index.ts';

const wanted: WantedComponent = {
  name: 'zebra-crossing',
  purpose: 'Lets zebras pass',
  namespace: '',
  everyNode: false,
  chart: { name: 'zebra-crossing', version: '1.2.3', repository: 'https://zebra.example.org/charts', digest },
};

const planOf = (more: Partial<WantedComponent>, values?: string) =>
  planComponent({ ...wanted, ...more }, { digest, values }, repository);

describe('a new component', () => {
  it('touches its folder, one list and the pins', () => {
    expect([...planOf({}).files.keys()].sort()).toEqual(
      ['platform/components/zebra-crossing/zebra-crossing.ts', LIST, PINS].sort(),
    );
  });

  it('is pinned by the digest of its archive, and no other pin changes', () => {
    const pins = new Map(parsePins(planOf({}).files.get(PINS) ?? ''));
    expect(pins.get('zebra-crossing')).toMatchObject({
      repository: wanted.chart.repository,
      versions: [{ version: '1.2.3', digest }],
    });
    pins.delete('zebra-crossing');
    expect(pins).toEqual(parsePins(readFileSync(PINS, 'utf8')));
  });

  it.each([
    [false, 'controllers'],
    [true, 'agents'],
  ])('that runs on every node: %o, comes into the list %s alone', (everyNode, list) => {
    const text = planOf({ everyNode }).files.get(LIST) ?? '';
    expect(text).toContain("import { zebraCrossing } from './zebra-crossing/zebra-crossing.ts';");
    const [inList = ''] = new RegExp(`const ${list}\\b[^;]*;`).exec(text) ?? [];
    expect(inList).toContain('zebraCrossing');
    expect(text.match(/zebraCrossing/g)).toHaveLength(2);
  });

  it('is made by the command of the README', async () => {
    const [, , , ...args] =
      commandOf(readFileSync('README.md', 'utf8'), 'Add a component', 'npx fleet new component').match(
        /(?:'[^']*'|[^\s'])+/g,
      ) ?? [];
    const line = ['component', ...args.slice(1).map((arg) => arg.replaceAll("'", ''))];
    const { options, arguments: given } = typed(newUsage, readArguments(newUsage, line));
    const answers = new Answers({ ...options, ...given });
    const asked = await askComponent(given.name ?? '', answers, {
      everyNode: options['every-node'],
      from: options.from,
      digest,
    });
    answers.assertComplete('it');
    // The fleet may have it by now: a neighbour of that name may be there.
    const name = `${asked.name}-of-readme`;
    assertComponent({ ...asked, name }, repository);
    expect(planComponent({ ...asked, name }, { digest, values: undefined }, repository).files.size).toBe(3);
  });
});

it('a folder without the version says which ones it has of the chart', async () => {
  const from = temporaryFolder();
  for (const file of ['zebra-2.0.0.tgz', 'zebra-v3.1.0.tgz', 'zebra-crossing-1.0.0.tgz', 'zebra-2.0.0.txt'])
    writeFileSync(join(from, file), '');
  const chart = {
    name: 'zebra',
    version: '1.0.0',
    repository: 'https://charts.example.com',
    digest: '',
    from,
  };
  await expect(findChart(chart, new Map())).rejects.toThrow(
    /has no zebra-1\.0\.0\.tgz, .*; it has zebra-2\.0\.0\.tgz, zebra-v3\.1\.0\.tgz\. /,
  );
});

describe('what a chart says of itself is taken over', () => {
  const source = (values: string | undefined) =>
    componentSource({
      name: 'zebra',
      variable: 'zebra',
      purpose: 'Z.',
      namespace: 'zebra',
      chart: 'zebra',
      everyNode: false,
      values,
    });

  it.each([
    [
      'image:\n  repository: registry.k8s.io/zebra/zebra\n',
      "{cached(cluster, 'registry.k8s.io')}/zebra/zebra`",
    ],
    ['image:\n  repository: zebra/zebra\n', "{cached(cluster, 'docker.io')}/zebra/zebra`"],
    ['image:\n  repository: zebra\n', "{cached(cluster, 'docker.io')}/library/zebra`"],
    [
      'image:\n  registry: quay.io\n  repository: zebra/zebra\n',
      "image: { registry: cached(cluster, 'quay.io') }",
    ],
  ])('%o: its image comes through the cache', (values, expected) => {
    expect(source(values)).toContain(expected);
    expect(source(values)).toContain('values: ({ cluster }) =>');
  });

  it('resources are asked for where the chart has a place for them', () => {
    expect(source('resources: {}\n')).toContain('limits: { memory:');
    expect(source('a: 1\n')).toContain('values: () => ({  })');
    expect(source('')).toContain('values: () => ({  })');
    expect(source(undefined)).toContain('values: () => ({  })');
  });

  it.each([
    ['podSecurityContext: {}\nsecurityContext: { runAsUser: 1 }\n', 'podSecurityContext'],
    ['securityContext:\n  runAsNonRoot: true\n', 'securityContext'],
  ])('%o: the profile that a restricted namespace asks for is given where it can be', (values, place) => {
    expect(source(values)).toContain(`{ ${place}: { seccompProfile: { type: 'RuntimeDefault' } } }`);
  });

  it.each([
    'a: 1\n',
    'podSecurityContext:\n',
    'podSecurityContext: { seccompProfile: { type: RuntimeDefault } }\nsecurityContext: {}\n',
  ])('%o: no profile is given that the chart has no place for, or gives itself', (values) => {
    expect(source(values)).not.toContain('seccompProfile');
  });

  it('an image of a registry without a rule is left, and told', () => {
    const values = 'image:\n  repository: zebra.example.org/zebra\n';
    expect(source(values)).not.toContain('cached(');
    expect(planOf({}, values).next.join('\n')).toContain('zebra.example.org, which has no pull-through rule');
  });
});

describe('a mistake is told before any chart is fetched', () => {
  const told = (more: Partial<WantedComponent>) =>
    refusal(() => assertComponent({ ...wanted, ...more }, repository));
  const known = liveFleet.units.find(({ project }) => project === 'platform')?.name ?? '';

  it.each([
    [{ name: 'ZebraCrossing' }, /^NAME: .*did you mean zebra-crossing\?/],
    [{ name: known }, /^NAME: found .*, which platform has already/],
    [{ chart: { ...wanted.chart, repository: '' } }, /^--repository: expected the address of zebra-crossing/],
    [{ purpose: 'a\nb' }, /^--purpose: /],
    // What the pins would refuse is told before anybody is asked for the chart.
    [{ chart: { ...wanted.chart, version: 'latest' } }, /expected an exact version/],
    [
      { chart: { ...wanted.chart, repository: 'http://charts.example.com' } },
      /expected the address of a repository/,
    ],
  ])('%o', (more, message) => {
    expect(told(more)).toMatch(message);
  });

  it('and none for what is right', () => expect(told({})).toBeUndefined());

  it('of a version or a digest is told by the pins', () => {
    const chart = { ...wanted.chart, version: '^1.2' };
    expect(refusal(() => planOf({ chart }))).toMatch(/exact version/);
    expect(refusal(() => planComponent(wanted, { digest: 'abc', values: undefined }, repository))).toMatch(
      /sha256:/,
    );
  });
});
