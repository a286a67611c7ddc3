import { join } from 'node:path';
import { z } from 'zod';
import { INVENTORIES_FOLDER } from '../../clusters/layout.ts';
import type { Inventory } from '../charts/inventory/inventory.ts';
import { inventoriesIn } from '../cluster-model/cluster.ts';
import { type TreeObject, treeObject } from '../prove-gatekeeper/tree.ts';

const made = z.looseObject({ metadata: z.looseObject({}) });

/**
 * The inventories of a cluster: what its charts make of their values; none where nobody has made them yet.
 *
 * @throws UnusableInput for a file that is none
 */
export function inventoriesOf(cluster: string, dist: string): readonly Inventory[] {
  return inventoriesIn(join(dist, INVENTORIES_FOLDER, cluster)).map(({ inventory }) => inventory);
}

/** The objects of charts; inventories have only the keys of what a ConfigMap or Secret holds, which is left out. */
export function chartObjects(inventories: readonly Inventory[]): readonly TreeObject[] {
  return inventories.flatMap(({ namespace, objects }) =>
    objects.map((facts) => {
      const { data: _data, stringData: _text, binaryData: _binary, ...object } = made.parse(facts);
      return treeObject({ ...object, metadata: { namespace, ...object.metadata } });
    }),
  );
}
