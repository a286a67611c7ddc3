import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { deployStatus } from '../../platform/components/argocd/address.ts';
import { promote } from '../../scripts/promote/promote.ts';
import { awaitedBy, missingOf, missingOfAny } from '../../scripts/promote-staged/staged.ts';
import { readWorkflow } from '../../scripts/workflows/workflow.ts';
import { frozenClusters, frozenFleet } from '../fleet/frozen-fleet.ts';
import { gitIn } from '../git-in.ts';

const { units } = frozenFleet;
const CLUSTER = 'triptrip-staging';
const IMAGE = 'triptrip-api';
const NEXT = `sha256:${'9'.repeat(64)}`;
const CANARY = `sha256:${'7'.repeat(64)}`;
const TRIED = { to: 'canary', version: '9.1.0', digest: CANARY, weight: 10 } as const;
const STAGED = { cluster: CLUSTER, image: IMAGE, digest: NEXT };

/** Every Application on the cluster whose pods run the image. */
const applications = units
  .filter(({ clusters }) => clusters.includes(CLUSTER))
  .filter(({ workloads = [] }) =>
    workloads.some(({ declaration }) => (declaration.image ?? declaration.name) === IMAGE),
  )
  .map(({ name }) => `${CLUSTER}-${name}`);

let root: string;
let before: string;
let brought: string;
let later: string;

/** A repository in which the build was merged, and another change after it. */
beforeAll(() => {
  root = mkdtempSync(join(inject('temporaryFolders'), 'staged-'));
  cpSync(frozenClusters, join(root, 'clusters'), { recursive: true });
  git('init', '--quiet', '--initial-branch', 'main');
  before = commit('As it was');
  const surroundings = { directory: join(root, 'clusters'), history: () => [], units: () => units };
  const change = { to: 'build', version: '9.0.0', digest: NEXT } as const;
  promote({ cluster: CLUSTER, image: IMAGE, change }, surroundings);
  brought = commit('The build');
  promote({ cluster: CLUSTER, image: IMAGE, change: TRIED }, surroundings);
  later = commit('A canary');
});

function redisDigest(): string {
  const images = frozenFleet.clusterOf(CLUSTER).images;
  return images.redis?.digest ?? '';
}

function git(...args: readonly string[]): string {
  return gitIn(root, args);
}

function commit(message: string): string {
  git('add', '--all');
  git('commit', '--quiet', '--message', message);
  return git('rev-parse', 'HEAD');
}

/** What is missing where commits have these statuses. */
function missing(statuses: Readonly<Record<string, readonly string[]>>, staged = STAGED) {
  return missingOf(staged, {
    root,
    main: 'main',
    units,
    statuses: (of) => Promise.resolve(statuses[of] ?? []),
  });
}

const all = applications.map(deployStatus);

describe('production waits until staging runs the very build and is well', () => {
  it.each([
    ['the commit of the merge', () => brought],
    ['a commit after it, which Argo CD found first', () => later],
  ])('it goes on once every Application has reported %s', async (_, at) => {
    expect(applications.length).toBeGreaterThan(0);
    expect(await missing({ [at()]: all })).toEqual([]);
  });

  it('an opened pull request is not enough', async () => {
    const other = { ...STAGED, digest: `sha256:${'8'.repeat(64)}` };
    expect(await missing({ [brought]: all, [later]: all }, other)).toEqual([
      `clusters/${CLUSTER}/images.yaml of main does not have this build of ${IMAGE}: its pull request is not merged.`,
    ]);
  });

  it('a report of the build before does not count', async () => {
    const found = await missing({ [before]: all });
    expect(found).toHaveLength(applications.length);
    for (const text of found) expect(text).toContain('has not reported it');
  });

  it('a report of another Application does not count', async () => {
    expect(await missing({ [brought]: [deployStatus(`${CLUSTER}-other`)] })).toHaveLength(
      applications.length,
    );
  });

  it('a canary counts as the build that is tried, and a store as what runs its image', async () => {
    const canary = { ...STAGED, digest: CANARY };
    expect(await missing({ [later]: all }, canary)).toEqual([]);
    const store = await missing({}, { ...STAGED, image: 'redis', digest: redisDigest() });
    expect(store).not.toEqual([]);
    for (const text of store) expect(text).toContain('has not reported it');
  });

  it('an image that only a migration runs is run by the unit whose pods wait for it', async () => {
    const cluster = 'sre-portfolio-dev';
    const image = 'postgres';
    const digest = frozenFleet.clusterOf(cluster).images[image]?.digest ?? '';
    const found = await missing({}, { cluster, image, digest });
    expect(found).not.toEqual([]);
    for (const text of found) expect(text).toContain('has not reported it');
  });

  it('an image that nothing runs there is a slip, not a build that is well', async () => {
    await expect(missing({}, { ...STAGED, image: 'triptrip-apy' })).rejects.toThrow(
      `Nothing on ${CLUSTER} runs the image triptrip-apy.`,
    );
  });
});

it('a build whose place a newer one took was well while it ran', async () => {
  promote(
    { cluster: CLUSTER, image: IMAGE, change: { to: 'end-canary' } },
    { directory: join(root, 'clusters'), history: () => [], units: () => units },
  );
  const replaced = commit('The canary ends');
  const canary = { ...STAGED, digest: CANARY };
  expect(await missing({ [later]: all }, canary)).toEqual([]);
  // What was reported afterwards, or before, was another build's.
  for (const at of [replaced, brought]) expect(await missing({ [at]: all }, canary)).not.toEqual([]);
});

describe('what a promotion waits for', () => {
  const awaited = (...clusters: string[]) =>
    awaitedBy(IMAGE, clusters, { clusters: frozenFleet.fleet.clusters, units: () => units });

  it('for production it is the stage before, for a cluster before production that one itself', () => {
    expect(awaited('triptrip-production')).toEqual([{ anyOf: [CLUSTER] }]);
    expect(awaited(CLUSTER)).toEqual([{ anyOf: [CLUSTER] }]);
    expect(() => awaited('triptrip-stagign')).toThrow('Is triptrip-staging meant?');
  });

  it('for a product that is in production alone it is nothing', () => {
    expect(
      awaitedBy('chat-service', ['prod-eu'], { clusters: frozenFleet.fleet.clusters, units: () => units }),
    ).toEqual([]);
  });

  it('of several clusters of that stage one is enough', async () => {
    const surroundings = (statuses: readonly string[]) => ({
      root,
      main: 'main',
      units,
      statuses: () => Promise.resolve(statuses),
    });
    const two = [CLUSTER, 'triptrip-production'];
    expect(await missingOfAny(two, STAGED, surroundings(all))).toEqual([]);
    expect((await missingOfAny(two, STAGED, surroundings([]))).length).toBeGreaterThan(all.length);
  });
});

it('the workflow waits for it in the job of production, and not in that of staging', () => {
  const workflow = readWorkflow(readFileSync('.github/workflows/promote.yaml', 'utf8'));
  const waiting = workflow.jobs.filter(({ steps }) =>
    steps.some(({ run = '' }) => run.includes('promote:staged')),
  );
  expect(waiting.map(({ environment }) => environment)).toEqual(['production']);
});
