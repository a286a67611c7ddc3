import { setTimeout as wait } from 'node:timers/promises';
import type { Finding } from '../step.ts';
import type { Copy } from './copy.ts';
import { disturb } from './disturb.ts';
import { brokenFiles, differences, unfinishedFiles } from './judge.ts';
import { type Ended, isOrderly, startSynth } from './run.ts';
import { put, treeOf } from './states.ts';

/** What synths at once came to. */
export interface Together {
  /** Those that gave way to another one, and said so. */
  readonly gaveWay: number;
  readonly findings: readonly Finding[];
}

/** Starts synths at the same moment, or one a little after the other; nobody knows which one comes first. */
export async function together(
  { repository, states }: Copy,
  { apart, random }: { readonly apart: number; readonly random: () => number },
): Promise<Together> {
  const { folder } = repository;
  const where = `two at once, ${Math.round(apart)} ms apart`;
  const whole = states[random() < 0.5 ? 0 : 1];
  put(repository, whole);
  const superfluous = disturb(folder, states, random);
  const first = startSynth(folder);
  await wait(apart);
  const ended = await Promise.all([first.ended, startSynth(folder).ended]);
  const findings: Finding[] = ended
    .filter((each) => !isDone(each) && !gaveWay(each))
    .map(({ output }) => ({ where, what: 'synth', says: output }));
  const trees = states.map(({ tree }) => tree);
  findings.push(...brokenFiles(where, treeOf(folder), [...trees, superfluous]));
  // Where they have seen each other at the same moment, both have given way.
  if (!ended.some(isDone)) await startSynth(folder).ended;
  findings.push(...differences(where, treeOf(folder), whole.tree), ...unfinishedFiles(where, folder));
  return { gaveWay: ended.filter(gaveWay).length, findings };
}

function isDone({ status }: Ended): boolean {
  return status === 0;
}

function gaveWay(ended: Ended): boolean {
  return isOrderly(ended) && ended.output.includes('Another synth');
}
