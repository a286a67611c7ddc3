import { type Each, each, type Quantifier, rendered } from '../model/evidence.ts';
import type { Matcher } from '../model/expected.ts';
import { query } from '../model/query.ts';
import { workloadOf } from './members.ts';

/** Rules by which each of these alerts can fire and reach somebody. */
export function alertsOf(...names: readonly string[]): Matcher {
  return {
    says: `has the alerts ${names.join(', ')}`,
    holds: (groups) => names.every((name) => isAlert(groups, name)),
  };
}

function isAlert(groups: unknown, name: string): boolean {
  const rules: unknown = Array.isArray(groups) ? groups.flatMap((group) => query(group, 'rules')) : [];
  const expression = query(rules, `[alert=${name}].expr`);
  const severity = query(rules, `[alert=${name}].labels.severity`);
  const owner = query(rules, `[alert=${name}].labels.owner`);
  return (
    typeof expression === 'string' &&
    /[<>=]|absent/.test(expression) &&
    !/\bvector\(0\)/.test(expression) &&
    (severity === 'critical' || severity === 'warning') &&
    typeof owner === 'string' &&
    owner !== ''
  );
}

/** Each of these workloads has its own alerts: those of everything that runs, and also those of what answers requests. */
export function alerted(of: Quantifier): Each {
  return each(of, (name, context) => {
    const { declaration, namespace } = workloadOf(context, name);
    return rendered(`${name}/${namespace}/prometheusrule-${name}.yaml`)({
      'metadata.namespace': namespace,
      'spec.groups': alertsOf(
        'WorkloadOutOfMemory',
        ...(declaration.kind === 'job' ? ['JobFailed'] : RUNNING),
        ...(declaration.kind === 'service' ? SERVING : []),
      ),
    });
  });
}

const RUNNING = ['WorkloadPodNotReady', 'WorkloadReplicasLow', 'WorkloadRestarts', 'WorkloadRolloutStuck'];

const SERVING = [
  'ServiceErrorBudgetBurnsFast',
  'ServiceErrorBudgetBurnsSlowly',
  'ServiceErrorRatioHigh',
  'ServiceLatencyBudgetBurns',
  'ServiceLatencyHigh',
];
