import type { Judgement } from '../change.ts';
import { judge, some } from './rule.ts';

/**
 * Who may do what in Argo CD, before and after: lines of `policy.csv`, `p, role:a, applications, sync, shop/*, allow` or
 * `g, group, role:a`.
 */
export function rightsInArgo(before: unknown, after: unknown): readonly Judgement[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  const come = now.filter((line) => !old.includes(line));
  const gone = old.filter((line) => !now.includes(line));
  const wider = [...come.filter((line) => !isDenial(line)), ...gone.filter(isDenial)];
  const narrower = [...gone.filter((line) => !isDenial(line)), ...come.filter(isDenial)];
  if (wider.length + narrower.length === 0)
    return [judge('routine', 'the rights in Argo CD are the same, in other words')];
  return [
    ...(wider.length > 0
      ? [judge('security', `other people may do other things in Argo CD: ${some(wider)}`)]
      : []),
    ...(narrower.length > 0 && wider.length === 0
      ? [judge('routine', `people may do less in Argo CD: ${some(narrower)}`)]
      : []),
  ];
}

function linesOf(value: unknown): readonly string[] {
  return String(value ?? '')
    .split('\n')
    .map((line) =>
      line
        .split(',')
        .map((part) => part.trim())
        .join(', '),
    )
    .filter((line) => line !== '' && !line.startsWith('#'));
}

function isDenial(line: string): boolean {
  return line.endsWith(', deny');
}
