import { z } from 'zod';
import type { Found } from './input/objects.ts';
import { readEach } from './input/read-as.ts';
import { rangeOf } from './objects/address.ts';
import { listOf, maybe, metadata } from './objects/fields.ts';

const cidr = z.string().refine((text) => rangeOf(text) !== undefined, {
  error: 'expected a network in CIDR notation, such as 10.244.0.0/24',
});
const node = z.looseObject({
  metadata,
  spec: maybe(z.looseObject({ podCIDR: maybe(cidr), podCIDRs: listOf(cidr) })),
});

/** The networks of the pods of each node, where the tree has nodes: a dump of a cluster does. */
export function podNetworksOf(objects: readonly Found[], problems: string[]): readonly string[] {
  const networks = readEach(node, { kind: 'Node', apis: ['v1'] }, objects, problems).flatMap(
    ({ value: { spec } }) => {
      return [...(spec?.podCIDR === undefined ? [] : [spec.podCIDR]), ...(spec?.podCIDRs ?? [])];
    },
  );
  return [...new Set(networks)];
}
