import { z } from 'zod';
import type { Tools } from '../../command-line/command.ts';
import { Survey } from '../../synth/survey.ts';
import { type Counts, perform } from '../perform.ts';
import type { Task } from '../task-schema.ts';

type RunSynth = (task: Task, survey: Survey | undefined) => Promise<Counts>;

const program = z.object({ runSynth: z.custom<RunSynth>((value) => typeof value === 'function') });

/** As with the repository's command, another thread looks at the output folder while this one loads. */
export const main = ({ load }: Pick<Tools, 'load'>) =>
  perform(async (task) => {
    const survey = Survey.ahead(task.cache, task.out);
    try {
      const { runSynth } = program.parse(await load('scripts/bench/run-synth.ts'));
      return await runSynth(task, survey);
    } finally {
      await survey?.end();
    }
  });
