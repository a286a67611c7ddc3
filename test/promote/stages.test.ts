import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { Mistake } from '../../scripts/command-line/mistake.ts';
import type { Change } from '../../scripts/promote/request.ts';
import { sourcesOf } from '../../scripts/promote/stages.ts';
import { liveFleet } from '../live-fleet.ts';
import { build, digest, World } from './world.ts';

const [STAGING, PRODUCTION, DR, DEVELOPMENT] = [
  'triptrip-staging',
  'triptrip-production',
  'triptrip-dr',
  'triptrip-dev',
];
const API = 'triptrip-api';
const to = (digit: string): Change => ({ to: 'build', ...build(digit) });
const REASON = 'INC-42: customers cannot pay';

let world: World;
beforeEach(() => {
  world = new World();
});

describe('where a build has to run before it comes to a cluster', () => {
  const sources = (cluster: string, image: string) => {
    const { ground } = world;
    const found = ground.clusters.find(({ name }) => name === cluster);
    if (found === undefined) throw new Error(`There is no cluster ${cluster}.`);
    return sourcesOf(image, found, ground).map(({ name }) => name);
  };

  it.each([
    [PRODUCTION, API, [STAGING], 'staging, though there is a development cluster too'],
    [DR, API, [STAGING], 'the region that stands by comes from where the first one does'],
    [PRODUCTION, 'redis', [STAGING], 'a store is no exception'],
    ['sre-portfolio', 'api-service', ['sre-portfolio-dev'], 'development, where there is no staging'],
    ['sre-portfolio', 'postgres', ['sre-portfolio-dev'], 'an image that only a migration runs'],
    ['prod-eu', 'chat-service', [], 'nowhere, where the product has production alone'],
    [STAGING, API, [], 'nowhere: a build may enter there'],
    [DEVELOPMENT, API, [], 'nowhere: a build may enter there'],
  ])('%s %s: %j, %s', (cluster, image, expected, _) => {
    expect(sources(cluster, image)).toEqual(expected);
  });

  it('on the real fleet is a cluster before production, of an image that runs there too', () => {
    const { fleet, units } = liveFleet;
    for (const cluster of fleet.clusters) {
      for (const image of Object.keys(cluster.images)) {
        const found = sourcesOf(image, cluster, { clusters: fleet.clusters, units: () => units });
        if (cluster.environment !== 'production') expect(found).toEqual([]);
        for (const source of found) {
          expect(source.environment, `${image} on ${cluster.name}`).not.toBe('production');
          expect(Object.keys(source.images)).toContain(image);
        }
      }
    }
  });
});

describe('a build that skips a stage', () => {
  const refusals: readonly (readonly [string, () => void, string])[] = [
    ['never ran before', () => {}, `${STAGING}, the stage before, has never run it and runs v1.`],
    [
      'ran on development alone',
      () => void world.change(DEVELOPMENT, API, to('1')),
      `It runs on ${DEVELOPMENT}.`,
    ],
    [
      'was rolled back before production',
      () => {
        world.change(STAGING, API, to('1'));
        world.change(STAGING, API, { to: 'roll-back' });
      },
      `${STAGING} ran it and went back from it`,
    ],
    [
      'was tried there as a canary, and taken away',
      () => {
        world.change(STAGING, API, { to: 'canary', ...build('1'), weight: 10 });
        world.change(STAGING, API, { to: 'end-canary' });
      },
      `${STAGING} ran it and went back from it`,
    ],
  ];

  it.each(refusals)(
    'as it %s is refused for everybody and for a canary, with what to run',
    (_, given, message) => {
      given();
      for (const change of [to('1'), { to: 'canary', ...build('1'), weight: 10 } as const]) {
        const attempt = () => world.plan(PRODUCTION, API, change);
        expect(attempt).toThrow(message);
        expect(attempt).toThrow(
          `npx fleet images set ${API} ${digest('1')} --build 9.1.0 --cluster ${STAGING}`,
        );
        expect(attempt).toThrow('--skip-stage "REASON"');
      }
    },
  );

  it.each(refusals)('as it %s comes in an emergency, with the reason in images.yaml', (_, given) => {
    given();
    world.change(PRODUCTION, API, { ...build('1'), to: 'build', skipsStage: REASON });
    expect(world.image(PRODUCTION, API)).toEqual({ ...build('1'), skipsStage: REASON });
    // What stands by may follow without a reason of its own.
    expect(world.change(DR, API, to('1')).changed).toBe(true);
    // The next build that has run before takes the reason away.
    world.change(STAGING, API, to('2'));
    world.change(PRODUCTION, API, to('2'));
    expect(world.image(PRODUCTION, API)).toEqual(build('2'));
  });

  it.each<readonly [string, () => void]>([
    ['runs there', () => void world.change(STAGING, API, to('1'))],
    [
      'is tried there as a canary',
      () => void world.change(STAGING, API, { to: 'canary', ...build('1'), weight: 10 }),
    ],
    [
      'ran there before the next one',
      () => {
        world.change(STAGING, API, to('1'));
        world.change(STAGING, API, to('2'));
      },
    ],
    [
      'was promoted again after a rollback',
      () => {
        world.change(STAGING, API, to('1'));
        world.change(STAGING, API, { to: 'roll-back' });
        world.change(STAGING, API, to('1'));
      },
    ],
  ])('is none of those: it %s', (_, given) => {
    given();
    expect(world.plan(PRODUCTION, API, to('1')).changed).toBe(true);
    const given2 = world.plan(PRODUCTION, API, { ...build('1'), to: 'build', skipsStage: REASON });
    expect(given2.told).toContain('It skips no stage, so --skip-stage is not written down.');
    expect(given2.text).not.toContain('skipsStage');
  });

  it('a reason that is none is refused by the contract', () => {
    for (const skipsStage of ['x', 'two\nlines', '<b> bold', `much ${'too'.repeat(100)}`]) {
      expect(() => world.plan(PRODUCTION, API, { to: 'build', ...build('1'), skipsStage })).toThrow(
        `${API}.skipsStage: found`,
      );
    }
  });
});

