import { randomFrom } from '../../prove-changes/seed.ts';
import type { Finding } from '../step.ts';
import type { Copy } from './copy.ts';
import { disturb } from './disturb.ts';
import { brokenFiles, differences, unfinishedFiles } from './judge.ts';
import { DOING, PHASES, type Phase, Watch, watchSynth } from './phases.ts';
import { type Ended, type Started, startSynth } from './run.ts';
import { put, treeOf } from './states.ts';

/** After a kill somebody runs synth again; otherwise the next synth, which is killed too, meets what is left. */
const REPAIRED = 0.3;

/** How often the sources change before a synth. Documents are made anew then, which takes far longer than to write them. */
const CHANGED = 0.25;

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
  /** Synths after a kill that nobody stopped, and that had to make everything whole. */
  readonly repairs: number;
  readonly findings: readonly Finding[];
}

/** What all of those have counted that kill side by side. */
interface Tally {
  readonly phases: Map<Phase, number>;
  readonly findings: Finding[];
  kills: number;
  done: number;
  repairs: number;
}

/** How often synth is killed, and from what the choices come. */
interface Often {
  /** How many kills at least. */
  readonly count: number;
  readonly seed: number;
  /** Called now and then with how far it is. */
  readonly say: (line: string) => void;
}

/**
 * Kills synth at random moments, in copies whose sources go from one state to the other and back, until it was killed so often and
 * in each of its phases.
 */
export async function killOften(copies: readonly Copy[], often: Often): Promise<Kills> {
  const tally: Tally = {
    phases: new Map(PHASES.map((phase) => [phase, 0])),
    findings: [],
    kills: 0,
    done: 0,
    repairs: 0,
  };
  await Promise.all(copies.map((copy, index) => killIn(copy, tally, { ...often, seed: often.seed + index })));
  return { ...tally, findings: [...tally.findings, ...missedPhases(tally.phases, tally.kills)] };
}

async function killIn(
  { repository, states }: Copy,
  tally: Tally,
  { count, seed, say }: Often,
): Promise<void> {
  const { folder } = repository;
  const { findings, phases } = tally;
  const random = randomFrom(seed);
  const isOver = () => tally.kills >= count && notHit(phases).length === 0;
  let [wanted, other] = states;
  const change = () => {
    if (random() < CHANGED) [wanted, other] = [other, wanted];
    put(repository, wanted);
  };
  const judgeWhole = (where: string, { status, output }: Pick<Ended, 'status' | 'output'>) => {
    tally.repairs++;
    if (status !== 0) findings.push({ where, what: 'the next synth', says: output });
    findings.push(...differences(where, treeOf(folder), wanted.tree), ...unfinishedFiles(where, folder));
  };
  put(repository, wanted);
  disturb(folder, states, random);
  let { durations } = await watchSynth(folder);
  const superfluous = new Map<string, string>();
  // A machine on which each ends before its kill comes has to end as well.
  for (let attempt = 1; !isOver() && attempt <= 10 * count; attempt++) {
    change();
    for (const each of disturb(folder, states, random)) superfluous.set(...each);
    const before = treeOf(folder);
    const watch = new Watch(folder);
    const aim = aimed(notHit(phases), random());
    const synth = startSynth(folder);
    await watch.until(aim, synth);
    await within(random() * durations[aim], synth);
    synth.kill();
    const { status, output, milliseconds } = await synth.ended;
    const where = `kill ${tally.kills + 1}, after ${Math.round(milliseconds)} ms`;
    if (status !== undefined) {
      // It has ended before its kill came.
      judgeWhole(where, { status, output });
      continue;
    }
    const left = treeOf(folder);
    findings.push(...brokenFiles(where, left, [...states.map(({ tree }) => tree), superfluous]));
    tally.kills++;
    const phase = watch.phaseOf({ before, left, wanted: wanted.tree });
    if (phase === undefined) tally.done++;
    else phases.set(phase, (phases.get(phase) ?? 0) + 1);
    if (tally.kills % TOLD === 0 && tally.kills < count)
      say(`${tally.kills} of ${count} kills: ${findings.length} findings, ${countsText(phases)}`);
    if (random() >= REPAIRED && !isOver()) continue;
    change();
    const next = await watchSynth(folder);
    durations = next.durations;
    judgeWhole(where, next);
  }
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
