import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';
import { loadFleet } from '../../clusters/index.ts';
import { Mistake } from '../command-line/mistake.ts';
import { renderedClusters } from '../synth/dist-index.ts';

const chartSource = z.looseObject({
  chart: z.string(),
  repoURL: z.string(),
  targetRevision: z.string(),
  helm: z.looseObject({
    releaseName: z.string(),
    valueFiles: z.tuple([z.string().startsWith('$values/dist/')]),
    skipCrds: z.boolean().default(false),
  }),
});
const application = z.looseObject({
  kind: z.literal('Application'),
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({
    destination: z.looseObject({ name: z.string(), namespace: z.string() }),
    sources: z.array(z.looseObject({ chart: z.string().optional() })).optional(),
  }),
});

/** A chart that is installed on a cluster, as the Application in `dist/` says it. */
export interface Release {
  readonly cluster: string;
  /** The unit, by its folder in `dist/<cluster>/`. */
  readonly unit: string;
  /** The name of Helm's release. */
  readonly release: string;
  readonly namespace: string;
  readonly chart: string;
  readonly version: string;
  /** The version of Kubernetes that the contract of the cluster names, such as 1.34. */
  readonly kubernetes: string;
  readonly skipCrds: boolean;
  /** The file with its values. */
  readonly valuesFile: string;
}

/** What is looked at: everything unless it is named. */
export interface Choice {
  readonly clusters?: readonly string[];
  readonly units?: readonly string[];
}

/**
 * Every release of the chosen clusters and units, in the order of their names.
 *
 * @param dist the folder that synth has written
 * @throws Mistake for a cluster or a unit that nothing is called
 */
export function releasesIn(dist: string, { clusters, units }: Choice = {}): readonly Release[] {
  const rendered = renderedClusters(dist);
  const unknown = clusters?.find((cluster) => !rendered.includes(cluster));
  if (unknown !== undefined) {
    throw new Mistake(`${dist} has no cluster ${unknown}. There are ${rendered.join(', ')}.`);
  }
  const versions = new Map(
    loadFleet().clusters.map(({ name, kubernetesVersion }) => [name, kubernetesVersion]),
  );
  const all = (clusters ?? rendered).flatMap((cluster) =>
    releasesOn(dist, cluster, versions.get(cluster) ?? ''),
  );
  const missing = units?.find((unit) => !all.some((release) => release.unit === unit));
  if (missing !== undefined) {
    const names = [...new Set(all.map(({ unit }) => unit))].sort();
    throw new Mistake(`No unit ${missing} has a chart there. There are ${names.join(', ')}.`);
  }
  return units === undefined ? all : all.filter(({ unit }) => units.includes(unit));
}

function releasesOn(dist: string, cluster: string, kubernetes: string): readonly Release[] {
  const folder = join(dist, cluster, 'applications');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(?:^|\/)application-[^/]+\.yaml$/.test(file),
  );
  return files.sort().flatMap((file) => {
    const { metadata, spec } = application.parse(load(readFileSync(join(folder, file), 'utf8')));
    return (spec.sources ?? []).flatMap((source): Release | readonly Release[] => {
      if (source.chart === undefined) return [];
      const { chart, targetRevision, helm } = chartSource.parse(source);
      return {
        cluster,
        unit: metadata.name.slice(`${cluster}-`.length),
        release: helm.releaseName,
        namespace: spec.destination.namespace,
        chart,
        version: targetRevision,
        kubernetes,
        skipCrds: helm.skipCrds,
        valuesFile: join(dist, helm.valueFiles[0].slice('$values/dist/'.length)),
      };
    });
  });
}
