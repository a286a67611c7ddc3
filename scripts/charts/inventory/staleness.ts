import { FORM, type Origin, readInventory } from './inventory.ts';

/** What an inventory was made of, in the order in which a difference is told, and the words for it. */
const SAID: readonly (readonly [keyof Origin, string])[] = [
  ['chart', 'the chart'],
  ['version', 'version'],
  ['archive', 'the archive'],
  ['values', 'the values'],
  ['kubernetes', 'Kubernetes'],
  ['release', 'the release'],
  ['namespace', 'the namespace'],
  ['cluster', 'the cluster'],
  ['unit', 'the unit'],
  ['skipCrds', 'skipCrds'],
];

/**
 * Why an inventory is not that of a release; undefined where it is. It compares what the inventory says that it was made of
 * with what it would be made of now, so that neither the chart nor a network is needed.
 *
 * @param text what stands in the place of the inventory, if anything does
 */
export function whyOld(origin: Origin, text: string | undefined): string | undefined {
  if (text === undefined) return 'there is none';
  const found = readInventory(text);
  if (found === undefined) return 'it cannot be read';
  if (found.form !== FORM) return 'it was written by another version of this repository';
  const differing = SAID.find(([field]) => found[field] !== origin[field]);
  if (differing === undefined) return undefined;
  const [field, name] = differing;
  if (field === 'values') return 'the values have changed';
  if (field === 'skipCrds')
    return `it has ${found.skipCrds ? 'no' : 'the'} definitions of the chart, now it is the other way round`;
  return `it is of ${name} ${found[field] ?? 'without a digest'}, now ${origin[field] ?? 'without a digest'}`;
}
