import { join } from 'node:path';
import { z } from 'zod';
import { injected, injectorOf } from '../../prove-gatekeeper/injector.ts';
import { objectsOf, offspringOf, type TreeObject } from '../../prove-gatekeeper/tree.ts';
import { chartObjects, inventoriesOf } from '../chart-objects.ts';

const secretMakers = z.looseObject({
  spec: z.looseObject({
    secretName: z.string().optional(),
    target: z.looseObject({ name: z.string() }).optional(),
  }),
});

/**
 * What is on a cluster once everything has come to rest, as far as the analyzers look at it: its objects, those of its charts, the
 * pods and Jobs of workloads with the mesh's containers, and the Secrets that controllers make.
 */
export function objectsAtRest(cluster: string, dist: string): readonly TreeObject[] {
  const own = objectsOf(join(dist, cluster));
  const all = [...own, ...chartObjects(inventoriesOf(cluster, dist))];
  return [
    ...injected([...all, ...all.flatMap(offspringOf)], injectorOf(own, dist)),
    ...all.flatMap(secretOf),
  ];
}

/** The Secret that cert-manager or External Secrets makes of an object. */
function secretOf(object: TreeObject): readonly TreeObject[] {
  if (object.kind !== 'Certificate' && object.kind !== 'ExternalSecret') return [];
  const { secretName, target } = secretMakers.parse(object).spec;
  const name = secretName ?? target?.name ?? object.metadata.name;
  return [{ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: object.metadata.namespace } }];
}
