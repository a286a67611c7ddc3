import { z } from 'zod';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { textAt } from '../../../manifest-reader.ts';

const { fleet, ofKind } = frozenFleet;

const target = z.looseObject({ refId: z.string(), expr: z.string().optional() });
const source = z.strictObject({ type: z.string(), uid: z.string() });
const panel = z.looseObject({
  id: z.number(),
  type: z.string(),
  title: z.string(),
  description: z.string().optional(),
  datasource: source.optional(),
  gridPos: z.strictObject({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
  targets: z.array(target).optional(),
});
const variable = z.looseObject({ name: z.string(), type: z.string(), query: z.string().optional() });
const dashboard = z.looseObject({
  uid: z.string().max(40),
  title: z.string(),
  panels: z.array(panel),
  templating: z.strictObject({ list: z.array(variable) }),
});

export type Panel = z.infer<typeof panel>;

/** Every dashboard of every cluster, as Grafana would load it. */
export const dashboards = ofKind('ConfigMap')
  .filter(({ json }) => json.metadata.labels?.grafana_dashboard !== undefined)
  .map(({ cluster, name, json }) => {
    const [file = ''] = Object.keys(json.data);
    return { cluster, name, file, model: dashboard.parse(JSON.parse(textAt(json, `data["${file}"]`))) };
  });

export const clusters = fleet.clusters.map(({ name }) => name);
