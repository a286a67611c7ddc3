import { readTrees } from '../cluster-model/cluster.ts';
import { type Model, modelOf } from '../cluster-model/model.ts';
import { implement } from '../command-line/command.ts';
import { remark } from '../command-line/tell.ts';
import { changeBetween, changeText, paired, printedConnections, reachBeside, type Side } from './against.ts';
import type { Connection } from './connection.ts';
import { connectionsOf } from './connections.ts';
import { dotOf } from './dot.ts';
import { explain, explanationText } from './explain.ts';
import { between } from './filter.ts';
import { htmlOf } from './html.ts';
import { jsonParts } from './json.ts';
import { refuseBeside } from './options.ts';
import { refuseUnknownPeers } from './peers.ts';
import type { Reach } from './reach.ts';
import { textOf } from './text.ts';
import { reach } from './usage.ts';

export const main = implement(reach, ({ options, arguments: { dirs } }) => {
  const { format = 'text', against, from, to } = options;
  refuseBeside(options);
  const printedBefore = against === undefined ? undefined : printedConnections(against);
  const models = modelsOf(dirs.length === 0 ? ['dist'] : dirs);
  const modelsBefore = against === undefined || printedBefore !== undefined ? [] : modelsOf([against]);
  const clusters = reachBeside(models, modelsBefore);
  if (options.explain !== undefined) {
    const explanations = explain(clusters, options.explain);
    const isJson = format === 'json';
    process.stdout.write(isJson ? `${JSON.stringify({ explanations })}\n` : explanationText(explanations));
    return 0;
  }
  const now = sideOf(clusters);
  const before =
    printedBefore === undefined ? sideOf(reachBeside(modelsBefore, models)) : sideOfPrinted(printedBefore);
  refuseUnknownPeers([from, to], [...now.peers, ...(before?.peers ?? [])]);
  const connections = between(now.connections, from, to);
  if (against !== undefined) {
    const change = changeBetween(between(paired(before, now), from, to), connections);
    process.stdout.write(format === 'json' ? `${JSON.stringify(change)}\n` : changeText(change));
    return 0;
  }
  for (const part of printed(connections, format)) process.stdout.write(part);
  // What a reader has to know stands beside the result, never in it.
  for (const { model } of clusters) {
    for (const note of model.notes) remark(`${model.cluster}: ${note}.`);
  }
  return 0;
});

function modelsOf(folders: readonly string[]): readonly Model[] {
  return readTrees(folders).map((tree) => modelOf(tree));
}

interface Told extends Side {
  readonly peers: readonly string[];
}

function sideOf(clusters: readonly Reach[]): Told {
  const connections = connectionsOf(clusters);
  return {
    clusters: clusters.map(({ model }) => model.cluster),
    connections,
    peers: [
      ...clusters.flatMap(({ endpoints }) => endpoints.map(({ peer }) => peer)),
      ...connections.map(({ from }) => from),
    ],
  };
}

function sideOfPrinted(connections: readonly Connection[]): Told {
  return {
    clusters: [...new Set(connections.map(({ cluster }) => cluster))],
    connections,
    peers: connections.flatMap(({ from, to }) => [from, to]),
  };
}

function printed(connections: readonly Connection[], format: string): Iterable<string> {
  if (format === 'json') return jsonParts(connections);
  if (format === 'dot') return [dotOf(connections)];
  return [format === 'html' ? htmlOf(connections) : textOf(connections)];
}
