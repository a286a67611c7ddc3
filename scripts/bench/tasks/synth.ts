import { z } from 'zod';
import type { Tools } from '../../command-line/command.ts';
import { LookAhead } from '../../synth/look-ahead.ts';
import { type Counts, perform } from '../perform.ts';
import type { Task } from '../task-schema.ts';

type RunSynth = (task: Task, ahead: LookAhead | undefined) => Promise<Counts>;

const program = z.object({ runSynth: z.custom<RunSynth>((value) => typeof value === 'function') });

/** As the repository's command does, it looks ahead while the rest is loaded. */
export const main = ({ load }: Pick<Tools, 'load'>) =>
  perform(async (task) => {
    const ahead = LookAhead.start(task.cache, task.out);
    const { runSynth } = program.parse(await load('scripts/bench/run-synth.ts'));
    return runSynth(task, ahead);
  });
