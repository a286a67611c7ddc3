import { codeDigest } from '../synth/digest.ts';
import type { Survey } from '../synth/survey.ts';
import { synthWith } from '../synth/workers.ts';
import type { Counts } from './perform.ts';
import { syntheticFleet, syntheticUnits } from './synthetic-fleet.ts';
import { type Task, workerOf } from './task-schema.ts';

const repository = new URL('../..', import.meta.url).pathname;

/** The repository's command, but for the synthetic fleet. */
export async function runSynth(task: Task, survey: Survey | undefined): Promise<Counts> {
  const { out, cache, changed, threads, clusters, services } = task;
  const size = { clusters, services };
  const request = { fleet: syntheticFleet(size), units: syntheticUnits(size, changed), out };
  const { clusters: plans } = await synthWith(
    { ...request, cache: { directory: cache, code: digestOnce(), survey } },
    { program: workerOf(task), ...(threads > 0 && { count: threads }) },
  );
  const sum = (of: (plan: (typeof plans)[number]) => number) =>
    plans.reduce((total, plan) => total + of(plan), 0);
  return {
    objects: sum(({ objects }) => objects),
    written: sum(({ added, changed }) => added.length + changed.length),
  };
}

function digestOnce(): () => string {
  let digest: string | undefined;
  return () => {
    digest ??= codeDigest(repository);
    return digest;
  };
}