describe('a way back is never held up', () => {
  it('neither by a rollback nor by hand, whatever the stage before runs, and without its history', () => {
    world.change(STAGING, API, to('1'));
    world.change(PRODUCTION, API, to('1'));
    world.change(STAGING, API, to('2'));
    world.change(PRODUCTION, API, to('2'));
    world.change(STAGING, API, { to: 'roll-back' });
    const byHand = world.plan(PRODUCTION, API, to('1'));
    expect(byHand.changed).toBe(true);
    expect(world.change(PRODUCTION, API, { to: 'roll-back' }).text).toBe(byHand.text);
    // What ran first had no stage before it by any history.
    world.change(PRODUCTION, API, { to: 'roll-back' });
  });

  it('nor the end of a canary; but a canary goes on only as long as the stage before stands by it', () => {
    world.change(STAGING, API, to('1'));
    world.change(PRODUCTION, API, { to: 'canary', ...build('1'), weight: 10 });
    world.change(STAGING, API, { to: 'roll-back' });
    expect(() => world.plan(PRODUCTION, API, { to: 'promote-canary' })).toThrow('went back from it');
    expect(world.plan(PRODUCTION, API, { to: 'end-canary' }).changed).toBe(true);
    expect(world.plan(PRODUCTION, API, { to: 'roll-back' }).changed).toBe(true);
    world.change(PRODUCTION, API, { to: 'promote-canary', skipsStage: REASON });
    expect(world.image(PRODUCTION, API).skipsStage).toBe(REASON);
  });

  it('a history that cannot be read stops a promotion that needs it, and no emergency', () => {
    const unreadable = () => {
      throw new Mistake('Run git fetch --unshallow first.');
    };
    const { ground } = world;
    world = new (class extends World {
      override get ground() {
        return { ...ground, deployed: { ...ground.deployed, before: unreadable } };
      }
    })();
    expect(() => world.plan(PRODUCTION, API, to('1'))).toThrow('--unshallow');
    expect(world.plan(PRODUCTION, API, { to: 'build', ...build('1'), skipsStage: REASON }).changed).toBe(
      true,
    );
  });
});

describe('a canary that nobody has decided on', () => {
  beforeEach(() => {
    for (const digit of '12') world.change(STAGING, API, to(digit));
    world.change(PRODUCTION, API, { to: 'canary', ...build('1'), weight: 10 });
  });

  it.each<Change>([to('2'), { to: 'canary', ...build('2'), weight: 10 }])(
    'is not promoted over: %j',
    (change) => {
      const attempt = () => world.plan(PRODUCTION, API, change);
      expect(attempt).toThrow(
        `clusters/${PRODUCTION}/images.yaml: ${API} has a canary, 9.1.0. Decide on it first: `,
      );
      expect(attempt).toThrow(`npx fleet promote ${PRODUCTION} ${API} --promote-canary`);
      world.change(PRODUCTION, API, { to: 'end-canary' });
      expect(world.plan(PRODUCTION, API, change).changed).toBe(true);
    },
  );

  it('becomes what everybody gets, where its own build is promoted', () => {
    expect(world.change(PRODUCTION, API, to('1')).told).toContain(`${API} is its canary, 9.1.0.`);
    expect(world.image(PRODUCTION, API)).toEqual(build('1'));
  });

  it('goes on where the build beside it is promoted once more', () => {
    const running = world.image(PRODUCTION, API);
    const again: Change = { to: 'build', version: running.version, digest: running.digest };
    expect(world.plan(PRODUCTION, API, again)).toMatchObject({
      changed: false,
      told: `${PRODUCTION} has it so already: nothing to do. Its canary 9.1.0 goes on beside it.`,
    });
  });

  it('keeps its reason on the way to everybody', () => {
    world.change(PRODUCTION, API, { to: 'end-canary' });
    world.change(PRODUCTION, API, { to: 'canary', ...build('3'), weight: 10, skipsStage: REASON });
    world.change(PRODUCTION, API, { to: 'weight', weight: 50 });
    expect(world.image(PRODUCTION, API).canary?.skipsStage).toBe(REASON);
    world.change(PRODUCTION, API, { to: 'promote-canary' });
    expect(world.image(PRODUCTION, API)).toEqual({ ...build('3'), skipsStage: REASON });
  });
});

