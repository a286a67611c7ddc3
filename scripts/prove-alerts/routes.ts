import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { valuesFile } from '../../clusters/layout.ts';
import { Mistake } from '../command-line/mistake.ts';
import { renderedClusters } from '../synth/dist-index.ts';
import { runProgram } from './program.ts';
import { ruleFilesOf } from './rule-files.ts';

const valuesSchema = z.object({ alertmanager: z.object({ config: z.record(z.string(), z.unknown()) }) });
const choicesSchema = z.object({ environment: z.string(), incidentIo: z.unknown().optional() });

/** What amtool found. */
export interface RouteFindings {
  readonly routes: number;
  readonly failures: readonly string[];
}

interface RouteTest {
  readonly labels: Readonly<Record<string, string>>;
  readonly receivers: readonly string[];
}

/**
 * The configuration of each cluster's Alertmanager by amtool, and where an alert of each team and severity goes.
 *
 * @param clusters the folder of the contract, which says where alerts page
 */
export async function proveRoutes(dist: string, clusters: string, folder: string): Promise<RouteFindings> {
  const failures: string[] = [];
  let routes = 0;
  for (const cluster of renderedClusters(dist)) {
    const values = join(dist, valuesFile(cluster, 'kube-prometheus-stack'));
    const { config } = valuesSchema.parse(parse(readFileSync(values, 'utf8'))).alertmanager;
    const file = join(folder, `alertmanager-${cluster}.yaml`);
    writeFileSync(file, stringify(config));
    const checked = await runProgram('amtool', 'check-config', file);
    if (!checked.passed) failures.push(`${values}\n${checked.output}`);
    for (const { labels, receivers } of routeTests(dist, clusters, cluster)) {
      routes += 1;
      const { passed, output } = await runProgram(
        'amtool',
        ...['config', 'routes', 'test', `--config.file=${file}`, `--verify.receivers=${receivers.join(',')}`],
        ...Object.entries(labels).map(([label, value]) => `${label}=${value}`),
      );
      if (!passed) failures.push(`${cluster}: ${JSON.stringify(labels)}\n${output}`);
    }
  }
  return { routes, failures };
}

function routeTests(dist: string, clusters: string, cluster: string): readonly RouteTest[] {
  const choices = choicesSchema.parse(parse(readFileSync(join(clusters, cluster, 'cluster.yaml'), 'utf8')));
  const pages = choices.incidentIo !== undefined;
  if (choices.environment === 'production' && !pages) {
    throw new Mistake(`${cluster} is in production and calls nobody.`);
  }
  const owners = new Set(
    ruleFilesOf(dist, cluster)
      .flatMap(({ groups }) => groups.flatMap(({ rules }) => rules))
      .flatMap(({ labels }) =>
        labels.owner === undefined || labels.owner.includes('{{') ? [] : [labels.owner],
      ),
  );
  return [
    {
      labels: { alertname: 'Watchdog', severity: 'info', owner: 'platform' },
      receivers: [pages ? 'heartbeat' : 'nobody'],
    },
    // A team that nobody knows yet still reaches somebody.
    { labels: { alertname: 'New', severity: 'warning', owner: 'nobody-yet' }, receivers: ['slack-platform'] },
    ...[...owners].sort().flatMap((owner) => [
      {
        labels: { alertname: 'Some', severity: 'critical', owner },
        receivers: [...(pages ? ['incident-io'] : []), `slack-${owner}`],
      },
      { labels: { alertname: 'Some', severity: 'warning', owner }, receivers: [`slack-${owner}`] },
      { labels: { alertname: 'Some', severity: 'info', owner }, receivers: [`slack-${owner}`] },
    ]),
  ];
}
