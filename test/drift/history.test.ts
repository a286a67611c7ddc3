import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { historyOf } from '../../scripts/drift/history.ts';
import { gitIn } from '../git-in.ts';

let root: string;
let [first, second, third, branch]: string[] = [];

const git = (...args: readonly string[]) => gitIn(root, args);

function commit(file: string): string {
  writeFileSync(join(root, file), file);
  git('add', '--all');
  git('commit', '--quiet', '--message', file);
  return git('rev-parse', 'HEAD');
}

beforeAll(() => {
  root = mkdtempSync(join(inject('temporaryFolders'), 'history-'));
  mkdirSync(join(root, 'dist'));
  git('init', '--quiet', '--initial-branch', 'main');
  first = commit('dist/one.yaml');
  second = commit('dist/two.yaml');
  third = commit('README.md');
  git('switch', '--quiet', '--create', 'try-it', second ?? '');
  branch = commit('dist/three.yaml');
});

describe('where a commit stands', () => {
  it('says how many came after it, since when, and what they changed', () => {
    const history = historyOf(root, 'main');
    const time = Number(git('show', '--no-patch', '--format=%ct', second ?? '')) * 1000;
    expect(history.main).toBe(third);
    expect(history.placeOf(third ?? '')).toEqual({ at: 'main', behind: 0, since: undefined, changed: [] });
    expect(history.placeOf(first ?? '')).toEqual({
      at: 'main',
      behind: 2,
      since: time,
      changed: ['README.md', 'dist/two.yaml'],
    });
  });

  it('tells a branch that nobody merged from a commit that this clone has never seen', () => {
    const history = historyOf(root, 'main');
    expect(history.placeOf(branch ?? '')).toEqual({ at: 'elsewhere' });
    expect(history.placeOf('f'.repeat(40))).toEqual({ at: 'unknown' });
  });

  it('says what to do where the clone has no such branch', () => {
    expect(() => historyOf(root, 'origin/main')).toThrow('This clone has no origin/main');
  });
});
