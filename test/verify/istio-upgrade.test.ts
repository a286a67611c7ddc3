import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { MESH, MODULES, releaseIn } from '../../scripts/verify/istio-upgrade/modules.ts';
import { clusterAt, revisionOf, upgradeStates } from '../../scripts/verify/istio-upgrade/states.ts';

const states = upgradeStates('1-8', '1-9', { first: 'first', others: ['a', 'b'] });

it('an upgrade is looked at as it begins, in between and in the end', () => {
  expect(states.filter(({ judged }) => judged).map(({ both }) => both)).toEqual([true, true, false]);
});

it('no state takes two steps at once: a label and its restart are two', () => {
  const moving = states.map(({ lines }) => /labelled: \[(.*)\], restarted: \[(.*)\]/.exec(lines.join(' ')));
  for (const [index, found] of moving.entries()) {
    const restarted = (found?.[2] ?? '').split(', ').filter((name) => name !== '');
    const labelledBefore = (moving[index - 1]?.[1] ?? '').split(', ');
    for (const name of restarted) expect(labelledBefore).toContain(name);
  }
});

it('a state takes the place of the revision, and nothing else changes', () => {
  const [state] = states;
  const text = 'mesh:\n  id: x\n  revision: 1-8\n  kiali: true\n';
  expect(state && clusterAt(text, state)).toBe(
    'mesh:\n  id: x\n  revision: 1-8\n  controlPlanes: [1-8, 1-9]\n  kiali: true\n',
  );
  expect(state && clusterAt('name: x\n', state)).toBeUndefined();
});

it('each module of Istio’s code has its sums, and the next one is no older than the installed one', () => {
  for (const file of Object.values(MODULES)) {
    const sums = `${MESH}/${file.replace(/\.mod$/, '.sum')}`;
    expect(existsSync(sums)).toBe(true);
    expect(readFileSync(sums, 'utf8')).toContain(`istio.io/api v${releaseIn(file)} h1:`);
  }
  const minor = (file: string) => Number(revisionOf(releaseIn(file)).split('-')[1]);
  expect(minor(MODULES.next)).toBeGreaterThanOrEqual(minor(MODULES.installed));
});