describe('a version is one build, on every cluster of its product', () => {
  it('another digest for a version that a cluster runs is refused, wherever it runs', () => {
    world.change(STAGING, API, to('1'));
    const other: Change = { to: 'build', version: '9.1.0', digest: digest('2') };
    for (const cluster of [STAGING, DEVELOPMENT, PRODUCTION]) {
      expect(() => world.plan(cluster, API, other)).toThrow(
        `${API}: found sha256:222222222222 for 9.1.0, but ${STAGING} runs 9.1.0 as sha256:111111111111. A version is one build: give the digest ${digest('1')}, or the version of the other build, such as 9.1.0-1`,
      );
    }
    expect(world.plan(STAGING, API, { ...other, version: '9.1.0-1' }).changed).toBe(true);
    // A neighbour counts its versions itself.
    expect(world.plan(STAGING, 'triptrip-queue-worker', other).changed).toBe(true);
  });

  it('another version for a digest that a cluster runs is refused', () => {
    world.change(STAGING, API, to('1'));
    expect(() => world.plan(PRODUCTION, API, { to: 'build', version: '9.2.0', digest: digest('1') })).toThrow(
      `${API}: found 9.2.0 for sha256:111111111111, which ${STAGING} runs as 9.1.0. A build has one version: write --build 9.1.0, or give the digest of 9.2.0.`,
    );
  });
});

const digit = fc.constantFrom(...'12345');
const weight = fc.integer({ min: 0, max: 100 });
const anyChange: fc.Arbitrary<Change> = fc.oneof(
  { arbitrary: digit.map(to), weight: 4 },
  digit.map((each): Change => ({ to: 'build', ...build(each), skipsStage: REASON })),
  fc.tuple(digit, weight).map(([each, of]): Change => ({ to: 'canary', ...build(each), weight: of })),
  fc.constantFrom<Change>({ to: 'promote-canary' }, { to: 'end-canary' }, { to: 'roll-back' }),
);
const image = fc.constantFrom(API, 'triptrip-queue-worker', 'redis');
const steps = fc.array(fc.tuple(fc.constantFrom(STAGING, PRODUCTION, DR, DEVELOPMENT), image, anyChange), {
  minLength: 1,
  maxLength: 25,
});

describe('whatever is promoted, in any order, on any cluster of a product', () => {
  it('production runs what ran before it, or says why not; nothing is lost, and nothing has two names', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const played = new World();
        /** What staging has run so far, by image. */
        const staged = new Map<string, Set<string>>();
        const known = (name: string) =>
          staged.get(name) ?? staged.set(name, new Set()).get(name) ?? new Set();
        for (const name of [API, 'triptrip-queue-worker', 'redis'])
          known(name).add(played.image(STAGING, name).digest);
        for (const [cluster, name, change] of sequence) {
          const before = played.images(cluster);
          const ran = played.past(cluster, name).map((past) => past.digest);
          try {
            played.change(cluster, name, change);
            // What takes a canary or a build away finds another one the second time.
            if (change.to === 'build' || change.to === 'canary' || change.to === 'end-canary') {
              expect(played.plan(cluster, name, change).changed, 'a second time is nothing to do').toBe(
                false,
              );
            }
          } catch (error) {
            if (!(error instanceof Mistake)) throw error;
            expect(played.images(cluster), 'a refusal writes nothing').toEqual(before);
            if (change.to === 'roll-back') expect(error.message).toContain('has no build of');
            if (change.to === 'end-canary') throw error;
            continue;
          }
          const { canary, ...running } = played.image(cluster, name);
          if (cluster === STAGING) {
            known(name).add(running.digest);
            if (canary !== undefined) known(name).add(canary.digest);
          }
          if (cluster !== PRODUCTION) continue;
          for (const each of [running, ...(canary === undefined ? [] : [canary])]) {
            const excused = each.skipsStage !== undefined || ran.includes(each.digest);
            const [old] = [before[name]?.canary?.digest];
            expect(
              excused || old === each.digest || known(name).has(each.digest),
              `${name} ${each.version}`,
            ).toBe(true);
          }
          const { [name]: _, ...others } = before;
          const { [name]: __, ...same } = played.images(cluster);
          expect(same).toEqual(others);
        }
      }),
      { numRuns: 60 },
    );
  });
});
