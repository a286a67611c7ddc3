import { mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { implement } from '../command-line/command.ts';
import { kubeScoreSeconds } from './kube-score.ts';
import { type Measured, measure, middle } from './measure.ts';
import { besideKubeScore, type Runs, ratiosOf } from './ratios.ts';
import { writeScattered } from './scattered.ts';
import type { Task } from './task-schema.ts';
import { treeDiffSeconds } from './tree-diff.ts';
import { bench } from './usage.ts';

const COLUMNS = ['objects', 'written', 'wall s', 'CPU s', 'peak MB', 'objects/CPU s'] as const;

function rowOf({ name, objects, written, seconds, cpuSeconds, peakMegabytes }: Measured): string {
  const numbers = [seconds.toFixed(2), cpuSeconds.toFixed(2), Math.round(peakMegabytes)];
  return row(name, [objects, written, ...numbers, Math.round(objects / cpuSeconds)]);
}

function row(name: string, values: readonly unknown[]): string {
  return name.padEnd(28) + values.map((value) => String(value).padStart(14)).join('');
}

const MEMORY = '/dev/shm';

/** What the files of a service on a cluster take there, which come in whole pages. */
const BYTES_OF_SERVICE = 120_000;

/** In memory there is no disk to measure. */
function defaultFolder(services: number): string {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    if (bavail * bsize > services * BYTES_OF_SERVICE) return MEMORY;
  } catch {
    // Only Linux has it.
  }
  return tmpdir();
}

/** How many clusters carry as many objects as one with this many times the services. */
const GROWTH = 8;

export const main = implement(bench, ({ options }) => {
  const { clusters, services, rounds, format } = options;
  const stock = options.stock === 0 ? Math.ceil(clusters / 10) : options.stock;
  // At the end there are four whole trees, a quarter of one, that of cdk8s and those of the growth.
  const placed = (clusters * 4.25 + stock + GROWTH * 2) * services;
  const place = options.out ?? defaultFolder(placed);
  const folder = mkdtempSync(join(place, 'bench-'));
  const told: Measured[] = [];
  const say = (text: string) => {
    if (format === 'text') console.log(text);
  };
  const run = (name: string, kind: Task['kind'], tree: string, rest: Partial<Task> = {}): Measured => {
    const places = { out: join(folder, tree), cache: join(folder, `${tree}-cache`) };
    const task = { kind, clusters, services, changed: 'info', threads: 1, ...places, ...rest };
    const measured = measure(name, task);
    told.push(measured);
    say(rowOf(measured));
    return measured;
  };
  try {
    const processors = availableParallelism();
    const threads = Math.min(processors, clusters);
    const quarter = Math.ceil(clusters / 4);
    const machine = { node: process.version, processors };
    say(`In ${folder}, Node ${machine.node}, ${processors} processors`);
    say(row(`${clusters} clusters, ${services} services`, COLUMNS));
    const turns = Array.from({ length: rounds }, (_, round) => {
      // On a disk it would slow the next ones down, as `--help` says.
      if (round > 0 && place === MEMORY) {
        for (const tree of readdirSync(folder)) rmSync(join(folder, tree), { recursive: true });
      }
      const tree = (name: string) => (place === MEMORY || round === rounds - 1 ? name : `${name}-${round}`);
      return {
        floor: run('floor', 'floor', tree('floor')),
        cold: run('cold', 'synth', tree('full')),
        cdk8s: run(named('cdk8s', stock), 'stock', tree('stock'), { clusters: stock }),
        fewer: run(named('cold', quarter), 'synth', tree('fewer'), { clusters: quarter }),
        large: run(`1 × ${GROWTH * services}`, 'synth', tree('large'), {
          clusters: 1,
          services: GROWTH * services,
        }),
        spread: run(`${GROWTH} × ${services}`, 'synth', tree('spread'), { clusters: GROWTH }),
      };
    });
    // As many as the command takes by itself.
    run('nothing changed', 'synth', 'full', { threads: 0 });
    run('reach, the same tree', 'reach', 'full');
    const checked = run('check, the same tree', 'check', 'full');
    const scored = kubeScoreSeconds(join(folder, 'full'));
    if (scored !== undefined) say(row('kube-score, the same tree', ['', '', scored.toFixed(2), '', '', '']));
    const changes = Array.from({ length: rounds }, (_, round) =>
      run('one service changed', 'synth', 'full', { changed: `debug-${round}`, threads: 0 }),
    );
    const runs: Runs = {
      floor: middle(turns.map(({ floor }) => floor)),
      cold: middle(turns.map(({ cold }) => cold)),
      cdk8s: middle(turns.map(({ cdk8s }) => cdk8s)),
      fewer: middle(turns.map(({ fewer }) => fewer)),
      large: middle(turns.map(({ large }) => large)),
      spread: middle(turns.map(({ spread }) => spread)),
      changed: middle(changes),
      threads: run(`cold, ${threads} threads`, 'synth', 'threads', { threads }),
    };
    // The threads have written the tree as it was before the change.
    const [was, is] = [join(folder, 'threads'), join(folder, 'full')];
    const scattered = join(folder, 'scattered');
    writeScattered(is, scattered, 100);
    for (const [what, base, tree] of [
      ['one service changed', was, 'full'],
      ['1 % changed', is, 'scattered'],
    ] as const) {
      run(`diff, ${what}`, 'diff', tree, { base });
      for (const name of ['git diff', 'dyff'] as const) {
        const seconds = treeDiffSeconds(name, base, join(folder, tree));
        const said = typeof seconds === 'number' ? seconds.toFixed(2) : seconds;
        if (said !== undefined) say(row(`${name}, the same trees`, ['', '', said, '', '', '']));
      }
    }
    const ratios = [...ratiosOf(runs), ...besideKubeScore(checked, scored)];
    if (format === 'json')
      console.log(JSON.stringify({ ...machine, clusters, services, runs: told, ratios }, null, 2));
    else for (const { value, means } of ratios) console.log(`${value.toFixed(2).padStart(8)}  ${means}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function named(what: string, clusters: number): string {
  return `${what}, ${clusters} cluster${clusters === 1 ? '' : 's'}`;
}
