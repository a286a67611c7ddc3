import type { Item } from '../change.ts';
import { isMapping, listAt } from '../compare/value.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Trees } from './rule.ts';

/** The names of alerts and recordings in a rule, in a group, in a list of either, or in a whole object. */
export function ruleNames(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(ruleNames);
  if (!isMapping(value)) return [];
  if (isMapping(value.spec)) return ruleNames(value.spec.groups);
  if (Array.isArray(value.rules)) return ruleNames(value.rules);
  return [value.alert ?? value.record].filter((name) => name !== undefined).map(String);
}

/**
 * Those names of which the cluster has fewer alerts after a change: the others go to another group or object. Each service has
 * alerts of the same names, so that one of another service is none of those.
 */
export function goneNames(names: readonly string[], { cluster }: Item, trees: Trees): readonly string[] {
  const [before, after] = [countsOn(cluster, trees.before), countsOn(cluster, trees.after)];
  return names.filter((name) => (after.get(name) ?? 0) < (before.get(name) ?? 0));
}

const counted = new WeakMap<Surroundings, Map<string, ReadonlyMap<string, number>>>();

function countsOn(cluster: string, tree: Surroundings): ReadonlyMap<string, number> {
  const clusters = counted.get(tree) ?? new Map<string, ReadonlyMap<string, number>>();
  counted.set(tree, clusters);
  const known = clusters.get(cluster);
  if (known !== undefined) return known;
  const counts = new Map<string, number>();
  for (const { value } of tree.ofKinds(cluster, 'PrometheusRule'))
    for (const name of ruleNames(listAt(value, 'spec.groups'))) counts.set(name, (counts.get(name) ?? 0) + 1);
  clusters.set(cluster, counts);
  return counts;
}
