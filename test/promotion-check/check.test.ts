import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { loadFleet } from '../../clusters/index.ts';
import { promote } from '../../scripts/promote/promote.ts';
import type { Change } from '../../scripts/promote/request.ts';

import { checkPromotion, report } from '../../scripts/promotion-check/check.ts';
import { staleFiles } from '../../scripts/promotion-check/stale-files.ts';
import { synth } from '../../scripts/synth/synth.ts';
import { frozenClusters, frozenFleet } from '../fleet/frozen-fleet.ts';
import { gitIn } from '../git-in.ts';

const { fleet, units } = frozenFleet;

const CLUSTER = 'prod-eu';
const IMAGES = `clusters/${CLUSTER}/images.yaml`;
const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const NEXT: Change = { to: 'build', version: '9.0.0', digest: digest('9') };
const REQUEST = { units: units.filter(({ project }) => project === 'streaming'), clusters: [CLUSTER] };

let root: string;

/** A repository with the contract, sources of its own, and what is rendered of one product on one cluster. */
beforeAll(() => {
  root = mkdtempSync(join(inject('temporaryFolders'), 'promotion-'));
  cpSync(frozenClusters, join(root, 'clusters'), { recursive: true });
  write('apps/app.ts', 'export const app = 1;\n');
  write('platform/rule.ts', 'export const rule = 1;\n');
  write('package-lock.json', '{}\n');
  render();
  git('init', '-q', '-b', 'main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'base');
  git('tag', 'base');
});
afterAll(() => rmSync(root, { recursive: true }));

beforeEach(() => {
  git('switch', '--quiet', '--force-create', 'main', 'base');
  git('switch', '--quiet', '--force-create', 'promotion', 'base');
});
afterEach(() => {
  git('reset', '--quiet', '--hard');
  git('clean', '--quiet', '--force', '-d');
});

function git(...args: readonly string[]): string {
  return gitIn(root, args);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function render(clusters: string = join(root, 'clusters')): void {
  synth({ ...REQUEST, fleet: loadFleet(clusters), out: join(root, 'dist') });
}

function change(image: string, to: Change): void {
  promote(
    { cluster: CLUSTER, image, change: to },
    { directory: join(root, 'clusters'), history: () => [], units: () => units },
  );
}

const rendered = () =>
  staleFiles({ ...REQUEST, fleet: loadFleet(join(root, 'clusters')), out: join(root, 'dist') });

/** Makes a promotion and what else is asked for, commits all of it, and judges. */
function judged(more: () => void = () => {}, { base = 'main', stale = () => rendered() } = {}) {
  change('user-service', NEXT);
  render();
  more();
  git('add', '--all');
  git('commit', '--quiet', '--message', 'promotion');
  return checkPromotion({ root, base, fleet, units, stale });
}

/** A rendered file that the promotion does not touch. */
function otherFile(): string {
  return `dist/${CLUSTER}/chat-service/prod/networkpolicy-allow-chat-service.yaml`;
}

describe('a promotion is builds and what follows from them', () => {
  it('and tells whose builds they are', () => {
    const verdict = judged();
    expect(verdict.mistakes).toEqual([]);
    expect(verdict.builds.map(({ cluster, products, image }) => [cluster, products, image])).toEqual([
      [CLUSTER, ['streaming'], 'user-service'],
    ]);
    expect(report(verdict)).toMatch(
      /^Nothing changes but builds, .*:\n {2}prod-eu: streaming: user-service .* → 9\.0\.0 \(sha256:999999999999\)$/,
    );
  });

  it('of several images, a canary among them, with new files', () => {
    const verdict = judged(() => {
      change('chat-service', { to: 'canary', version: '9.0.0', digest: digest('8'), weight: 10 });
      render();
    });
    expect(verdict.mistakes).toEqual([]);
    expect(report(verdict)).toContain('with the canary 9.0.0 (sha256:888888888888) at 10 %');
  });

  it('whatever main became meanwhile', () => {
    const verdict = judged(() => {
      git('stash', '--quiet', '--include-untracked');
      git('switch', '--quiet', 'main');
      write('platform/rule.ts', 'export const rule = 2;\n');
      git('commit', '--quiet', '--all', '--message', 'main');
      git('switch', '--quiet', 'promotion');
      git('stash', 'pop', '--quiet');
    });
    expect(verdict.mistakes).toEqual([]);
  });
});

describe('what else changes is told', () => {
  const appended = (path: string) => () => appendFileSync(join(root, path), '# by hand\n');

  it.each<[string, () => void, string]>([
    [
      'a file of the platform',
      appended('platform/rule.ts'),
      'platform/rule.ts changed, which no build asks for.',
    ],
    ['an app', appended('apps/app.ts'), 'apps/app.ts changed'],
    [
      'the lock file: other libraries render other things',
      appended('package-lock.json'),
      'package-lock.json changed',
    ],
    ['a new source', () => write('apps/new.ts', ''), 'apps/new.ts changed'],
    ['a source that goes', () => rmSync(join(root, 'apps/app.ts')), 'apps/app.ts changed'],
    [
      'a source that is renamed',
      () => renameSync(join(root, 'apps/app.ts'), join(root, 'apps/other.ts')),
      'apps/other.ts changed',
    ],
    [
      'a source that may be run now',
      () => chmodSync(join(root, 'apps/app.ts'), 0o755),
      'apps/app.ts changed',
    ],
    [
      'what people chose for the cluster',
      () => {
        const path = `clusters/${CLUSTER}/cluster.yaml`;
        write(path, `${readFileSync(join(root, path), 'utf8')}# more\n`);
      },
      `clusters/${CLUSTER}/cluster.yaml changed`,
    ],
    [
      'a hand edit of what is rendered',
      () => appendFileSync(join(root, otherFile()), '# by hand\n'),
      'is not what npm run synth gives',
    ],
    [
      'a rendered file that is missing',
      () => rmSync(join(root, otherFile())),
      'is not what npm run synth gives',
    ],
    [
      'a file among the rendered ones that nobody rendered',
      () => write(`dist/${CLUSTER}/chat-service/prod/secret-x.yaml`, 'kind: Secret\n'),
      'secret-x.yaml is not what npm run synth gives',
    ],
    [
      'what a chart is said to make',
      () => write(`dist/charts/${CLUSTER}/keda.json`, '{}\n'),
      `dist/charts/${CLUSTER}/keda.json changed`,
    ],
    [
      'a rendered file that may be run',
      () => chmodSync(join(root, otherFile()), 0o755),
      'is not a plain file',
    ],
    [
      'images.yaml by way of a link',
      () => {
        renameSync(join(root, IMAGES), join(root, 'apps/images.yaml'));
        symlinkSync('../../apps/images.yaml', join(root, IMAGES));
      },
      `${IMAGES} is no longer a plain file.`,
    ],
    [
      'an image that comes',
      () => appendFileSync(join(root, IMAGES), `new:\n  version: "1"\n  digest: ${digest('7')}\n`),
      `${IMAGES}: new came`,
    ],
  ])('%s', (_, more, mistake) => {
    const stale = mistake.includes('npm run synth') ? rendered : () => [];
    expect(judged(more, { stale }).mistakes.join('\n')).toContain(mistake);
  });

  it.each<[string, () => void, string]>([
    [
      'comes',
      () => write('clusters/new/images.yaml', '{}\n'),
      'clusters/new/images.yaml came: a new cluster',
    ],
    ['goes', () => rmSync(join(root, IMAGES)), `${IMAGES} went: the end of a cluster`],
  ])('a cluster that %s', (_, more, mistake) => {
    expect(judged(more, { stale: () => [] }).mistakes.join('\n')).toContain(mistake);
  });

  it('nothing at all, which is no promotion either', () => {
    const verdict = checkPromotion({ root, base: 'main', fleet, units, stale: () => [] });
    expect(verdict).toEqual({ builds: [], mistakes: ['No build changed.'] });
  });

  it('what is not committed, which nobody would review', () => {
    write('apps/app.ts', 'export const app = 2;\n');
    const verdict = checkPromotion({ root, base: 'main', fleet, units, stale: () => [] });
    expect(verdict.mistakes).toEqual(['apps/app.ts is not committed. Commit it, or take it away.']);
  });

  it('a base that is not there', () => {
    expect(() => judged(() => {}, { base: 'nowhere' })).toThrow(
      'There is no commit nowhere in this clone. Run git fetch first',
    );
  });

  it('a clone that ends before the two parted, and what to do then', () => {
    for (const branch of ['main', 'promotion']) {
      git('switch', '--quiet', branch);
      for (const number of [1, 2])
        git('commit', '--quiet', '--allow-empty', '--message', `${branch} ${number}`);
    }
    const shallow = mkdtempSync(join(inject('temporaryFolders'), 'shallow-'));
    const options = ['--quiet', '--depth', '2', '--no-single-branch', '--branch', 'promotion'];
    git('clone', ...options, `file://${root}`, shallow);
    const check = () => checkPromotion({ root: shallow, base: 'origin/main', fleet, units, stale: () => [] });
    expect(check).toThrow('Run git fetch --unshallow first.');
    execFileSync('git', ['fetch', '--quiet', '--unshallow'], { cwd: shallow, stdio: 'pipe' });
    expect(check().mistakes).toEqual(['No build changed.']);
    rmSync(shallow, { recursive: true });
  });
});
