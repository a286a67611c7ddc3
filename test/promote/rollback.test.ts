import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { stringify } from 'yaml';
import type { Build, Image } from '../../clusters/index.ts';
import { changeBack } from '../../scripts/promote/build-before.ts';
import { committedBuilds } from '../../scripts/promote/history.ts';
import { gitIn } from '../git-in.ts';

/** The build that a letter stands for. */
const build = (letter: string): Build => ({
  version: `1.0-${letter}`,
  digest: `sha256:${letter.charCodeAt(0).toString(16).padStart(64, '0')}`,
});

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(inject('temporaryFolders'), 'rollback-'));
  git('init', '-q', '-b', 'main');
});
afterEach(() => rmSync(root, { recursive: true }));

function git(...args: readonly string[]): string {
  return gitIn(root, args);
}

function write(text: string, cluster = 'here'): void {
  const file = join(root, 'clusters', cluster, 'images.yaml');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Commits that everybody on the cluster gets this build. */
function run(letter: string, cluster = 'here'): void {
  write(stringify({ app: build(letter), neighbour: build('n') }), cluster);
  commit(letter);
}

function commit(message: string): void {
  git('add', '--all');
  git('commit', '--quiet', '--allow-empty', '--message', message);
}

/** The letter that a rollback of the one that runs returns to; undefined where there is none. */
function returnsTo(running: string, cluster = 'here'): string | undefined {
  try {
    const change = changeBack('app', build(running), undefined, () => committedBuilds(root, cluster, 'app'));
    return change?.to === 'return' ? change.version.slice(-1) : undefined;
  } catch {
    return undefined;
  }
}

/** The build before the last letter of a history. */
function afterHistory(letters: string): string | undefined {
  for (const letter of letters) run(letter);
  return returnsTo(letters.at(-1) ?? '');
}

describe('a rollback returns to the build before', () => {
  it.each([
    ['ab', 'a', 'the one before'],
    ['abcb', 'a', 'the one before that: c was taken back, and is broken'],
    ['abcba', undefined, 'to none: both others were taken back'],
    ['abcbd', 'b', 'the one that was returned to: what was taken back never comes again'],
    ['abcbdba', undefined, 'to none, when all were taken back'],
    ['abcbc', 'b', 'the one before, when a build that was taken back is promoted again'],
    ['abcbcd', 'c', 'a build that was promoted again: it counts again'],
    ['aabbb', 'a', 'the one before, whatever other changes came between'],
    ['a', undefined, 'to none, when there was one only'],
  ])('after %s %s: %s', (letters, expected, _) => {
    expect(afterHistory(letters)).toBe(expected);
  });

  it('twice in a row, before anything is committed, goes back twice', () => {
    for (const letter of 'abc') run(letter);
    expect(returnsTo('c')).toBe('b');
    expect(returnsTo('b')).toBe('a');
    expect(returnsTo('a')).toBeUndefined();
  });

  it('of a build that is not committed yet returns to what is', () => {
    for (const letter of 'ab') run(letter);
    expect(returnsTo('x')).toBe('b');
  });

  it('passes over a file that was broken, away, or without the image', () => {
    run('a');
    write('app: [');
    commit('broken');
    write(stringify({ neighbour: build('n') }));
    commit('without');
    rmSync(join(root, 'clusters', 'here'), { recursive: true });
    commit('away');
    run('b');
    expect(returnsTo('b')).toBe('a');
  });

  it('reads what the contract of today would refuse: the past does not change', () => {
    write(stringify({ app: { ...build('a'), canary: { ...build('a'), weight: 10, field: 'of old' } } }));
    commit('a');
    run('b');
    expect(returnsTo('b')).toBe('a');
  });

  it('counts what main became by a merge, and not what stood on a branch alone', () => {
    run('a');
    git('switch', '--quiet', '--create', 'branch');
    run('x');
    run('b');
    git('switch', '--quiet', 'main');
    write('', 'there');
    commit('beside');
    git('merge', '--quiet', '--no-ff', '--no-edit', 'branch');
    expect(committedBuilds(root, 'here', 'app').map(({ version }) => version)).toEqual(['1.0-b', '1.0-a']);
    expect(returnsTo('b')).toBe('a');
  });

  it('goes back beyond the day when the cluster got another name, and takes over nothing of a neighbour', () => {
    run('x', 'neighbour');
    run('y', 'neighbour');
    run('a', 'old');
    run('b', 'old');
    renameSync(join(root, 'clusters', 'old'), join(root, 'clusters', 'new'));
    commit('renamed');
    run('c', 'new');
    expect(returnsTo('c', 'new')).toBe('b');
    expect(returnsTo('b', 'new')).toBe('a');
    // A new cluster starts with the text of another one, which goes on.
    write(stringify({ app: build('y'), neighbour: build('n') }), 'copied');
    commit('copied');
    expect(returnsTo('y', 'copied')).toBeUndefined();
  });

  it('is refused in a clone that lacks the beginning: it could return to what was taken back', () => {
    for (const letter of 'abcb') run(letter);
    const shallow = mkdtempSync(join(inject('temporaryFolders'), 'shallow-'));
    git('clone', '--quiet', '--depth', '2', `file://${root}`, shallow);
    expect(() => committedBuilds(shallow, 'here', 'app')).toThrow('Run git fetch --unshallow first.');
    rmSync(shallow, { recursive: true });
  });

  it('outside a repository says that there is no history', () => {
    expect(() => committedBuilds('/', 'here', 'app')).toThrow('The history of Git cannot be read');
    expect(() => committedBuilds(root, 'here', 'app')).toThrow('The history of Git cannot be read');
  });
});

describe('while a canary runs', () => {
  const image: Image = { ...build('b'), canary: { ...build('c'), weight: 10 } };
  const back = (failing?: string) =>
    changeBack('app', image, failing === undefined ? undefined : build(failing).digest, () => [
      build('b'),
      build('a'),
    ]);

  it('it ends, where nothing else is named or it is what fails', () => {
    expect(back()).toEqual({ to: 'end-canary' });
    expect(back('c')).toEqual({ to: 'end-canary' });
  });

  it('a failing build that everybody gets takes it along', () => {
    expect(back('b')).toEqual({ to: 'return', ...build('a') });
  });

  it('a build that does not run any more is nothing to do: the alert came twice', () => {
    expect(back('x')).toBeUndefined();
  });
});

describe('whatever was promoted and rolled back before', () => {
  /** Some builds, promoted in turn, with rollbacks between. */
  const steps = fc.array(fc.constantFrom(...'abcde', 'back'), { minLength: 1, maxLength: 14 });

  /** What a person would say runs, and what each rollback returned to, by a stack of what stands. */
  function play(sequence: readonly string[]) {
    const builds: Build[] = [];
    const broken = new Set<string>();
    const seen: { readonly returned: string; readonly broken: ReadonlySet<string> }[] = [];
    for (const step of sequence) {
      const [current] = builds;
      if (step !== 'back') {
        builds.unshift(build(step));
        broken.delete(build(step).digest);
      } else if (current !== undefined) {
        const change = attempt(current, builds);
        if (change?.to !== 'return') continue;
        broken.add(current.digest);
        seen.push({ returned: change.digest, broken: new Set(broken) });
        builds.unshift({ version: change.version, digest: change.digest });
      }
    }
    return { builds, seen };
  }

  function attempt(current: Build, builds: readonly Build[]) {
    try {
      return changeBack('app', current, undefined, () => builds);
    } catch {
      return undefined;
    }
  }

  it('no rollback ever returns to a build that was rolled back from and not promoted again', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        for (const { returned, broken } of play(sequence).seen) expect(broken.has(returned)).toBe(false);
      }),
    );
  });

  it('rollbacks in a row come to an end, and never to the same build twice', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const known = play(sequence).seen.length;
        const returned = play([...sequence, ...Array<string>(9).fill('back')]).seen.slice(known);
        expect(new Set(returned.map((each) => each.returned)).size).toBe(returned.length);
      }),
    );
  });

  it('the commits of a real repository say the same', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const { builds } = play(sequence);
        rmSync(join(root, '.git'), { recursive: true });
        git('init', '-q', '-b', 'main');
        for (const { version } of [...builds].reverse()) run(version.slice(-1));
        const [current] = builds;
        if (current === undefined) return;
        const expected = attempt(current, builds);
        expect(returnsTo(current.version.slice(-1))).toBe(
          expected?.to === 'return' ? expected.version.slice(-1) : undefined,
        );
      }),
      { numRuns: 4 },
    );
  });
});
