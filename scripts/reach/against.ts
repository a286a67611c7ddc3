import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { unusable } from '../cluster-model/input/unusable-input.ts';
import type { Model } from '../cluster-model/model.ts';
import { bold, green, red } from '../command-line/colours.ts';
import { type Connection, groupedBy } from './connection.ts';
import { Reach } from './reach.ts';
import { touchedBetween } from './touched.ts';

/** What a change opens and closes. */
export interface Change {
  readonly opened: readonly Connection[];
  readonly closed: readonly Connection[];
}

const connection = z.object({
  cluster: z.string(),
  from: z.string(),
  to: z.string(),
  ports: z.array(z.string()),
  conditions: z.array(z.string()),
});
const printed = z.object({ connections: z.array(connection) });

/**
 * The connections of a file that `--format json` has printed; undefined where the path is a folder or holds manifests.
 *
 * @throws UnusableInput where it is neither
 */
export function printedConnections(path: string): readonly Connection[] | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile() !== true || !path.endsWith('.json')) return undefined;
  let given: unknown;
  try {
    given = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw unusable([
      `${path}:1: not readable as JSON: ${error instanceof Error ? error.message : 'unknown'}`,
    ]);
  }
  if (typeof given !== 'object' || given === null || !('connections' in given)) return undefined;
  const read = printed.safeParse(given);
  if (read.success) return read.data.connections;
  const [issue] = read.error.issues;
  throw unusable([
    `${path}:1: ${issue?.path.join('.')}: ${issue?.message}. Expected what --format json prints.`,
  ]);
}

/**
 * Who reaches whom in some clusters that are compared with others: a network that only one state of a cluster names is a part of
 * the world in the other one, and has been open there as far as the world was.
 *
 * @param others the other state of each, by its name; one against one other is the same cluster
 */
export function reachBeside(models: readonly Model[], others: readonly Model[]): readonly Reach[] {
  const [only] = models.length === 1 && others.length === 1 ? others : [];
  return models.map(
    (model) => new Reach(model, only ?? others.find(({ cluster }) => cluster === model.cluster)),
  );
}

/** The connections of each cluster, and the names of all of them. */
export interface Side {
  readonly clusters: readonly string[];
  readonly connections: readonly Connection[];
}

/** One cluster against one other is the same one, whatever their folders are called. */
export function paired(before: Side, now: Side): readonly Connection[] {
  const [own, ...more] = now.clusters;
  if (own === undefined || more.length > 0 || before.clusters.length !== 1) return before.connections;
  return before.connections.map((each) => ({ ...each, cluster: own }));
}

/** The same of two states of one cluster; where only policies differ, what they have not touched is not looked at. */
export function changeOfCluster(before: Reach, now: Reach): Change {
  const touched = touchedBetween(before, now);
  return changeBetween(before.connections(touched), now.connections(touched));
}

/** What is open now and was not before, port by port; a condition that has changed is another way to be open. */
export function changeBetween(before: readonly Connection[], now: readonly Connection[]): Change {
  return { opened: without(now, before), closed: without(before, now) };
}

function without(all: readonly Connection[], known: readonly Connection[]): readonly Connection[] {
  const ports = groupedBy(known, keyOf);
  return all.flatMap((each) => {
    const there = new Set((ports.get(keyOf(each)) ?? []).flatMap((other) => other.ports));
    const left = each.ports.filter((port) => !there.has(port));
    return left.length === 0 ? [] : [{ ...each, ports: left }];
  });
}

function keyOf({ cluster, from, to, conditions }: Connection): string {
  return [cluster, from, to, ...conditions].join('\0');
}

/** For people: what is opened first, since it is what a reviewer looks for. */
export function changeText({ opened, closed }: Change): string {
  const lines = [
    ...section('Opened', opened, (text) => green(`  + ${text}`)),
    ...section('Closed', closed, (text) => red(`  - ${text}`)),
  ];
  return [...lines, `${opened.length} opened, ${closed.length} closed`, ''].join('\n');
}

function section(
  title: string,
  connections: readonly Connection[],
  line: (text: string) => string,
): readonly string[] {
  if (connections.length === 0) return [];
  return [
    bold(title),
    ...connections.map(({ cluster, from, to, ports, conditions }) =>
      line([`${cluster}: ${from} → ${to}  ${ports.join(', ')}`, ...conditions].join('; ')),
    ),
    '',
  ];
}
