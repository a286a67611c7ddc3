import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { loadAll } from 'js-yaml';
import { z } from 'zod';
import { type ChartObject, objectsIn } from '../../charts/objects.ts';
import { Mistake } from '../../command-line/mistake.ts';
import { listManifests } from '../../kubeconform/manifests.ts';
import type { TreeObject } from '../../prove-gatekeeper/tree.ts';
import { waveOf } from './order.ts';

/** An object with the file that it comes from. */
export interface Member {
  readonly file: string;
  readonly object: TreeObject;
}

/** What one Application applies. */
export interface Application {
  readonly name: string;
  readonly wave: number;
  readonly members: readonly Member[];
}

const texts = z.record(z.string(), z.string()).nullish();
const manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    labels: texts,
    annotations: texts,
  }),
});
const source = z.looseObject({ path: z.string().optional(), chart: z.string().optional() });
const application = z.looseObject({
  metadata: z.looseObject({ labels: z.looseObject({ 'fleet/cluster': z.string() }) }),
  spec: z.looseObject({
    destination: z.looseObject({ namespace: z.string() }),
    source: source.optional(),
    sources: z.array(source).optional(),
  }),
});
const applicationSet = z.looseObject({
  spec: z.looseObject({
    generators: z.array(
      z.looseObject({
        list: z.looseObject({ elements: z.array(z.looseObject({ cluster: z.string() })) }).optional(),
      }),
    ),
  }),
});

/** The objects of a file or of a folder. */
function membersOf(place: string): readonly Member[] {
  return listManifests(place).flatMap((file) =>
    loadAll(readFileSync(file, 'utf8'))
      .filter((document) => document !== null && document !== undefined)
      .map((document) => ({ file: relative('.', file), object: objectOf(document, file) })),
  );
}

function objectOf(document: unknown, file: string): TreeObject {
  const { success, data } = manifest.safeParse(document);
  if (!success) throw new Mistake(`${file} has something that is no object of Kubernetes.`);
  const { labels, annotations, ...metadata } = data.metadata;
  return {
    ...data,
    metadata: { ...metadata, ...(labels && { labels }), ...(annotations && { annotations }) },
  };
}

/**
 * What the Applications of a cluster apply, in the order of their waves, and last the Applications themselves that its
 * Argo CD, if it is a hub, applies for its clusters.
 *
 * @param charts folder of rendered charts, where there is one
 * @throws Mistake for a folder of the cluster that no Application applies
 */
export function applicationsOf(
  cluster: string,
  dist: string,
  charts: string | undefined,
): readonly Application[] {
  const place = join(dist, cluster);
  const folders = new Set(
    readdirSync(place, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : [])),
  );
  folders.delete('applications');
  const applications = membersOf(join(place, 'applications')).map(({ object }) => {
    const { metadata, spec } = application.parse(object);
    const sources = [...(spec.sources ?? []), ...(spec.source ? [spec.source] : [])];
    const own = sources.flatMap(({ path }) => {
      if (path === undefined || !existsSync(join(dist, '..', path))) return [];
      folders.delete(basename(path));
      return membersOf(join(dist, '..', path));
    });
    const unit = object.metadata.name.slice(metadata.labels['fleet/cluster'].length + 1);
    const made =
      sources.some(({ chart }) => chart !== undefined) && charts !== undefined
        ? chartMembers(join(charts, cluster, `${unit}.yaml`))
        : [];
    const members = [...own, ...made].map((member) => inNamespace(member, spec.destination.namespace));
    return { name: object.metadata.name, wave: waveOf(object), members };
  });
  if (folders.size > 0) {
    throw new Mistake(
      `No Application applies ${[...folders].map((folder) => `${place}/${folder}`).join(', ')}.`,
    );
  }
  const managed = managedFrom(applications.flatMap(({ members }) => members)).map((name) => ({
    name,
    wave: Number.POSITIVE_INFINITY,
    members: membersOf(join(dist, name, 'applications')),
  }));
  return [...applications, ...managed].sort((a, b) => a.wave - b.wave || (a.name < b.name ? -1 : 1));
}

function chartMembers(file: string): readonly Member[] {
  if (!existsSync(file)) throw new Mistake(`There is no ${file}: render every chart, or leave out --charts.`);
  return objectsIn(readFileSync(file, 'utf8')).map((object) => ({ file, object: withoutNull(object, file) }));
}

/** Charts leave fields without a value behind, which a server takes for left out. */
function withoutNull(object: ChartObject, file: string): TreeObject {
  if (object.kind === 'CustomResourceDefinition') return objectOf(object, file);
  const text = JSON.stringify(object, (_field, value: unknown) => (value === null ? undefined : value));
  return objectOf(JSON.parse(text), file);
}

/** The clusters whose Applications the Argo CD among some objects applies. */
function managedFrom(members: readonly Member[]): readonly string[] {
  return members
    .filter(({ object }) => object.kind === 'ApplicationSet')
    .flatMap(({ object }) => applicationSet.parse(object).spec.generators)
    .flatMap(({ list }) => list?.elements.map(({ cluster }) => cluster) ?? []);
}

/** Argo CD gives an object without a namespace that of its Application; a kind without namespaces takes none anyway. */
function inNamespace({ file, object }: Member, namespace: string): Member {
  return { file, object: { ...object, metadata: { namespace, ...object.metadata } } };
}
