import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { INVENTORIES_FOLDER } from '../../../clusters/layout.ts';
import { readInventory } from '../../charts/inventory/inventory.ts';
import { Mistake } from '../../command-line/mistake.ts';
import { injected, injectorOf } from '../../prove-gatekeeper/injector.ts';
import { objectsOf, offspringOf, type TreeObject, treeObject } from '../../prove-gatekeeper/tree.ts';

const made = z.looseObject({ metadata: z.looseObject({}) });
const withContainers = z.looseObject({
  containers: z.array(z.looseObject({ image: z.string().optional() })),
});
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
  const all = [...own, ...ofCharts(join(dist, INVENTORIES_FOLDER, cluster))];
  const injector = injectorOf(own, dist);
  return [
    ...injected([...all, ...all.flatMap(offspringOf)], injector).map((each) =>
      each.kind === 'Pod' && injector !== undefined ? filled(each, injector.image) : each,
    ),
    ...all.flatMap(secretOf),
  ];
}

/** The objects of the charts; inventories have only the keys of what a ConfigMap or Secret holds, which is left out. */
function ofCharts(folder: string): readonly TreeObject[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const file = join(folder, name);
    const inventory = readInventory(readFileSync(file, 'utf8'));
    if (inventory === undefined)
      throw new Mistake(`${file} is no inventory of a Helm chart. npx fleet charts writes it.`);
    return inventory.objects.map((facts) => {
      const { data: _data, stringData: _text, binaryData: _binary, ...object } = made.parse(facts);
      return treeObject({ ...object, metadata: { namespace: inventory.namespace, ...object.metadata } });
    });
  });
}

/** A pod of a gateway as the injector hands it on. */
function filled(pod: TreeObject, image: string): TreeObject {
  const { containers, ...spec } = withContainers.parse(pod.spec);
  return {
    ...pod,
    spec: {
      ...spec,
      containers: containers.map((each) => (each.image === 'auto' ? { ...each, image } : each)),
    },
  };
}

/** The Secret that cert-manager or External Secrets makes of an object. */
function secretOf(object: TreeObject): readonly TreeObject[] {
  if (object.kind !== 'Certificate' && object.kind !== 'ExternalSecret') return [];
  const { secretName, target } = secretMakers.parse(object).spec;
  const name = secretName ?? target?.name ?? object.metadata.name;
  return [{ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: object.metadata.namespace } }];
}
