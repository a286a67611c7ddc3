import { codeDigest } from '../../synth/digest.ts';
import { synthWith } from '../../synth/workers.ts';
import { type Counts, perform } from '../perform.ts';
import { syntheticFleet, syntheticUnits } from '../synthetic-fleet.ts';
import type { Task } from '../task-schema.ts';

const repository = new URL('../../..', import.meta.url).pathname;

await perform(runSynth);

/** The repository's command, but for the synthetic fleet. */
async function runSynth({ out, cache, changed, threads, clusters, services }: Task): Promise<Counts> {
  const size = { clusters, services };
  const request = { fleet: syntheticFleet(size), units: syntheticUnits(size, changed), out };
  const { clusters: plans } = await synthWith(
    { ...request, cache: { directory: cache, code: digestOnce() } },
    { program: 'scripts/bench/worker.ts', more: { ...size, changed }, count: threads },
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
