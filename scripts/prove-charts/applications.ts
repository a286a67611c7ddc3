import { z } from 'zod';
import type { TreeObject } from '../prove-gatekeeper/tree.ts';

const ignored = z.looseObject({
  group: z.string().default(''),
  kind: z.string(),
  name: z.string().optional(),
  namespace: z.string().optional(),
  jsonPointers: z.array(z.string()).default([]),
  jqPathExpressions: z.array(z.string()).default([]),
});
const source = z.looseObject({
  chart: z.string().optional(),
  path: z.string().optional(),
  helm: z.looseObject({ valueFiles: z.array(z.string()) }).optional(),
});
const application = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    annotations: z.record(z.string(), z.string()).default({}),
  }),
  spec: z.looseObject({
    project: z.string(),
    destination: z.looseObject({ name: z.string(), namespace: z.string() }),
    source: source.optional(),
    sources: z.array(source).optional(),
    ignoreDifferences: z.array(ignored).default([]),
    syncPolicy: z.looseObject({ syncOptions: z.array(z.string()).default([]) }).optional(),
  }),
});
const groupKinds = z.array(z.object({ group: z.string(), kind: z.string() })).default([]);
const project = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({
    destinations: z.array(z.looseObject({ name: z.string(), namespace: z.string() })).default([]),
    clusterResourceWhitelist: groupKinds,
    namespaceResourceWhitelist: groupKinds,
  }),
});

/** Fields of an object that Argo CD overlooks. */
export type IgnoredDifference = z.infer<typeof ignored>;

/** What Argo CD syncs of a unit, and how. */
export interface Application {
  readonly unit: string;
  readonly project: string;
  readonly wave: number;
  readonly syncOptions: readonly string[];
  readonly ignoreDifferences: readonly IgnoredDifference[];
}

/** What the Applications of a project may create. */
export interface AppProject {
  readonly name: string;
  readonly destinations: readonly { readonly name: string; readonly namespace: string }[];
  readonly clusterKinds: ReadonlySet<string>;
  readonly namespacedKinds: ReadonlySet<string>;
}

/** The Applications of a cluster among objects. */
export function applicationsOf(cluster: string, objects: readonly TreeObject[]): readonly Application[] {
  return objects
    .filter(({ kind }) => kind === 'Application')
    .map((object) => application.parse(object))
    .filter(({ spec }) => spec.destination.name === cluster)
    .map(({ metadata, spec }) => ({
      unit: metadata.name.slice(cluster.length + 1),
      project: spec.project,
      wave: Number(metadata.annotations['argocd.argoproj.io/sync-wave'] ?? 0),
      syncOptions: spec.syncPolicy?.syncOptions ?? [],
      ignoreDifferences: spec.ignoreDifferences,
    }));
}

/** The AppProjects among objects. */
export function projectsOf(objects: readonly TreeObject[]): readonly AppProject[] {
  const names = (list: readonly { group: string; kind: string }[]) =>
    new Set(list.map(({ group, kind }) => `${group}/${kind}`));
  return objects
    .filter(({ kind }) => kind === 'AppProject')
    .map((object) => project.parse(object))
    .map(({ metadata, spec }) => ({
      name: metadata.name,
      destinations: spec.destinations,
      clusterKinds: names(spec.clusterResourceWhitelist),
      namespacedKinds: names(spec.namespaceResourceWhitelist),
    }));
}
