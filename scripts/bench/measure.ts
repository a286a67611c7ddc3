import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Result, resultSchema, type Task } from './task-schema.ts';

/** One process of the benchmark. */
export interface Measured extends Result {
  readonly name: string;
  /** Start of Node included. */
  readonly seconds: number;
}

/** Of the same task several times: the one that took neither least nor most. */
export function middle(runs: readonly Measured[]): Measured {
  const inOrder = runs.toSorted((one, other) => one.cpuSeconds - other.cpuSeconds);
  const found = inOrder[Math.floor((runs.length - 1) / 2)];
  if (found === undefined) throw new Error('There is no run.');
  return found;
}

const runFile = fileURLToPath(new URL('../run.mjs', import.meta.url));
const tasks = fileURLToPath(new URL('tasks', import.meta.url));

/** Does a task in a process of its own. */
export function measure(name: string, task: Task): Measured {
  const started = performance.now();
  const child = spawnSync(process.execPath, [runFile, `${tasks}/${task.kind}.ts`, JSON.stringify(task)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.status !== 0) throw new Error(`${name} failed.`);
  const seconds = (performance.now() - started) / 1000;
  return { name, seconds, ...resultSchema.parse(JSON.parse(child.stdout)) };
}
