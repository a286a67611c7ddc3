import { existsSync, readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { renderedClusters } from '../../scripts/synth/dist-index.ts';
import { ClusterTree } from '../../scripts/verify/mistakes/cluster-tree.ts';
import type { DeliberateMistake } from '../../scripts/verify/mistakes/deliberate-mistake.ts';
import { verdictOf, whyNotCaught } from '../../scripts/verify/mistakes/judge.ts';
import { deliberateMistakes, wantedMistakes } from '../../scripts/verify/mistakes/list.ts';
import { isPossible, make } from '../../scripts/verify/mistakes/make.ts';
import { clustersFor } from '../../scripts/verify/mistakes/places.ts';
import { STEP_NAMES } from '../../scripts/verify/step-names.ts';

const trees = renderedClusters('dist').map((name) => new ClusterTree('.', name));
const read = (file: string) => readFileSync(file, 'utf8');

describe('the deliberate mistakes', () => {
  it.each(STEP_NAMES)('of %s are at least two, each with its own name', (step) => {
    const names = deliberateMistakes.filter((each) => each.step === step).map(({ name }) => name);
    expect(names.length).toBeGreaterThanOrEqual(2);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(deliberateMistakes.map((mistake) => ({ title: `${mistake.step}: ${mistake.name}`, mistake })))(
    '$title still breaks something',
    ({ mistake }) => {
      const clusters = clustersFor(mistake.step, trees);
      // A fleet of one region has no call to another.
      if (!isPossible(mistake, clusters)) return;
      const { edits } = make(mistake, { clusters, read });
      expect(edits.size).toBeGreaterThan(0);
      for (const [file, text] of edits) {
        const before = existsSync(file) ? read(file) : undefined;
        if (file.endsWith('.yaml') && text !== undefined && before !== undefined)
          expect(loadAll(text), file).not.toEqual(loadAll(before));
        else expect(text, file).not.toBe(before);
      }
    },
  );
});

describe('of the mistakes', () => {
  const names = (steps?: readonly string[], wanted?: readonly string[]) =>
    wantedMistakes(steps, wanted).map(({ step, name }) => `${step}/${name}`);

  it('each can be made alone, and all of them where none is named', () => {
    expect(wantedMistakes(undefined, undefined)).toEqual(deliberateMistakes);
    for (const { step, name } of deliberateMistakes)
      expect(names([step], [name])).toEqual([`${step}/${name}`]);
  });

  it('one that there is not, or that another step has, is told with its nearest', () => {
    const [first] = deliberateMistakes;
    expect(() => names(undefined, [`${first?.name}s`])).toThrow(`Is it ${first?.name}?`);
    const elsewhere = deliberateMistakes.find(({ step }) => step !== first?.step);
    expect(() => names([first?.step ?? ''], [elsewhere?.name ?? ''])).toThrow('--mistake does not take');
  });
});

describe('a mistake', () => {
  const none = { step: 'kubeconform', name: 'none', breaks: '', says: 'no such field' } as const;

  it('is made in the first cluster that has what it breaks', () => {
    const [first, second] = trees;
    const mistake: DeliberateMistake = {
      ...none,
      tree: ({ name }) => new Map(name === first?.name ? [] : [['file', name]]),
    };
    expect(make(mistake, { clusters: trees, read }).cluster).toBe(second?.name);
    expect(make(mistake, { clusters: trees.slice(0, 1), read }).edits.size).toBe(0);
  });

  it('is none where no cluster has what it needs', () => {
    const mistake: DeliberateMistake = {
      ...none,
      needs: ({ name }) => name === trees[0]?.name,
      tree: () => new Map(),
    };
    expect(isPossible(mistake, trees)).toBe(true);
    expect(isPossible(mistake, trees.slice(1))).toBe(false);
  });

  it('in a source that was rewritten since is refused, and never made in vain', () => {
    const source = [{ file: 'a.ts', text: 'rename', instead: 'write' }];
    const place = { clusters: [], read: () => 'move(from, to)' };
    expect(() => make({ ...none, source }, place)).toThrow('would change rename in a.ts');
  });

  const finding = { where: 'c', what: 'dist/c/a.yaml', says: 'there is no such field' };
  const ended = (status: number, findings: readonly object[]) => ({
    status,
    stdout: JSON.stringify([{ passed: status === 0, parts: [{ findings }] }]),
    stderr: '',
  });

  it.each([
    ['the step fails and says the word', ended(1, [finding]), undefined],
    ['the step breaks off with it', { status: 1, stdout: '', stderr: 'no such field' }, undefined],
    ['the step passes', ended(0, []), 'the step passes'],
    ['the step fails for another reason', ended(1, [{ ...finding, says: 'no room' }]), 'has "no such field"'],
    ['nothing was run', { status: 0, stdout: '[]', stderr: '' }, 'has "no such field"'],
  ])('is judged where %s', (_, outcome, wrong) => {
    const found = whyNotCaught(none, verdictOf(outcome));
    if (wrong === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(wrong);
  });
});
