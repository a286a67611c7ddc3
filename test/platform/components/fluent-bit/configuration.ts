import { load } from 'js-yaml';
import { z } from 'zod';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { one, textAt } from '../../../manifest-reader.ts';

const { renderUnit } = frozenFleet;

const settings = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]));

const configuration = z.strictObject({
  service: settings,
  pipeline: z.strictObject({
    inputs: z.array(settings),
    filters: z.array(settings),
    outputs: z.array(settings),
  }),
});

export type Settings = z.infer<typeof settings>;

/** What stands in a ConfigMap of the unit, read as Fluent Bit reads it. */
export function configurationOn(cluster: string, name = 'fluent-bit') {
  const configMap = one(renderUnit('fluent-bit', cluster), 'ConfigMap', `${name}-config`);
  return configuration.parse(load(textAt(configMap, 'data["fluent-bit.yaml"]')));
}

/** The section with an alias; there has to be one. */
export function section(sections: readonly Settings[], alias: string): Settings {
  const found = sections.find((candidate) => candidate.alias === alias);
  if (found === undefined) throw new Error(`No section has the alias ${alias}.`);
  return found;
}
