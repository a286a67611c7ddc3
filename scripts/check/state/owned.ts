import type { Found } from '../../cluster-model/input/objects.ts';
import { at, listAt, textAt } from './read.ts';

/**
 * Objects without those that a controller made of others of them, as `kubectl get -o yaml` shows: nobody writes such, and what is
 * wrong of them is wrong of their owner.
 */
export function withoutOwned(objects: readonly Found[]): readonly Found[] {
  const owned = objects.filter(({ value }) => ownerOf(value) !== undefined);
  if (owned.length === 0) return objects;
  const all = new Set(
    objects.map(({ kind, value }) => keyOf(kind, value, textAt(value, 'metadata', 'name') ?? '')),
  );
  const isMade = ({ value }: Found): boolean => {
    const owner = ownerOf(value);
    if (owner === undefined) return false;
    const [kind, name] = [textAt(owner, 'kind') ?? '', textAt(owner, 'name') ?? ''];
    // Who owns it may stand in a namespace, or in none.
    return all.has(keyOf(kind, value, name)) || all.has(`${kind}//${name}`);
  };
  return objects.filter((found) => !isMade(found));
}

function ownerOf(value: unknown): unknown {
  return listAt(value, 'metadata', 'ownerReferences').find((each) => at(each, 'controller') === true);
}

function keyOf(kind: string, value: unknown, name: string): string {
  return `${kind}/${textAt(value, 'metadata', 'namespace') ?? ''}/${name}`;
}
