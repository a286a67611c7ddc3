import { type Evidence, rendered } from '../../model/evidence.ts';
import { absent, type Matcher } from '../../model/expected.ts';

/** What a row asks of an alert. */
export interface Alert {
  /** Parts of the PromQL: what is measured. */
  readonly measures: readonly string[];
  /** How the condition ends, such as `> 0.8`. */
  readonly above: string;
  /** The same in words, where the number follows from a declaration. */
  readonly words?: string;
  /** Left out: it fires at once. */
  readonly for?: string;
  readonly severity: 'critical' | 'warning' | 'info';
  readonly owner: string;
}

/** An alert of a PrometheusRule, with its condition, its patience, and who is told how loudly. */
export function alert(path: string, group: string, name: string, wanted: Alert): Evidence {
  return rendered(
    path,
    `spec.groups[name=${group}].rules[alert=${name}]`,
  )({
    expr: condition(wanted),
    for: wanted.for ?? absent,
    'labels.severity': wanted.severity,
    'labels.owner': wanted.owner,
  });
}

function condition({ measures, above, words = above }: Alert): Matcher {
  return {
    says: `measures ${measures.join(', ')}, and ends with ${words}`,
    holds: (expr) =>
      typeof expr === 'string' &&
      measures.every((part) => expr.includes(part)) &&
      expr.trimEnd().endsWith(above),
  };
}
