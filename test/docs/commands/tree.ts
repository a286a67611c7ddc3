import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { renderedClusters } from '../../../scripts/synth/dist-index.ts';
import { at } from '../../manifest-reader.ts';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

export const clusters: readonly string[] = renderedClusters(`${root}/dist`);

const identity = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
});

/** An object of `dist/`, on the cluster where it lives: Applications live on the hub. */
export interface Placed {
  readonly cluster: string;
  readonly unit: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly json: z.infer<typeof identity>;
}

/** A pod that somebody will find, with what its labels are known to be. */
export interface KnownPod {
  readonly cluster: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Of our own workloads; those of a chart are not in this repository. */
  readonly containers: readonly unknown[];
}

const perCluster = new Map<string, readonly Placed[]>();

/** Every object that is rendered for a cluster, wherever it lives. */
function renderedFor(cluster: string): readonly Placed[] {
  const known = perCluster.get(cluster);
  if (known !== undefined) return known;
  const folder = `${root}/dist/${cluster}`;
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .map((path): Placed => {
      const json = identity.parse(parse(readFileSync(`${folder}/${path}`, 'utf8')));
      const { name, namespace = '' } = json.metadata;
      const unit = path.split('/')[0] ?? '';
      return { cluster, unit, kind: json.kind, namespace, name, json };
    });
  perCluster.set(cluster, found);
  return found;
}

/** The cluster whose Argo CD manages a cluster. */
function hubOf(cluster: string): string {
  const manages = (hub: string): boolean =>
    renderedFor(hub).some(
      ({ kind, json }) =>
        kind === 'ApplicationSet' &&
        JSON.stringify(at(json, 'spec.generators')).includes(`{"cluster":${JSON.stringify(cluster)}}`),
    );
  return clusters.find(manages) ?? cluster;
}

/** What lives on a cluster. */
export function objectsOn(cluster: string): readonly Placed[] {
  const own = renderedFor(cluster).filter(({ kind }) => kind !== 'Application');
  const applications = clusters
    .filter((other) => hubOf(other) === cluster)
    .flatMap((other) => renderedFor(other).filter(({ kind }) => kind === 'Application'))
    .map((application) => ({ ...application, cluster }));
  return [...own, ...applications];
}

/** The values of the chart of a unit. */
export function valuesOf(cluster: string, unit: string): unknown {
  const file = `${root}/dist/values/${cluster}/${unit}.yaml`;
  return existsSync(file) ? parse(readFileSync(file, 'utf8')) : undefined;
}

/** The pods of a cluster: ours by their templates, those of charts by the policies that select them. */
export function podsOn(cluster: string): readonly KnownPod[] {
  return renderedFor(cluster).flatMap(({ kind, namespace, json }): KnownPod[] => {
    const path = kind === 'CronJob' ? 'spec.jobTemplate.spec.template' : 'spec.template';
    const template = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'].includes(kind)
      ? at(json, path)
      : undefined;
    const containers = ['spec.containers', 'spec.initContainers'].flatMap((list) => {
      const found = at(template, list);
      return Array.isArray(found) ? found : [];
    });
    const labels = texts.safeParse(
      template === undefined
        ? kind === 'NetworkPolicy' && at(json, 'spec.podSelector.matchLabels')
        : at(template, 'metadata.labels'),
    );
    return labels.success && Object.keys(labels.data).length > 0
      ? [{ cluster, namespace, labels: labels.data, containers }]
      : [];
  });
}

const texts = z.record(z.string(), z.string());

/** The clusters that a context stands for: all of them where it is not said. */
export function clustersOf(context: string | undefined): readonly string[] {
  return context === undefined || context.includes('$') || context.includes('<')
    ? clusters
    : clusters.filter((cluster) => cluster === context);
}
