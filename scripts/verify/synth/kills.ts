import type { Repository } from '../../prove-changes/repository.ts';
import type { Finding } from '../step.ts';
import { disturb } from './disturb.ts';
import { brokenFiles, differences, unfinishedFiles } from './judge.ts';
import { DOING, PHASES, type Phase, Watch, watchSynth } from './phases.ts';
import { type Started, startSynth } from './run.ts';
import { put, type State, treeOf } from './states.ts';

/** After a kill somebody runs synth again, or the next change meets what is left. */
const REPAIRED = 0.3;

/** Which share of the kills is aimed at which phase: files take their places in a moment, and there most is at stake. */
const AIMED: Readonly<Record<Phase, number>> = {
  loading: 0.05,
  rendering: 0.1,
  staging: 0.15,
  placing: 0.4,
  remembering: 0.15,
  documents: 0.15,
};

/** So many kills take some minutes, after which somebody wants to know how far it is. */
const TOLD = 20;

/** What the kills came to. */
export interface Kills {
  readonly kills: number;
  /** What synth was doing then. */
  readonly phases: ReadonlyMap<Phase, number>;
  /** Kills of a synth that had done everything, and only had to end. */
  readonly done: number;
  /** Synths after a kill that had to make everything whole. */
  readonly repairs: number;
  readonly findings: readonly Finding[];
}

/**
 * Kills synth at random moments, in a copy whose sources go from one state to the other and back, until it was killed so often and
 * in each of its phases.
 *
 * @param count how many kills at least
 * @param random numbers from 0 to 1
 * @param say called now and then with how far it is
 */
export async function killOften(
  repository: Repository,
  states: readonly [State, State],
  count: number,
  { random, say }: { readonly random: () => number; readonly say: (line: string) => void },
): Promise<Kills> {
  const { folder } = repository;
  const trees = states.map(({ tree }) => tree);
  const findings: Finding[] = [];
  const phases = new Map<Phase, number>(PHASES.map((phase) => [phase, 0]));
  let [kills, done, repairs] = [0, 0, 0];
  put(repository, states[0]);
  disturb(folder, states, random);
  let { durations } = await watchSynth(folder);
  const superfluous = new Map<string, string>();
  const isOver = () => kills >= count && notHit(phases).length === 0;
  // One that ends before its kill comes does not count; a machine on which all do has to end as well.
  for (let attempt = 1; !isOver() && attempt <= 10 * count; attempt++) {
    const wanted = states[random() < 0.5 ? 0 : 1];
    put(repository, wanted);
    for (const each of disturb(folder, states, random)) superfluous.set(...each);
    const before = treeOf(folder);
    const watch = new Watch(folder);
    const aim = aimed(notHit(phases), random());
    const synth = startSynth(folder);
    await watch.until(aim, synth);
    await within(random() * durations[aim], synth);
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
    const phase = watch.phaseOf({ before, left, wanted: wanted.tree });
    if (phase === undefined) done++;
    else phases.set(phase, (phases.get(phase) ?? 0) + 1);
    if (kills % TOLD === 0 && kills < count)
      say(`${kills} of ${count} kills: ${findings.length} findings, ${countsText(phases)}`);
    if (random() >= REPAIRED && !isOver()) continue;
    const whole = states[random() < 0.5 ? 0 : 1];
    put(repository, whole);
    const next = await watchSynth(folder);
    durations = next.durations;
    if (next.status !== 0) findings.push({ where, what: 'the next synth', says: next.output });
    findings.push(...differences(where, treeOf(folder), whole.tree), ...unfinishedFiles(where, folder));
    repairs++;
  }
  return { kills, phases, done, repairs, findings: [...findings, ...missedPhases(phases, kills)] };
}

function countsText(phases: Kills['phases']): string {
  return [...phases].map(([phase, count]) => `${count} ${DOING[phase]}`).join(', ');
}

/** That nothing is proven of a phase in which no kill has come. */
export function missedPhases(phases: Kills['phases'], kills: number): readonly Finding[] {
  return notHit(phases).map((phase) => ({
    where: `${kills} kills`,
    what: phase,
    says: `none came ${DOING[phase]}, so nothing is proven of that`,
  }));
}

/** The phases in which no kill has come. */
function notHit(phases: ReadonlyMap<Phase, number>): readonly Phase[] {
  return PHASES.filter((phase) => (phases.get(phase) ?? 0) === 0);
}

/** One of the phases that are still to be hit; where there is none, each as often as {@link AIMED} says. */
function aimed(missed: readonly Phase[], random: number): Phase {
  const [first = 'placing'] = missed.slice(Math.floor(random * missed.length));
  if (missed.length > 0) return first;
  let sum = 0;
  for (const phase of PHASES) {
    sum += AIMED[phase];
    if (random < sum) return phase;
  }
  return first;
}

async function within(milliseconds: number, { ended }: Started): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([ended, passed]);
  clearTimeout(timer);
}
