import { z } from 'zod';
import type { Release, Tree } from './cluster.ts';
import type { Mesh } from './mesh/mesh.ts';

/** Kinds that decide about connections and that nothing here judges. */
const NOT_JUDGED = /^(?:crd\.projectcalico\.org|projectcalico\.org|cilium\.io|policy\.networking\.k8s\.io)\//;

const text = z.string().optional().catch(undefined);
const source = z.looseObject({
  chart: z.string(),
  helm: z.looseObject({ releaseName: text }).optional().catch(undefined),
});
const application = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({
    source: source.optional().catch(undefined),
    sources: z.array(z.unknown()).catch([]),
    destination: z.looseObject({ name: text, namespace: text }).catch({}),
  }),
});

/** What of a cluster the tree does not say, or nobody here judges. */
export function notesOf({ objects, releases = [] }: Tree, mesh: Mesh | undefined): readonly string[] {
  const charts = objects
    .filter(({ kind }) => kind === 'Application')
    .flatMap(({ value }) => releasesOf(value))
    .filter((wanted) => !releases.some((known) => isSame(wanted, known))).length;
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

interface Wanted extends Pick<Release, 'release' | 'chart'> {
  /** Undefined where the Application names it in another way. */
  readonly cluster: string | undefined;
  readonly namespace: string | undefined;
}

/** The releases of Helm charts that an Application asks for. */
function releasesOf(value: unknown): readonly Wanted[] {
  const read = application.safeParse(value);
  if (!read.success) return [];
  const { source: one, sources, destination } = read.data.spec;
  return [one, ...sources].flatMap((each) => {
    const given = source.safeParse(each);
    if (!given.success) return [];
    const { chart, helm } = given.data;
    const release = helm?.releaseName ?? read.data.metadata.name;
    return [{ chart, release, cluster: destination.name, namespace: destination.namespace }];
  });
}

function isSame({ chart, release, cluster, namespace }: Wanted, known: Release): boolean {
  return (
    chart === known.chart &&
    release === known.release &&
    (cluster ?? known.cluster) === known.cluster &&
    (namespace ?? known.namespace) === known.namespace
  );
}
