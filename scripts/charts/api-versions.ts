import { z } from 'zod';
import type { ChartObject } from './objects.ts';

const definition = z.looseObject({
  kind: z.literal('CustomResourceDefinition'),
  spec: z.looseObject({
    group: z.string(),
    names: z.looseObject({ kind: z.string() }),
    versions: z.array(z.looseObject({ name: z.string(), served: z.boolean() })),
  }),
});
const service = z.looseObject({
  kind: z.literal('APIService'),
  spec: z.looseObject({ group: z.string(), version: z.string() }),
});

/** Of the API server itself, and not among those that Helm knows by itself. */
const AGGREGATION = ['apiregistration.k8s.io/v1', 'apiregistration.k8s.io/v1/APIService'];

/** The API versions of each cluster that charts bring, as Argo CD tells them to Helm: with and without kinds, sorted. */
export function apiVersionsOf(
  releases: readonly { readonly cluster: string; readonly objects: readonly Pick<ChartObject, 'kind'>[] }[],
): Map<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const { cluster, objects } of releases) {
    const here = found.get(cluster) ?? new Set(AGGREGATION);
    found.set(cluster, here);
    for (const version of objects.flatMap(definedBy)) here.add(version);
  }
  return new Map([...found].map(([cluster, versions]) => [cluster, [...versions].sort()]));
}

function definedBy(object: Pick<ChartObject, 'kind'>): readonly string[] {
  if (object.kind === 'APIService') {
    const { group, version } = service.parse(object).spec;
    return [`${group}/${version}`];
  }
  if (object.kind !== 'CustomResourceDefinition') return [];
  const { group, names, versions } = definition.parse(object).spec;
  return versions
    .filter(({ served }) => served)
    .flatMap(({ name }) => [`${group}/${name}`, `${group}/${name}/${names.kind}`]);
}
