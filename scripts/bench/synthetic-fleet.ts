import { type Fleet, loadFleet } from '../../clusters/index.ts';

/** A fleet of any size: the first cluster of the contract under other names. */
export function syntheticFleet(clusters: number): Fleet {
  const fleet = loadFleet();
  const model = fleet.clusters.find(({ mesh }) => mesh !== undefined);
  if (model === undefined) throw new Error('The contract has no cluster with a mesh to take as a model.');
  return {
    ...fleet,
    clusters: Array.from({ length: clusters }, (_, index) => {
      const name = `bench-${String(index).padStart(3, '0')}`;
      return { ...model, name, hub: name, linkedTo: [] };
    }),
  };
}
