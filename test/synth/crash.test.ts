import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { assertOutFolder } from '../../scripts/synth/out-folder.ts';
import { foreignOf, partsOf, planOf, synth } from '../../scripts/synth/synth.ts';
import { Transaction } from '../../scripts/synth/write.ts';
import { temporaryFolder, treeOf } from './fixture/folders.ts';
import { next, old } from './fixture/two-states.ts';

function rendered(state: typeof old): Record<string, string> {
  const out = temporaryFolder();
  synth({ ...state, out });
  return treeOf(out);
}

/** Starts from the old tree, and stops for good after so many steps of the way to the next one. */
function crashAfter(steps: number): { readonly out: string; readonly step: string | undefined } {
  const out = temporaryFolder();
  synth({ ...old, out });
  const transaction = new Transaction(out);
  const stage = (path: string, text: string) => transaction.stage(path, text);
  const commit = transaction.steps(partsOf(planOf({ ...next, out }, stage)));
  let step: string | undefined = 'staged';
  for (let done = 0; done < steps && step !== undefined; done++) step = commit.next().value ?? undefined;
  return { out, step };
}

describe('a synth that ends in the middle', () => {
  it('leaves whole files at every step, and a tree that any next run makes whole', () => {
    const [before, after] = [rendered(old), rendered(next)];
    const kinds = new Set<string>();
    for (let steps = 0; ; steps++) {
      const { out, step } = crashAfter(steps);
      if (step === undefined) break;
      kinds.add(step.split(' ')[0] ?? '');
      for (const [path, text] of Object.entries(treeOf(out))) {
        if (path.startsWith('.synth/')) continue;
        expect([before[path], after[path]], `step ${steps}: ${path}`).toContain(text);
      }
      // The author may go on, or take the change back. Nothing of synth's own is ever taken for somebody else's.
      for (const [state, tree] of [
        [next, after],
        [old, before],
      ] as const) {
        const copy = join(temporaryFolder(), 'dist');
        cpSync(out, copy, { recursive: true });
        expect(foreignOf(synth({ ...state, out: copy })), `after step ${steps}`).toEqual([]);
        expect(treeOf(copy), `after step ${steps}`).toEqual(tree);
        expect(readdirSync(copy, { recursive: true }).length, `after step ${steps}`).toBe(
          new Set(
            Object.keys(tree).flatMap((path) =>
              path.split('/').map((_, end, parts) => parts.slice(0, end + 1).join('/')),
            ),
          ).size,
        );
      }
    }
    expect([...kinds].sort()).toEqual(['put', 'removed', 'staged']);
  });

  it('into a new folder of --out leaves one that the next synth takes for its own, at every step', () => {
    const home = { repository: temporaryFolder(), out: join(temporaryFolder(), 'dist') };
    for (let steps = 0, done = false; !done; steps++) {
      const out = join(temporaryFolder(), 'elsewhere');
      const transaction = new Transaction(out);
      const stage = (path: string, text: string) => transaction.stage(path, text);
      const commit = transaction.steps(partsOf(planOf({ ...next, out }, stage)));
      for (let step = 0; step < steps && !done; step++) done = commit.next().done === true;
      expect(() => assertOutFolder(out, home), `step ${steps}`).not.toThrow();
    }
  });

  it('with an error half-way leaves one of which the next synth knows whose it is', () => {
    const home = { repository: temporaryFolder(), out: join(temporaryFolder(), 'dist') };
    const out = join(temporaryFolder(), 'elsewhere');
    const transaction = new Transaction(out);
    const stage = (path: string, text: string) => transaction.stage(path, text);
    const changes = partsOf(planOf({ ...next, out }, stage));
    const whole = transaction.steps(changes);
    transaction.steps = function* () {
      yield String(whole.next().value);
      throw new Error('The disk is full.');
    };
    expect(() => transaction.commit(changes)).toThrow('The disk is full.');
    transaction.end();
    expect(existsSync(join(out, 'index.json'))).toBe(false);
    expect(() => assertOutFolder(out, home)).not.toThrow();
    synth({ ...next, out });
    expect(treeOf(out)).toEqual(rendered(next));
    expect(existsSync(join(out, '.synth'))).toBe(false);
  });

  it('does not block the next one: the lock of a dead process counts for nothing', async () => {
    const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(child, 'exit');
    const out = temporaryFolder();
    mkdirSync(join(out, '.synth'));
    writeFileSync(join(out, `.synth/running-${child.pid}`), '');
    synth({ ...old, out });
    expect(treeOf(out)).toEqual(rendered(old));
    expect(existsSync(join(out, '.synth'))).toBe(false);
  });
});

describe('kill -9', () => {
  it('at any moment leaves a tree that the next run makes whole', async () => {
    const out = join(temporaryFolder(), 'dist');
    const program = fileURLToPath(new URL('fixture/endless-synth.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', program, out], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    // A copy made while the process stands still is what a kill at that moment would have left.
    const copies: string[] = [];
    for (let moment = 0; moment < 12; moment++) {
      await setTimeout(3 + 7.3 * moment);
      child.kill('SIGSTOP');
      const copy = join(temporaryFolder(), 'dist');
      cpSync(out, copy, { recursive: true });
      copies.push(copy);
      child.kill('SIGCONT');
    }
    child.kill('SIGKILL');
    await once(child, 'exit');
    const whole = rendered(old);
    const texts = new Set([...Object.values(whole), ...Object.values(rendered(next))]);
    for (const left of [...copies, out]) {
      for (const [path, text] of Object.entries(treeOf(left))) {
        if (!path.startsWith('.synth/')) expect(texts, path).toContain(text);
      }
      synth({ ...old, out: left });
      expect(treeOf(left)).toEqual(whole);
    }
  });
});
