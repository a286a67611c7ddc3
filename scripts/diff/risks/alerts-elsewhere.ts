import type { Item } from '../change.ts';
import { isMapping, listAt } from '../compare/value.ts';
import type { Trees } from './rule.ts';

/** The names of alerts and recordings in a rule, in a group, in a list of either, or in a whole object. */
export function ruleNames(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(ruleNames);
  if (!isMapping(value)) return [];
  if (isMapping(value.spec)) return ruleNames(value.spec.groups);
  if (Array.isArray(value.rules)) return ruleNames(value.rules);
  return [value.alert ?? value.record].filter((name) => name !== undefined).map(String);
}

/** Those of an object that no other one of the cluster has after a change, nor itself in another group. */
export function goneNames(names: readonly string[], item: Item, trees: Trees): readonly string[] {
  const left = new Set(
    trees.after
      .ofKinds(item.cluster, 'PrometheusRule')
      .flatMap(({ value }) => ruleNames(listAt(value, 'spec.groups'))),
  );
  return names.filter((name) => !left.has(name));
}
