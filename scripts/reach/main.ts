import { readTrees } from '../cluster-model/cluster.ts';
import { modelOf } from '../cluster-model/model.ts';
import { implement } from '../command-line/command.ts';
import { explain, explanationText } from './explain.ts';
import { between } from './filter.ts';
import { jsonParts } from './json.ts';
import { Reach } from './reach.ts';
import { textOf } from './text.ts';
import { reach } from './usage.ts';

export const main = implement(reach, ({ options, arguments: { dirs } }) => {
  const trees = readTrees(dirs.length === 0 ? ['dist'] : dirs);
  const clusters = trees.map((tree) => new Reach(modelOf(tree)));
  if (options.explain !== undefined) {
    const explanations = explain(clusters, options.explain);
    const json = options.format === 'json';
    process.stdout.write(json ? `${JSON.stringify({ explanations })}\n` : explanationText(explanations));
    return 0;
  }
  const all = clusters.flatMap((cluster) => cluster.connections());
  const connections = between(all, options.from, options.to);
  if (options.format === 'json') for (const part of jsonParts(connections)) process.stdout.write(part);
  else process.stdout.write(textOf(connections));
  return 0;
});
