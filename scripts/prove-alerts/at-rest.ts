import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Mistake } from '../command-line/mistake.ts';
import { renderedClusters } from '../synth/dist-index.ts';
import type { Cases, Series } from './case.ts';
import { runProgram } from './program.ts';
import { ruleFilesOf } from './rule-files.ts';

/** When it is looked at: the longest `for` of an alert is over by then. */
const AT = ['40m', '80m', '2h', '3h'];

/** What promtool found. */
export interface AtRestFindings {
  readonly clusters: number;
  readonly failures: readonly string[];
}

/**
 * All rules of each cluster together, on the series of a cluster on which all is well: none may fire, but those that
 * always do.
 *
 * @param folder an empty folder for what promtool reads
 * @throws Mistake when the same proof passes on a cluster of which nothing is heard
 */
export async function proveAtRest(
  dist: string,
  folder: string,
  { atRest, alwaysFiring }: Pick<Cases, 'atRest' | 'alwaysFiring'>,
): Promise<AtRestFindings> {
  const clusters = renderedClusters(dist);
  const failures: string[] = [];
  for (const [index, cluster] of clusters.entries()) {
    if (index === 0 && (await isQuiet(dist, folder, cluster, {}, alwaysFiring)).passed) {
      throw new Mistake(
        `Nothing fires on ${cluster} even if nothing is heard of it. Repair scripts/prove-alerts/: its answer means nothing.`,
      );
    }
    const { passed, output } = await isQuiet(dist, folder, cluster, atRest(cluster), alwaysFiring);
    if (!passed) failures.push(`${cluster} at rest\n${output}`);
  }
  return { clusters: clusters.length, failures };
}

function isQuiet(
  dist: string,
  folder: string,
  cluster: string,
  series: Series,
  alwaysFiring: readonly string[],
) {
  const rules = join(folder, `at-rest-${cluster}-rules.json`);
  const test = join(folder, `at-rest-${cluster}.json`);
  const groups = ruleFilesOf(dist, cluster).flatMap((file) => file.groups);
  writeFileSync(rules, JSON.stringify({ groups }));
  const expr = `ALERTS{alertstate="firing",alertname!~"${alwaysFiring.join('|')}"}`;
  writeFileSync(
    test,
    JSON.stringify({
      rule_files: [rules],
      evaluation_interval: '1m',
      tests: [
        {
          interval: '1m',
          input_series: Object.entries(series).map(([selector, values]) => ({ series: selector, values })),
          promql_expr_test: AT.map((eval_time) => ({ expr, eval_time, exp_samples: [] })),
        },
      ],
    }),
  );
  return runProgram('promtool', 'test', 'rules', test);
}
