import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { missedPhases } from '../../scripts/verify/synth/kills.ts';
import { PHASES, type Phase, Watch } from '../../scripts/verify/synth/phases.ts';

const before = new Map([
  ['dist/a/b/c/old.yaml', 'old'],
  ['docs/page.md', 'old'],
]);
const wanted = new Map([
  ['dist/a/b/c/new.yaml', 'new'],
  ['docs/page.md', 'new'],
]);
const placed = new Map([
  ['dist/a/b/c/new.yaml', 'new'],
  ['docs/page.md', 'old'],
]);
const half = new Map([...before, ['dist/a/b/c/new.yaml', 'new']]);

/** A copy in which an earlier synth was killed, if it was, and where another one leaves something. */
function killed(earlier: readonly string[], leaves: readonly string[], left: ReadonlyMap<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'phases-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'dist/a/b/c'), { recursive: true });
  const write = (path: string) => {
    mkdirSync(join(folder, 'dist/.synth', path, '..'), { recursive: true });
    writeFileSync(join(folder, 'dist/.synth', path), '');
  };
  for (const path of earlier) {
    write(path);
    const [name = ''] = path.split('/');
    utimesSync(join(folder, 'dist/.synth', name), 1_000, 1_000);
  }
  const watch = new Watch(folder);
  for (const path of leaves) write(path);
  return watch.phaseOf({ before, left, wanted });
}

const EARLIER = [[], ['running-1', 'staged/a/b/c/new.yaml', 'clock']];

describe('what a killed synth was doing', () => {
  it.each([
    ['loading', [], before],
    ['rendering', ['running-2'], before],
    ['staging', ['running-2', 'staged/a/b/c/other.yaml', 'staged/index.json'], before],
    ['placing', ['running-2', 'staged/index.json'], half],
    ['remembering', ['running-2', 'clock'], placed],
    ['documents', [], placed],
    [undefined, [], wanted],
  ] as const)('shows by what it has left: %s, whatever an earlier one had left', (phase, leaves, left) => {
    for (const earlier of EARLIER) expect(killed(earlier, leaves, left)).toBe(phase);
    if (phase !== undefined) expect(PHASES).toContain(phase);
  });
});

describe('kills', () => {
  it('prove nothing of a phase in which none of them came', () => {
    const phases = new Map<Phase, number>(PHASES.map((phase) => [phase, phase === 'remembering' ? 0 : 3]));
    expect(missedPhases(phases, 15)).toMatchObject([
      { what: 'remembering', says: expect.stringContaining('none came while caches were written') },
    ]);
    expect(missedPhases(new Map(phases).set('remembering', 1), 16)).toEqual([]);
  });
});
