import { readTrees } from '../cluster-model/cluster.ts';
import { modelOf } from '../cluster-model/model.ts';
import { implement } from '../command-line/command.ts';
import { changeBetween, changeText, printedConnections } from './against.ts';
import type { Connection } from './connection.ts';
import { dotOf } from './dot.ts';
import { explain, explanationText } from './explain.ts';
import { between } from './filter.ts';
import { htmlOf } from './html.ts';
import { jsonParts } from './json.ts';
import { Reach } from './reach.ts';
import { textOf } from './text.ts';
import { reach } from './usage.ts';

export const main = implement(reach, ({ options, arguments: { dirs } }) => {
  const { format = 'text', against, from, to } = options;
  const clusters = reachOf(dirs.length === 0 ? ['dist'] : dirs);
  if (options.explain !== undefined) {
    const explanations = explain(clusters, options.explain);
    const isJson = format === 'json';
    process.stdout.write(isJson ? `${JSON.stringify({ explanations })}\n` : explanationText(explanations));
    return 0;
  }
  const connections = between(connectionsOf(clusters), from, to);
  if (against !== undefined) {
    const before = printedConnections(against) ?? connectionsOf(reachOf([against]));
    const change = changeBetween(between(before, from, to), connections);
    process.stdout.write(format === 'json' ? `${JSON.stringify(change)}\n` : changeText(change));
    return 0;
  }
  for (const part of printed(connections, format)) process.stdout.write(part);
  // What a reader has to know stands beside the result, never in it.
  for (const { model } of clusters) {
    for (const note of model.notes) process.stderr.write(`${model.cluster}: ${note}.\n`);
  }
  return 0;
});

function reachOf(folders: readonly string[]): readonly Reach[] {
  return readTrees(folders).map((tree) => new Reach(modelOf(tree)));
}

function connectionsOf(clusters: readonly Reach[]): readonly Connection[] {
  return clusters.flatMap((cluster) => cluster.connections());
}

function printed(connections: readonly Connection[], format: string): Iterable<string> {
  if (format === 'json') return jsonParts(connections);
  if (format === 'dot') return [dotOf(connections)];
  return [format === 'html' ? htmlOf(connections) : textOf(connections)];
}
