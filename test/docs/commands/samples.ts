import { clusters, objectsOn, type Placed } from './tree.ts';

/** One object of a kind, whatever runs today; none where no cluster has one. */
export function some(kind: string, passes: (object: Placed) => boolean = () => true): readonly Placed[] {
  for (const cluster of clusters) {
    const found = objectsOn(cluster).find((object) => object.kind === kind && passes(object));
    if (found !== undefined) return [found];
  }
  return [];
}
