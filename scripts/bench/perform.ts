import { type Result, type Task, taskSchema } from './task-schema.ts';

export type Counts = Pick<Result, 'objects' | 'written'>;

/** Does the task that the first argument names, and prints what it took. Each kind is a program, which loads no more than its command does. */
export async function perform(run: (task: Task) => Counts | Promise<Counts>): Promise<void> {
  const counts = await run(taskSchema.parse(JSON.parse(process.argv[2] ?? '')));
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const result: Result = {
    ...counts,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    peakMegabytes: maxRSS / 1024,
  };
  console.log(JSON.stringify(result));
}
