import type { Located } from './finding.ts';
import type { Severity } from './rule.ts';

const WORST_FIRST: readonly Severity[] = ['error', 'warning', 'info'];

/** By cluster, file and object, and at each the worst first. */
export function inOrder(found: readonly Located[], clusters: readonly string[]): readonly Located[] {
  const positions = new Map(clusters.map((cluster, position) => [cluster, position]));
  const positionOf = ({ finding: { cluster } }: Located) => positions.get(cluster) ?? clusters.length;
  return [...found].sort(
    (one, other) =>
      positionOf(one) - positionOf(other) ||
      compareTexts(one.file, other.file) ||
      one.line - other.line ||
      compareTexts(one.finding.object.name, other.finding.object.name) ||
      WORST_FIRST.indexOf(one.finding.severity) - WORST_FIRST.indexOf(other.finding.severity) ||
      compareTexts(one.finding.path, other.finding.path) ||
      compareTexts(one.finding.rule, other.finding.rule) ||
      compareTexts(one.finding.message, other.finding.message),
  );
}

/** The order of texts by their code units, the same in every locale. */
export function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
