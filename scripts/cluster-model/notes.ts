import { z } from 'zod';
import type { Found } from './input/objects.ts';
import type { Mesh } from './mesh/mesh.ts';

/** Kinds that decide about connections and that nothing here judges. */
const NOT_JUDGED = /^(?:crd\.projectcalico\.org|projectcalico\.org|cilium\.io|policy\.networking\.k8s\.io)\//;

const source = z.looseObject({ chart: z.string() });
const application = z.looseObject({
  spec: z.looseObject({
    source: source.optional().catch(undefined),
    sources: z.array(z.unknown()).catch([]),
  }),
});

/** What of a cluster the tree does not say, or nobody here judges. */
export function notesOf(objects: readonly Found[], mesh: Mesh | undefined): readonly string[] {
  const charts = objects.filter((found) => found.kind === 'Application' && hasChart(found.value)).length;
  const others = objects.filter(
    ({ apiVersion, kind }) => NOT_JUDGED.test(apiVersion) && /Policy$/.test(kind),
  );
  const kinds = [...new Set(others.map(({ kind }) => kind))].sort().join(', ');
  return [
    ...(charts === 0
      ? []
      : [`the pods of ${charts} Helm charts are unknown: only what the tree has is judged`]),
    ...(others.length === 0 ? [] : [`${others.length} policies are not judged: ${kinds}`]),
    ...(mesh?.assumed === true
      ? ['nothing says which pods are in the mesh, so all of them are taken to be']
      : []),
  ];
}

function hasChart(value: unknown): boolean {
  const read = application.safeParse(value);
  if (!read.success) return false;
  const { source: one, sources } = read.data.spec;
  return one !== undefined || sources.some((each) => source.safeParse(each).success);
}
