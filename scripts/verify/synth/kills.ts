import type { Repository } from '../../prove-changes/repository.ts';
import type { Finding } from '../step.ts';
import { disturb } from './disturb.ts';
import { brokenFiles, differences, leftInWorkspace } from './judge.ts';
import { firstPlaced, type Started, startSynth, watchSynth } from './run.ts';
import { put, type State, type Tree, treeOf } from './states.ts';

/** After a kill somebody runs synth again, or the next change meets what is left. */
const REPAIRED = 0.4;

/** Which share of the kills is aimed at which part of a synth; files take their places in a moment. */
const AIMED = { placing: 0.5, documents: 0.2 };

/** What the kills came to. */
export interface Kills {
  readonly kills: number;
  /** Kills that came when some files had taken their places, and others not. */
  readonly whilePlacing: number;
  /** Synths after a kill that had to make everything whole. */
  readonly repairs: number;
  readonly findings: readonly Finding[];
}

/**
 * Kills synth at random moments, in a copy whose sources go from one state to the other and back.
 *
 * @param count how many kills
 * @param random numbers from 0 to 1
 */
export async function killOften(
  repository: Repository,
  states: readonly [State, State],
  count: number,
  random: () => number,
): Promise<Kills> {
  const { folder } = repository;
  const trees = states.map(({ tree }) => tree);
  const findings: Finding[] = [];
  let [kills, whilePlacing, repairs] = [0, 0, 0];
  put(repository, states[0]);
  let { phases } = await watchSynth(folder);
  const superfluous = new Map<string, string>();
  // One that ends before its kill comes does not count; a machine on which all do has to end as well.
  for (let attempt = 0; kills < count && attempt < 10 * count; attempt++) {
    const wanted = states[random() < 0.5 ? 0 : 1];
    put(repository, wanted);
    for (const each of disturb(folder, states, random)) superfluous.set(...each);
    const before = treeOf(folder);
    const synth = startSynth(folder);
    const aim = random();
    if (aim < AIMED.placing + AIMED.documents) await firstPlaced(folder, synth);
    if (aim < AIMED.placing) await within(random() * phases.placing, synth);
    else if (aim < AIMED.placing + AIMED.documents)
      await within(phases.placing + random() * phases.documents, synth);
    else await within(random() * phases.rendering, synth);
    synth.kill();
    const { status, output, milliseconds } = await synth.ended;
    const left = treeOf(folder);
    const where = `kill ${kills + 1}, after ${Math.round(milliseconds)} ms`;
    findings.push(...brokenFiles(where, left, [...trees, superfluous]));
    if (status !== undefined) {
      if (status !== 0) findings.push({ where, what: 'synth', says: output });
      continue;
    }
    kills++;
    if (isApart(left, before) && isApart(left, wanted.tree)) whilePlacing++;
    if (random() >= REPAIRED && kills < count) continue;
    const whole = states[random() < 0.5 ? 0 : 1];
    put(repository, whole);
    const next = await watchSynth(folder);
    phases = next.phases;
    if (next.status !== 0) findings.push({ where, what: 'the next synth', says: next.output });
    findings.push(...differences(where, treeOf(folder), whole.tree), ...leftInWorkspace(where, folder));
    repairs++;
  }
  return { kills, whilePlacing, repairs, findings };
}

async function within(milliseconds: number, { ended }: Started): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([ended, passed]);
  clearTimeout(timer);
}

function isApart(one: Tree, other: Tree): boolean {
  return one.size !== other.size || [...one].some(([path, text]) => other.get(path) !== text);
}
