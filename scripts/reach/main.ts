import { readTrees } from '../cluster-model/cluster.ts';
import { modelOf } from '../cluster-model/model.ts';
import { implement } from '../command-line/command.ts';
import { remark } from '../command-line/tell.ts';
import { changeBetween, changeText, paired, printedConnections, type Side } from './against.ts';
import type { Connection } from './connection.ts';
import { connectionsOf } from './connections.ts';
import { dotOf } from './dot.ts';
import { explain, explanationText } from './explain.ts';
import { between } from './filter.ts';
import { htmlOf } from './html.ts';
import { jsonParts } from './json.ts';
import { refuseBeside } from './options.ts';
import { refuseUnknownPeers } from './peers.ts';
import { Reach } from './reach.ts';
import { textOf } from './text.ts';
import { reach } from './usage.ts';

export const main = implement(reach, ({ options, arguments: { dirs } }) => {
  const { format = 'text', against, from, to } = options;
  refuseBeside(options);
  const clusters = reachOf(dirs.length === 0 ? ['dist'] : dirs);
  if (options.explain !== undefined) {
    const explanations = explain(clusters, options.explain);
    const isJson = format === 'json';
    process.stdout.write(isJson ? `${JSON.stringify({ explanations })}\n` : explanationText(explanations));
    return 0;
  }
  const now = sideOf(clusters);
  const before = against === undefined ? undefined : sideBefore(against);
  refuseUnknownPeers([from, to], [...now.peers, ...(before?.peers ?? [])]);
  const connections = between(now.connections, from, to);
  if (before !== undefined) {
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

function reachOf(folders: readonly string[]): readonly Reach[] {
  return readTrees(folders).map((tree) => new Reach(modelOf(tree)));
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

function sideBefore(path: string): Told {
  const connections = printedConnections(path);
  if (connections === undefined) return sideOf(reachOf([path]));
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
