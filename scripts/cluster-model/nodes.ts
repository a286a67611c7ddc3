import { z } from 'zod';
import type { Found } from './input/objects.ts';
import { readAs } from './input/read-as.ts';
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
  const networks = objects.flatMap((found) => {
    if (found.kind !== 'Node' || found.apiVersion !== 'v1') return [];
    const spec = readAs(node, found, problems)?.value.spec;
    return [...(spec?.podCIDR === undefined ? [] : [spec.podCIDR]), ...(spec?.podCIDRs ?? [])];
  });
  return [...new Set(networks)];
}
