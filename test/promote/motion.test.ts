import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { parse } from 'yaml';
import { imagesSchema } from '../../clusters/images-schema.ts';
import { atRest, type Build, type Fleet, loadFleet } from '../../clusters/index.ts';
import { Mistake } from '../../scripts/command-line/mistake.ts';
import { promote } from '../../scripts/promote/promote.ts';
import type { Change } from '../../scripts/promote/request.ts';
import { Schemas } from '../../scripts/schemas/schemas.ts';
import { ClusterRenderer } from '../../scripts/synth/render.ts';
import { fleetUnits } from '../../scripts/synth/units.ts';
import { liveFleet } from '../live-fleet.ts';

const { fleet } = liveFleet;

/** What is rendered for a cluster: the text of each file, and the unit that it belongs to, by its path. */
type Files = ReadonlyMap<string, { readonly unit: string; readonly text: string }>;

function rendered(cluster: string, given: Fleet): Files {
  const units = fleetUnits(given);
  const found = given.clusters.find(({ name }) => name === cluster);
  if (found === undefined) throw new Error(`There is no cluster ${cluster}.`);
  const renderer = new ClusterRenderer({ cluster: found, fleet: given, units });
  const here = units.filter(({ clusters }) => clusters.includes(cluster));
  return new Map(
    here.flatMap((unit) =>
      renderer.render(unit).map(({ path, text }) => [path, { unit: unit.name, text }] as const),
    ),
  );
}

const clusters = fleet.clusters.filter(({ images }) => Object.keys(images).length > 0);
const COMMENT = '# Ours: ask before the summer.';
const LABEL = /^(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/;

/** What every cluster renders today, canaries left out. */
const bases = new Map<string, Files>();
const schemas = new Map<string, Schemas>();
let directory: string;

beforeAll(() => {
  directory = join(mkdtempSync(join(inject('temporaryFolders'), 'motion-')), 'clusters');
});
afterAll(() => rmSync(directory, { recursive: true }));

/** Each once, since compiling the schemas takes longer than using them. */
function violations(cluster: string, objects: readonly unknown[]): readonly unknown[] {
  const { kubernetesVersion: version } = fleet.clusters.find(({ name }) => name === cluster) ?? {};
  if (version === undefined) throw new Error(`There is no cluster ${cluster}.`);
  const known = schemas.get(version) ?? new Schemas(version);
  schemas.set(version, known);
  return objects.flatMap((object) => known.check(object));
}

const file = (cluster: string) => join(directory, cluster, 'images.yaml');

/** The contract as it is, with a comment above and one beside every image, and without canaries. */
function reset(cluster: string): string {
  rmSync(directory, { recursive: true, force: true });
  cpSync('clusters', directory, { recursive: true });
  const images = Object.entries(atRest(fleet).clusters.find(({ name }) => name === cluster)?.images ?? {});
  const text = images
    .map(
      ([image, { version, digest }]) =>
        `${COMMENT}\n${image}:\n  version: ${JSON.stringify(version)} # of ${image}\n  digest: ${digest}\n`,
    )
    .join('\n');
  writeFileSync(file(cluster), text);
  return text;
}

const version = fc.oneof(
  fc.constantFrom('1.5.0', 'v1.2.4', '1.10', '2', '1e3', '0x1F', 'true', 'null', '2026-01-01', 'main_4f2a'),
  fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/),
);
// Few of them, so that builds come back.
const digest = fc.constantFrom(...'0123').map((digit) => `sha256:${digit.repeat(64)}`);
const weight = fc.integer({ min: 0, max: 100 });

/** Where a build has to run before is another test's: here each comes at once, where it may not otherwise. */
const skipsStage = fc.constant('A test takes every step at once');

const change: fc.Arbitrary<Change | { readonly to: 'variant' }> = fc.oneof(
  fc.record({ to: fc.constant('build' as const), version, digest, skipsStage }),
  fc.record({ to: fc.constant('canary' as const), version, digest, weight, skipsStage }),
  fc.record({ to: fc.constant('weight' as const), weight }),
  fc.constantFrom(
    { to: 'promote-canary' as const },
    { to: 'end-canary' as const },
    { to: 'roll-back' as const },
    { to: 'variant' as const },
  ),
);

const history = fc.constantFrom(...clusters).chain((cluster) =>
  fc.record({
    cluster: fc.constant(cluster.name),
    steps: fc.array(fc.tuple(fc.constantFrom(...Object.keys(cluster.images)), change), {
      minLength: 1,
      maxLength: 6,
    }),
  }),
);

/**
 * Does one step as people do, and as a refusal lets them.
 *
 * @param past what the cluster ran, newest first
 * @returns whether it was carried out
 */
