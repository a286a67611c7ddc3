import type { ClusterState } from './cluster-state.ts';
import type { Exception } from './exceptions.ts';
import { type SharedFinding, shared } from './finding.ts';
import type { Rule } from './rule.ts';

/** What is excused. */
interface Excused {
  readonly exceptions: readonly Exception[];
  /** Whether these are all clusters: only then an exception that nothing needs is idle. */
  readonly complete: boolean;
}

/** What rules found, without what exceptions excuse, and with the exceptions that excuse nothing. */
export async function judge(
  states: readonly ClusterState[],
  rules: readonly Rule[],
  { exceptions, complete }: Excused,
): Promise<readonly SharedFinding[]> {
  const all = [];
  for (const state of states) {
    for (const { name, judges } of rules) {
      const found = await judges(state);
      all.push(...found.map((said) => ({ cluster: state.cluster, finding: { rule: name, ...said } })));
    }
  }
  const used = new Set<Exception>();
  const left = all.filter(({ finding }) => {
    const excuses = exceptions.filter(
      ({ rule, unit, object }) => rule === finding.rule && unit === finding.unit && object === finding.object,
    );
    for (const excuse of excuses) used.add(excuse);
    return excuses.length === 0;
  });
  const known = new Set(rules.map(({ name }) => name));
  const idle = exceptions
    .filter((exception) => complete && known.has(exception.rule) && !used.has(exception))
    .flatMap(({ rule, unit, object }) =>
      states.map(({ cluster }) => ({
        cluster,
        finding: {
          rule: 'exceptions',
          unit,
          object,
          problem: `Its exception from the rule ${rule} excuses nothing any more.`,
          instead: 'Take it out of scripts/prove-charts/exceptions.ts.',
        },
      })),
    );
  return shared([...left, ...idle]);
}
