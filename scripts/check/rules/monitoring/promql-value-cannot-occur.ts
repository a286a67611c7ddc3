import type { ClusterRule } from '../../rule.ts';
import { partsOf } from './promql/expression.ts';
import { emptinessOf, readQueriesIn } from './queries.ts';
import { alerting, WEB } from './samples.ts';
import { impossibleIn } from './value-cannot-occur.ts';

/** A name that nothing has is no mistake to Prometheus: the alert is silent, and looks as if all were well. */
export const promqlValueCannotOccur: ClusterRule = {
  id: 'promql-value-cannot-occur',
  severity: 'error',
  summary: 'A query that asks for a namespace, workload, pod, job or state that no series can have',
  breaks: 'The alert never fires and the panel stays empty; nothing says so until somebody misses the page.',
  failing:
    alerting('kube_deployment_status_replicas_available{namespace="shop", deployment="webb"} == 0') + WEB,
  passing:
    alerting('kube_deployment_status_replicas_available{namespace="shop", deployment="web"} == 0') + WEB,
  *judge(state) {
    for (const query of readQueriesIn(state)) {
      for (const { part } of partsOf(query.expression)) {
        if (part.type !== 'selector') continue;
        for (const { matcher, wanted, isPart, why, hint } of impossibleIn(state, part)) {
          const written = `${matcher.label}${matcher.operator}"${matcher.value}"`;
          yield {
            resource: query.resource,
            path: query.path,
            severity: isPart ? 'warning' : 'error',
            message: isPart
              ? `In ${written}, ${wanted} finds nothing: ${why}.`
              : `${written} finds nothing: ${why}. ${emptinessOf(query)}`,
            fix: `Write a value of ${matcher.label} that occurs${hint}.`,
          };
        }
      }
    }
  },
};
