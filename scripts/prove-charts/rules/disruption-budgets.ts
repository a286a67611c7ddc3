import { ofKind } from '../cluster-state.ts';
import type { Rule } from '../rule.ts';

const NAMES = /^(pdb|pod-?disruption-?budgets?)$/i;
const SWITCHES = ['enabled', 'create'];

export const disruptionBudgets: Rule = {
  name: 'disruption-budgets',
  proves: 'every PodDisruptionBudget that the values ask for is rendered',
  judges: (state) =>
    state.releases.flatMap(({ unit, chart, values }) => {
      const asked = askedFor(values, []);
      const made = ofKind(state, 'PodDisruptionBudget')
        .filter((placed) => placed.unit === unit && placed.from === 'chart')
        .map(({ object }) => object.metadata.name);
      if (made.length >= asked.length) return [];
      const unmet = asked.filter((path) => !made.some((name) => isFor(name, path)));
      return (unmet.length > 0 ? unmet : asked).map((path) => ({
        unit,
        object: `values ${path.join('.')}`,
        problem: `It asks the chart ${chart} for a PodDisruptionBudget, and none is rendered: a drain may take all of its pods at once.`,
        instead:
          'Give it what its template asks for as well (such as enabled: true, or more than one replica), or take it out.',
      }));
    }),
};

/** Where values ask for a budget. */
function askedFor(values: unknown, path: readonly string[]): readonly (readonly string[])[] {
  if (typeof values !== 'object' || values === null) return [];
  return Object.entries(values).flatMap(([key, value]) => {
    const place = [...path, key];
    return NAMES.test(key) ? (asks(value) ? [place] : []) : askedFor(value, place);
  });
}

function asks(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'object' || value === null) return false;
  const entries = Object.entries(value);
  return entries.length > 0 && !entries.some(([key, on]) => SWITCHES.includes(key) && on === false);
}

/** Whether the name of a budget has the part of the chart in it that the values are about. */
function isFor(name: string, path: readonly string[]): boolean {
  const part = path.at(-2);
  return part !== undefined && plain(name).includes(plain(part));
}

function plain(text: string): string {
  return text.replaceAll(/[^a-z0-9]/gi, '').toLowerCase();
}
