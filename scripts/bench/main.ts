import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { implement } from '../command-line/command.ts';
import { type Result, resultSchema, type Task } from './task-schema.ts';
import { bench } from './usage.ts';

interface Measured extends Result {
  readonly name: string;
  readonly seconds: number;
}

const runFile = fileURLToPath(new URL('../run.mjs', import.meta.url));
const taskFile = fileURLToPath(new URL('task.ts', import.meta.url));

function measure(name: string, task: Task): Measured {
  const started = performance.now();
  const child = spawnSync(process.execPath, [runFile, taskFile, JSON.stringify(task)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.status !== 0) throw new Error(`${name} failed.`);
  const result = {
    name,
    seconds: (performance.now() - started) / 1000,
    ...resultSchema.parse(JSON.parse(child.stdout)),
  };
  print(result);
  return result;
}

const COLUMNS = ['objects', 'written', 'wall s', 'CPU s', 'peak MB', 'objects/CPU s'] as const;

function print({ name, objects, written, seconds, cpuSeconds, peakMegabytes }: Measured): void {
  const perSecond = Math.round(objects / cpuSeconds);
  const values = [
    objects,
    written,
    seconds.toFixed(2),
    cpuSeconds.toFixed(2),
    Math.round(peakMegabytes),
    perSecond,
  ];
  console.log(row(name, values));
}

function row(name: string, values: readonly unknown[]): string {
  return name.padEnd(26) + values.map((value) => String(value).padStart(14)).join('');
}

function ratio(one: Measured, other: Measured): string {
  const perSecond = ({ objects, cpuSeconds }: Measured) => objects / cpuSeconds;
  return (perSecond(one) / perSecond(other)).toFixed(2);
}

const MEMORY = '/dev/shm';

/** In memory there is no disk to measure. The trees of a run need about 200 kB for each service on a cluster. */
function defaultFolder(placedServices: number): string {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    if (bavail * bsize > placedServices * 200_000) return MEMORY;
  } catch {
    // Only Linux has it.
  }
  return tmpdir();
}

export const main = implement(bench, ({ options }) => {
  const { clusters, services } = options;
  const stock = options.stock === 0 ? Math.ceil(clusters / 10) : options.stock;
  const folder = mkdtempSync(join(options.out ?? defaultFolder(clusters * services), 'bench-'));
  try {
    const task = (kind: Task['kind'], tree: string, rest: Partial<Task> = {}): Task => {
      const cache = join(folder, `${tree}-cache`);
      return { kind, clusters, services, out: join(folder, tree), cache, changed: 'info', ...rest };
    };
    console.log(`In ${folder}, Node ${process.version}, ${cpus().length} processors`);
    console.log(row(`${clusters} clusters, ${services} services`, COLUMNS));
    const cold = measure('cold', task('synth', 'full'));
    measure('nothing changed', task('synth', 'full'));
    measure('one service changed', task('synth', 'full', { changed: 'debug' }));
    const floor = measure('floor', task('floor', 'floor'));
    const cdk8s = measure(`cdk8s, ${stock} clusters`, task('stock', 'stock', { clusters: stock }));
    for (const share of [4, 2]) {
      const part = Math.ceil(clusters / share);
      measure(`cold, ${part} clusters`, task('synth', `part-${share}`, { clusters: part }));
    }
    console.log(
      `\nObjects per CPU second, cold: ${ratio(cold, cdk8s)} times cdk8s, ${ratio(cold, floor)} times the floor`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
