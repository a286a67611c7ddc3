import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { promote } from '../../scripts/promote/promote.ts';
import type { Change } from '../../scripts/promote/request.ts';
import { checkPromotion, report } from '../../scripts/promotion-check/check.ts';
import { frozenClusters, frozenFleet } from '../fleet/frozen-fleet.ts';
import { gitIn } from '../git-in.ts';

const { fleet, units } = frozenFleet;
const IMAGE = 'triptrip-api';
const [STAGING, PRODUCTION] = ['triptrip-staging', 'triptrip-production'];
const REASON = 'INC-42: customers cannot pay';
const build = (digit: string) => ({ version: `9.${digit}.0`, digest: `sha256:${digit.repeat(64)}` });

/** What production ran first. */
const FIRST =
  frozenFleet.clusterOf(PRODUCTION).images[IMAGE] ?? expect.fail(`${PRODUCTION} has no ${IMAGE}.`);

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(inject('temporaryFolders'), 'stages-'));
  cpSync(frozenClusters, join(root, 'clusters'), { recursive: true });
  git('init', '--quiet', '--initial-branch', 'main');
  commit();
});
afterEach(() => rmSync(root, { recursive: true }));

function git(...args: readonly string[]): string {
  return gitIn(root, args);
}

function commit(): void {
  git('add', '--all');
  git('commit', '--quiet', '--message', 'A change');
}

/** Whatever the tool would say of it: here the commit is judged. */
function change(cluster: string, to: Change): void {
  promote(
    { cluster, image: IMAGE, change: to },
    { directory: join(root, 'clusters'), history: () => [build('1'), build('2'), FIRST], units: () => units },
  );
}

/** What main has by then, in commits of their own. */
function onMain(...digits: string[]): void {
  for (const digit of digits) {
    change(STAGING, { to: 'build', ...build(digit) });
    commit();
  }
}

/** What the check says of a branch that changes this. */
function judged(...changes: readonly (readonly [cluster: string, to: Change])[]) {
  git('switch', '--quiet', '--create', 'promotion');
  for (const [cluster, to] of changes) change(cluster, to);
  commit();
  return checkPromotion({ root, base: 'main', fleet, units, stale: () => [] });
}

describe('a commit that brings a build to production', () => {
  it.each<readonly [string, readonly string[]]>([
    ['runs on main’s staging', ['1']],
    ['ran there before the next one', ['1', '2']],
  ])('passes where it %s', (_, digits) => {
    onMain(...digits);
    expect(judged([PRODUCTION, { to: 'build', ...build('1') }]).mistakes).toEqual([]);
  });

  it.each<readonly [string, readonly (readonly [string, Change])[]]>([
    ['never ran there', [[PRODUCTION, { to: 'build', ...build('1') }]]],
    ['never ran there, as a canary', [[PRODUCTION, { to: 'canary', ...build('1'), weight: 10 }]]],
    [
      'comes there by the very same commit',
      [
        [STAGING, { to: 'build', ...build('1') }],
        [PRODUCTION, { to: 'build', ...build('1') }],
      ],
    ],
  ])('is refused where it %s', (_, changes) => {
    onMain('2');
    expect(judged(...changes).mistakes.join('\n')).toContain(
      `${PRODUCTION}: ${IMAGE} 9.1.0 (sha256:111111111111) skips a stage: ${STAGING}, the stage before, has never run it`,
    );
  });

  it('passes in an emergency, and tells the reason to whoever reviews it', () => {
    const file = join(root, 'clusters', PRODUCTION, 'images.yaml');
    git('switch', '--quiet', '--create', 'promotion');
    change(PRODUCTION, { to: 'build', ...build('1') });
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(build('1').digest, `$&\n  skipsStage: "${REASON}"`),
    );
    commit();
    const verdict = checkPromotion({ root, base: 'main', fleet, units, stale: () => [] });
    expect(verdict.mistakes).toEqual([]);
    expect(report(verdict)).toContain(`→ 9.1.0 (sha256:111111111111), without the stage before: ${REASON}`);
  });

  it('passes on the way back, though staging runs something else', () => {
    onMain('1');
    change(PRODUCTION, { to: 'build', ...build('1') });
    commit();
    onMain('2');
    const { version, digest } = FIRST;
    expect(judged([PRODUCTION, { to: 'build', version, digest }]).mistakes).toEqual([]);
  });
});
