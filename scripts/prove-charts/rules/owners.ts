import { groupOf, nameOf, type Placed } from '../cluster-state.ts';
import type { Rule } from '../rule.ts';

export const owners: Rule = {
  name: 'owners',
  proves: 'no object has two owners',
  judges: (state) => {
    const owners = new Map<string, Placed[]>();
    for (const placed of state.objects) {
      const key = `${groupOf(placed.object)} ${nameOf(placed.object)}`;
      owners.set(key, [...(owners.get(key) ?? []), placed]);
    }
    return [...owners.values()].flatMap((all) => {
      const [first, ...others] = all;
      if (first === undefined || others.length === 0) return [];
      const units = all.map(({ unit, from }) =>
        from === 'chart' ? `the chart of ${unit}` : `our objects of ${unit}`,
      );
      return {
        unit: first.unit,
        object: nameOf(first.object),
        problem: `${[...new Set(units)].join(' and ')} make it${new Set(units).size === 1 ? ' twice' : ''}: Argo CD refuses the sync, or each undoes the other.`,
        instead: 'Switch it off in the values of one chart, or take it out of our objects.',
      };
    });
  },
};
