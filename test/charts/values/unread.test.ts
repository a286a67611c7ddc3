import { describe, expect, it } from 'vitest';
import { tryValues } from '../../../scripts/charts/values/unread.ts';

interface Values {
  readonly [name: string]: Values | string | number | boolean | null | readonly unknown[];
}

/** Lays values over those of a chart as Helm does: mapping by mapping, and null takes away. */
function laidOver(defaults: Values, values: Values): Values {
  const merged: Record<string, Values[string]> = { ...defaults };
  for (const [name, value] of Object.entries(values)) {
    const under = merged[name];
    if (value === null) delete merged[name];
    else merged[name] = isMapping(value) && isMapping(under) ? laidOver(under, value) : value;
  }
  return merged;
}

function isMapping(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A chart of our own: what it renders from its values, of which it has defaults. */
function release(cluster: string, values: Values, defaults: Values, template: (all: Values) => unknown) {
  const renderings: Values[] = [];
  return {
    renderings,
    cluster,
    values,
    render: async (given: unknown) => {
      if (!isMapping(given)) throw new Error('values are a mapping');
      renderings.push(given);
      return JSON.stringify(template(laidOver(defaults, given)), null, 1);
    },
  };
}

const unreadOf = async (values: Values, defaults: Values, template: (all: Values) => unknown) =>
  (await tryValues([release('east', values, defaults, template)])).unread.map(({ path }) => path);

const pick = (values: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>((found, name) => (isMapping(found) ? found[name] : undefined), values);

describe('a value that no template reads is found', () => {
  it.each<[string, Values, Values, string, (all: Values) => unknown]>([
    [
      'a misspelt switch beside the right one',
      { crds: { install: false, instal: true } },
      { crds: { install: true } },
      'crds.instal',
      (all) => [
        { kind: 'Deployment' },
        ...(pick(all, 'crds', 'install') === true ? [{ kind: 'Definition' }] : []),
      ],
    ],
    [
      'a misspelt mapping, leaf by leaf',
      { resource: { limits: { memory: '1Gi' } } },
      { resources: {} },
      'resource.limits.memory',
      (all) => ({ resources: pick(all, 'resources') }),
    ],
    [
      'a number one level too high',
      { replicas: 2, server: { port: 80 } },
      { server: { replicas: 1 } },
      'replicas',
      (all) => pick(all, 'server'),
    ],
    [
      'an item of a list under another name',
      { args: ['--verbose'], name: 'a' },
      { extraArgs: [], name: 'b' },
      'args[0]',
      (all) => [pick(all, 'extraArgs'), pick(all, 'name')],
    ],
    [
      'a value that is laid over by one of the chart',
      { port: 80, part: { host: 'a' } },
      { part: { port: 8080 } },
      'port',
      (all) => ({ port: pick(all, 'part', 'port') ?? pick(all, 'port'), host: pick(all, 'part', 'host') }),
    ],
  ])('%s', async (_, values, defaults, path, template) => {
    expect(await unreadOf(values, defaults, template)).toEqual([path]);
  });
});

describe('a value that a template reads is not', () => {
  it.each<[string, Values, Values]>([
    ['says what the chart does anyway', { replicas: 2, debug: false }, { replicas: 2, debug: false }],
    ['takes away what the chart has', { nodeSelector: null }, { nodeSelector: { os: 'linux' } }],
    ['is an empty list or mapping like that of the chart', { list: [], map: {} }, { list: [], map: {} }],
    ['is an empty text like that of the chart', { policy: '' }, { policy: '' }],
    ['is in an item of a list', { env: [{ name: 'a', value: 'b' }] }, {}],
  ])('%s', async (_, values, defaults) => {
    expect(await unreadOf(values, defaults, (all) => all)).toEqual([]);
  });

  it('is refused by the chart where it is missing or another one', async () => {
    const template = ({ mode }: Values) => {
      if (mode !== 'on') throw new Error('mode is on');
      return {};
    };
    expect(await unreadOf({ mode: 'on' }, {}, template)).toEqual([]);
  });

  it('stands in a chart that makes a key anew with each rendering', async () => {
    let key = 0;
    const template = (all: Values) => ({ key: `${key++}`, name: pick(all, 'name') });
    expect(await unreadOf({ name: 'a', nam: 'b' }, {}, template)).toEqual(['nam']);
  });
});

it('tells apart what only says what the chart does anyway', async () => {
  const trial = await tryValues([release('east', { replicas: 2, name: 'a' }, { replicas: 2 }, (all) => all)]);
  expect(trial.defaults).toEqual(['replicas']);
});

it('tries a value that clusters share once, and names each of them where it has no effect', async () => {
  const template = (all: Values) => pick(all, 'name');
  const [east, west] = [
    release('east', { name: 'a', nam: 'b' }, {}, template),
    release('west', { name: 'a', nam: 'b' }, {}, template),
  ];
  expect((await tryValues([east, west])).unread).toEqual([{ path: 'nam', clusters: ['east', 'west'] }]);
  expect(west.renderings).toEqual([]);
});

describe('an excuse', () => {
  const values: Values = { extra: { image: 'a', tags: ['b'] }, extras: 'c', name: 'd' };
  const judged = (...paths: string[]) =>
    tryValues([release('east', values, {}, (all) => pick(all, 'name'))], {
      excused: paths.map((path) => ({ path, reason: 'It is for later.' })),
    });

  it('covers a value and what is below it, and no other that begins alike', async () => {
    expect((await judged('extra')).unread.map(({ path }) => path)).toEqual(['extras']);
    expect((await judged('extra', 'extras')).unread).toEqual([]);
  });

  it('is told where there is no need of it', async () => {
    expect((await judged('extra', 'extras', 'name', 'gone')).unused.map(({ path }) => path)).toEqual([
      'name',
      'gone',
    ]);
    expect((await judged('extra.image', 'extra.tags[0]', 'extras')).unused).toEqual([]);
  });
});

it('what was tried before on another cluster is not tried again, and an excuse may be for that', async () => {
  const west = release('west', { name: 'a', nam: 'b', more: 'c' }, {}, (all) => pick(all, 'name'));
  const excused = [{ path: 'nam', reason: 'It is for later.' }];
  const trial = await tryValues([west], { excused, proven: [{ name: 'a', nam: 'b' }] });
  expect(trial).toMatchObject({ unread: [{ path: 'more' }], unused: [], tried: 1 });
});
