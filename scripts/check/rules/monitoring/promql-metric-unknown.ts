import { nearestName } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { isOfCompleteList, metricNames, metricOf } from './metrics/catalogue.ts';
import { partsOf } from './promql/expression.ts';
import { emptinessOf, readQueriesIn, recordedIn } from './queries.ts';
import { alerting } from './samples.ts';

export const promqlMetricUnknown: ClusterRule = {
  id: 'promql-metric-unknown',
  severity: 'error',
  summary: 'A query for a metric that no program exports and no rule records',
  breaks:
    'The alert never fires, the panel stays empty, the trigger reads no data. Nothing says that the name is wrong.',
  failing: alerting('kube_deployment_status_replicas_availble == 0'),
  passing: alerting('kube_deployment_status_replicas_available == 0'),
  *judge(state) {
    const records = [...recordedIn(state).keys()];
    for (const query of readQueriesIn(state)) {
      for (const { part } of partsOf(query.expression)) {
        if (part.type !== 'selector' || part.metric === '') continue;
        const reason = reasonAgainst(state, part.metric, records);
        if (reason === undefined) continue;
        yield {
          resource: query.resource,
          path: query.path,
          severity: reason.isSure ? 'error' : 'warning',
          message: `${reason.why}. ${emptinessOf(query)}`,
          fix:
            reason.near === undefined
              ? 'Write a name that is exported or recorded.'
              : `Write ${reason.near}.`,
        };
      }
    }
  },
};

interface Reason {
  readonly why: string;
  readonly near: string | undefined;
  readonly isSure: boolean;
}

/** What kubernetes-mixin and its like record, which many clusters have from a chart. */
const FROM_MIXINS =
  /^(?:node|cluster|namespace|instance|pod|workload|count|job|apiserver|code|cluster_quantile|kubelet|node_\w*|namespace_\w*|code_\w*|:\w*|instance_\w*|cluster_\w*):|^:/;

function reasonAgainst(state: ClusterState, metric: string, records: readonly string[]): Reason | undefined {
  if (metricOf(metric) !== undefined || recordedIn(state).has(metric) || metric === 'ALERTS')
    return undefined;
  if (metric.includes(':')) {
    const near = closest(metric, records);
    if (near === undefined && (records.length === 0 || FROM_MIXINS.test(metric))) return undefined;
    return { why: `No rule records ${metric}`, near, isSure: near !== undefined };
  }
  if (isOfCompleteList(metric)) {
    const near = closest(metric, metricNames);
    return { why: `kube-state-metrics has no ${metric}`, near, isSure: near !== undefined };
  }
  const near = closest(
    metric,
    metricNames.filter((name) => name.length > 12),
  );
  return near === undefined
    ? undefined
    : {
        why: `Nobody is known to export ${metric}, and ${near} is a metric that many clusters have`,
        near,
        isSure: false,
      };
}

/** A slip of the finger, not another name of the same family. */
function closest(name: string, candidates: readonly string[]): string | undefined {
  const start = name.slice(0, 4);
  const near = nearestName(
    name,
    candidates.filter(
      (one) =>
        Math.abs(one.length - name.length) <= 2 && (one.startsWith(start) || one.endsWith(name.slice(-6))),
    ),
  );
  return near !== undefined && differences(near, name) <= 2 ? near : undefined;
}

/** How many letters stand between the common start and the common end. */
function differences(one: string, other: string): number {
  let start = 0;
  while (start < one.length && one[start] === other[start]) start++;
  let end = 0;
  while (end < Math.min(one.length, other.length) - start && one.at(-1 - end) === other.at(-1 - end)) end++;
  return Math.max(one.length, other.length) - start - end;
}
