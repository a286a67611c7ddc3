import { z } from 'zod';
import { frozenFleet } from '../fleet/frozen-fleet.ts';
import { every } from '../manifest-reader.ts';

const rules = z.object({
  spec: z.object({
    ingress: z
      .array(
        z.object({
          from: z.array(z.object({ ipBlock: z.unknown().optional() })),
          ports: z.array(z.object({ port: z.number() })),
        }),
      )
      .default([]),
  }),
});

/**
 * The ports of a component that addresses outside the cluster's pods get to, which are those of the API server: for
 * webhooks and aggregated APIs it comes through the default deny.
 */
export function controlPlanePorts(unit: string, cluster = 'triptrip-production'): readonly number[] {
  return every(frozenFleet.renderUnit(unit, cluster), 'NetworkPolicy')
    .flatMap((policy) => rules.parse(policy).spec.ingress)
    .filter(({ from }) => from.every(({ ipBlock }) => ipBlock !== undefined))
    .flatMap(({ ports }) => ports.map(({ port }) => port))
    .sort((one, other) => one - other);
}
