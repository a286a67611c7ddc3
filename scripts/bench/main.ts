import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type Result, resultSchema, type Task } from './task-schema.ts';

const HELP = `Measures synth on a synthetic fleet, against cdk8s's own writer and against a floor.

  npm run bench
  npm run bench -- --clusters 100 --services 100
  npm run bench -- --stock 10     clusters for cdk8s's own writer, which is slow (default: a tenth)
  npm run bench -- --out DIR      where the trees are written (default: the system's folder for temporary files)

CPU is user and system time of the whole process, start of Node included. Nothing is deleted before the end: ext4
creates files slowly while many have just been deleted. Creating a file is most of the floor, so compare figures
of one file system only.
`;

const count = z.coerce.number().int().positive();
const optionsSchema = z.strictObject({
  clusters: count.default(100),
  services: count.default(100),
  stock: count.optional(),
  out: z.string().default(tmpdir()),
});

interface Measured extends Result {
  readonly name: string;
  readonly seconds: number;
}

const taskFile = fileURLToPath(new URL('task.ts', import.meta.url));

function measure(name: string, task: Task): Measured {
  const started = performance.now();
  const child = spawnSync(process.execPath, ['--import', 'tsx', taskFile, JSON.stringify(task)], {
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

const { values } = parseArgs({
  options: {
    clusters: { type: 'string' },
    services: { type: 'string' },
    stock: { type: 'string' },
    out: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (values.help) console.log(HELP);
else bench(optionsSchema.parse({ ...values }));

function bench({
  clusters,
  services,
  stock = Math.ceil(clusters / 10),
  out,
}: z.infer<typeof optionsSchema>): void {
  const folder = mkdtempSync(join(out, 'bench-'));
  try {
    const task = (kind: Task['kind'], tree: string, rest: Partial<Task> = {}): Task => {
      const cache = join(folder, `${tree}-cache`);
      return { kind, clusters, services, out: join(folder, tree), cache, changed: 'info', ...rest };
    };
    console.log(row(`${clusters} clusters, ${services} services`, COLUMNS));
    const cold = measure('cold', task('synth', 'full'));
    measure('nothing changed', task('synth', 'full'));
    measure('one service changed', task('synth', 'full', { changed: 'debug' }));
    const own = measure('floor', task('floor', 'floor'));
    const cdk8s = measure(`cdk8s, ${stock} clusters`, task('stock', 'stock', { clusters: stock }));
    for (const share of [4, 2]) {
      const part = Math.ceil(clusters / share);
      measure(`cold, ${part} clusters`, task('synth', `part-${share}`, { clusters: part }));
    }
    console.log(
      `\nObjects per CPU second against cdk8s's own writer: ${ratio(cold, cdk8s)}; against the floor: ${ratio(cold, own)}`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