function carryOut(
  cluster: string,
  image: string,
  step: Change | { readonly to: 'variant' },
  past: ReadonlyMap<string, readonly Build[]>,
): boolean {
  const before = readFileSync(file(cluster), 'utf8');
  if (step.to === 'variant') {
    // Which group of an A/B test gets the canary is written by hand.
    const block = new RegExp(`(^${image}:\\n(?:  .*\\n)*    weight: \\d+\\n)(?!    variant)`, 'm');
    writeFileSync(file(cluster), before.replace(block, '$1    variant: b\n'));
    return true;
  }
  const running = imagesSchema.parse(parse(before))[image];
  try {
    promote(
      { cluster, image, change: step },
      { directory, history: (_, name) => past.get(name) ?? [], units: fleetUnits },
    );
    // One digest under two versions is one build: to promote it would change nothing.
    if (step.to === 'build' && step.version !== running?.version)
      expect(step.digest).not.toBe(running?.digest);
    return true;
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    expect(readFileSync(file(cluster), 'utf8'), 'a refusal writes nothing').toBe(before);
    return false;
  }
}

function imagesOf(cluster: string, given: Fleet) {
  return given.clusters.find(({ name }) => name === cluster)?.images ?? {};
}

/** Version and digest are what a promotion may change of a file. */
function withoutBuild(text: string): string {
  return text
    .replaceAll(/sha256:[0-9a-f]{64}/g, 'DIGEST')
    .replaceAll(/^( *(?:app\.kubernetes\.io\/)?version): .*$/gm, '$1: VERSION');
}

function differing(one: Files, other: Files): readonly string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter(
    (path) => one.get(path)?.text !== other.get(path)?.text,
  );
}

describe('whatever is promoted, tried and rolled back, on any cluster', () => {
  it('every gate stays green, and nothing changes but the builds that were meant', () => {
    fc.assert(
      fc.property(history, ({ cluster, steps }) => {
        const text = reset(cluster);
        const past = new Map<string, readonly Build[]>();
        const touched = new Set<string>();
        for (const [image, step] of steps) {
          const running = imagesSchema.parse(parse(readFileSync(file(cluster), 'utf8')))[image];
          if (carryOut(cluster, image, step, past)) touched.add(image);
          if (running !== undefined) past.set(image, [running, ...(past.get(image) ?? [])]);
        }

        // The contract takes it, and comments, order and the neighbours stand where they stood.
        const moved = loadFleet(directory);
        const written = readFileSync(file(cluster), 'utf8');
        const comments = (all: string) => all.split('\n').flatMap((line) => /#.*$/.exec(line)?.[0] ?? []);
        expect(comments(written)).toEqual(comments(text));
        expect(Object.keys(imagesOf(cluster, moved))).toEqual(Object.keys(imagesOf(cluster, fleet)));

        // It renders, and what it renders is valid.
        const base = bases.get(cluster) ?? rendered(cluster, atRest(fleet));
        bases.set(cluster, base);
        const live = rendered(cluster, moved);
        const changed = differing(base, live);
        const objects = changed.flatMap((path) => {
          const found = live.get(path);
          return found === undefined ? [] : [{ path, object: load(found.text) }];
        });
        expect(
          violations(
            cluster,
            objects.map(({ object }) => object),
          ),
        ).toEqual([]);
        for (const { path, object } of objects) {
          for (const label of labelsOf(object)) expect(label, path).toMatch(LABEL);
        }

        // Of other images nothing changes. The quota holds the pods of a canary.
        const runs = new Set(
          [...base.values()].flatMap(({ unit, text: all }) => {
            const before = imagesOf(cluster, fleet);
            return [...touched].some((image) => all.includes(before[image]?.digest ?? '-')) ? [unit] : [];
          }),
        );
        for (const path of changed) {
          const unit = (live.get(path) ?? base.get(path))?.unit ?? '';
          const isQuota = unit === 'namespaces' && path.endsWith('/resourcequota-quota.yaml');
          expect(isQuota || runs.has(unit), path).toBe(true);
        }

        // Without the canaries it is what it was, but for the builds.
        const resting = rendered(cluster, atRest(moved));
        expect([...resting.keys()]).toEqual([...base.keys()]);
        for (const path of differing(base, resting)) {
          expect(withoutBuild(resting.get(path)?.text ?? '')).toBe(withoutBuild(base.get(path)?.text ?? ''));
        }
      }),
      { numRuns: 8 },
    );
  }, 120_000);

  it('what a cluster runs already is nothing to do', () => {
    for (const { name, images } of clusters) {
      const text = reset(name);
      for (const [image, { version, digest }] of Object.entries(images).slice(0, 1)) {
        carryOut(name, image, { to: 'build', version, digest }, new Map());
        carryOut(name, image, { to: 'end-canary' }, new Map());
      }
      expect(readFileSync(file(name), 'utf8')).toBe(text);
    }
  });
});

/** The labels of an object and of the pods that it starts. */
function labelsOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    (key === 'labels' || key === 'matchLabels') && typeof inner === 'object' && inner !== null
      ? Object.values(inner).map(String)
      : labelsOf(inner),
  );
}
