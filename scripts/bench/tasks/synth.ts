import { z } from 'zod';
import type { Tools } from '../../command-line/command.ts';
import { Crew } from '../../synth/crew.ts';
import { type Counts, perform } from '../perform.ts';
import { type Task, workerOf } from '../task-schema.ts';

type RunSynth = (task: Task, crew: Crew | undefined) => Promise<Counts>;

const program = z.object({ runSynth: z.custom<RunSynth>((value) => typeof value === 'function') });

/** As with the repository's command, the other threads load while this one does. */
export const main = ({ load }: Pick<Tools, 'load'>) =>
  perform(async (task) => {
    const { cache, out, threads } = task;
    const crew = threads > 1 ? Crew.ahead(workerOf(task), cache, out) : undefined;
    const { runSynth } = program.parse(await load('scripts/bench/run-synth.ts'));
    return runSynth(task, crew);
  });
