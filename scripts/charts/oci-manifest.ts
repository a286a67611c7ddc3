import { z } from 'zod';

/** The type of the layer that is a chart's archive. */
const CHART_LAYER = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

const manifestSchema = z.looseObject({
  layers: z.array(z.looseObject({ mediaType: z.string(), digest: z.string() })),
});

/**
 * The digest of the chart's archive in the manifest of a registry.
 *
 * @throws Error where the manifest is of no chart
 */
export function archiveDigest(manifest: string): string {
  const { layers } = manifestSchema.parse(JSON.parse(manifest));
  const layer = layers.find(({ mediaType }) => mediaType === CHART_LAYER);
  if (layer === undefined) throw new Error(`The manifest has no layer of the type ${CHART_LAYER}.`);
  return layer.digest;
}
