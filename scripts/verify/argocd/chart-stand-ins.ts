import { z } from 'zod';

const source = z.looseObject({
  repoURL: z.string(),
  path: z.string().optional(),
  chart: z.string().optional(),
});
const application = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({
    source: source.optional(),
    sources: z.array(source).optional(),
  }),
});

/** What a chart is replaced by. */
interface StandIn {
  /** From the root of the repository on. */
  readonly path: string;
  readonly object: object;
}

/**
 * An Application whose chart, which only the internet has, is replaced by a folder with one ConfigMap: it keeps two sources, as
 * before. A source that only lent its files to the chart goes.
 */
export function withoutCharts(
  found: unknown,
  url: string,
  revision: string,
): { readonly application: object; readonly standIn?: StandIn } {
  const parsed = application.parse(found);
  const { source: only, sources = [] } = parsed.spec;
  const all = only === undefined ? sources : [only];
  if (all.every(({ chart }) => chart === undefined)) return { application: parsed };
  const { name } = parsed.metadata;
  const folder = `charts/${name}`;
  const kept = all.flatMap(({ ref: _ref, ...each }) => {
    if (each.chart !== undefined) return { repoURL: url, targetRevision: revision, path: folder };
    return each.path === undefined ? [] : each;
  });
  const { source: _source, ...spec } = parsed.spec;
  return {
    application: { ...parsed, spec: { ...spec, sources: kept } },
    standIn: {
      path: `${folder}/configmap.yaml`,
      object: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: `${name}-chart` },
        data: { chart: 'what the chart makes is not here' },
      },
    },
  };
}
