import { didYouMean } from '../../clusters/nearest-name.ts';
import { UnusableInput } from '../cluster-model/input/unusable-input.ts';
import { bold, dim } from '../command-line/colours.ts';
import type { Rule } from './rule.ts';

/** @throws UnusableInput where there is no such rule */
export function ruleNamed(id: string, rules: readonly Rule[]): Rule {
  const found = rules.find((rule) => rule.id === id);
  if (found !== undefined) return found;
  const ids = rules.map((rule) => rule.id);
  throw new UnusableInput(`There is no rule ${id}${didYouMean(id, ids)}. docs/checks.md lists them.`);
}

/** What a rule finds and why, with a sample that fails and one that passes. */
export function explained({ id, severity, summary, breaks, pitfalls = [], failing, passing }: Rule): string {
  const rows = pitfalls.length === 0 ? [] : [dim(`Keeps out ${pitfalls.join(', ')}.`)];
  return `${[
    `${bold(id)} (${severity})`,
    `${summary}.`,
    breaks,
    ...rows,
    '',
    bold('Fails:'),
    failing.trim(),
    '',
    bold('Passes:'),
    passing.trim(),
  ].join('\n')}\n`;
}
