import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { planCluster } from '../../scripts/synth/cluster-plan.ts';
import { synth } from '../../scripts/synth/synth.ts';
import { Transaction } from '../../scripts/synth/write.ts';
import { temporaryFolder, treeOf } from './fixture/folders.ts';
import { fleet, next, old } from './fixture/two-states.ts';

function rendered(units: typeof old): Record<string, string> {
  const out = temporaryFolder();
  synth({ fleet, units, out });
  return treeOf(out);
}

/** Starts from the old tree, and stops for good after so many steps of the way to the next one. */
function crashAfter(steps: number): { readonly out: string; readonly finished: boolean } {
  const out = temporaryFolder();
  synth({ fleet, units: old, out });
  const transaction = new Transaction(out);
  const stage = (path: string, text: string) => transaction.stage(path, text);
  const plans = fleet.clusters.map((cluster) => planCluster({ fleet, units: next, out }, cluster, stage));
  const commit = transaction.steps(plans);
  for (let step = 0; step < steps; step++) if (commit.next().done) return { out, finished: true };
  return { out, finished: false };
}

describe('a synth that ends in the middle', () => {
  it('leaves whole files at every step, each listed in the index, and a tree that any next run makes whole', () => {
    const [before, after] = [rendered(old), rendered(next)];
    let steps = 0;
    for (; ; steps++) {
      const { out, finished } = crashAfter(steps);
      if (finished) break;
      for (const [path, text] of Object.entries(treeOf(out))) {
        if (path.startsWith('.synth/') || path.endsWith('index.json')) continue;
        expect([before[path], after[path]], `step ${steps}: ${path}`).toContain(text);
        const [cluster = '', ...rest] = path.split('/');
        expect(treeOf(out)[`${cluster}/index.json`], `step ${steps}`).toContain(`"${rest.join('/')}"`);
      }
      // The author may go on, or take the change back.
      for (const [units, tree] of [
        [next, after],
        [old, before],
      ] as const) {
        const copy = join(temporaryFolder(), 'dist');
        cpSync(out, copy, { recursive: true });
        synth({ fleet, units, out: copy });
        expect(treeOf(copy), `after step ${steps}`).toEqual(tree);
      }
    }
    expect(steps).toBeGreaterThan(10);
  });

  it('does not block the next one: the lock of a dead process counts for nothing', async () => {
    const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(child, 'exit');
    const out = temporaryFolder();
    mkdirSync(join(out, '.synth'));
    writeFileSync(join(out, `.synth/running-${child.pid}`), '');
    synth({ fleet, units: old, out });
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
        if (!path.startsWith('.synth/') && !path.endsWith('/index.json')) expect(texts, path).toContain(text);
      }
      synth({ fleet, units: old, out: left });
      expect(treeOf(left)).toEqual(whole);
    }
  });
});
