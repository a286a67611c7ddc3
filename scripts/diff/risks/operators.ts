import { type FieldRule, judge, said } from './rule.ts';

/** Kinds of groups that others define: what a field of theirs is called says what it does. */
const OF_OPERATORS =
  /^(?!argoproj\.io\/Rollout|apps\/|batch\/|autoscaling\/|policy\/|helm\.sh\/|[a-z.]*\.k8s\.io\/)[a-z0-9-]+(?:\.[a-z0-9-]+)+\//;
const OF_MONITORING = /^monitoring\.coreos\.com\/(?:Prometheus|PrometheusAgent|Alertmanager|ThanosRuler)$/;

/** Objects from which an operator makes pods, stores and more. */
export const operators: readonly FieldRule[] = [
  {
    types: OF_MONITORING,
    shape: /^spec\.\w*(?:Selector)\b/,
    says: ({ path, before, after }) =>
      judge(
        'outage',
        `it reads other rules, monitors or configurations, and what it no longer selects falls silent: ${path} ${said(before)} → ${said(after)}`,
      ),
  },
  {
    types: OF_OPERATORS,
    shape: /^spec\.(?:retention|retentionSize|retentionPeriod)$/,
    says: ({ path, before, after }) =>
      judge('data-loss', `data is kept for another time: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: OF_OPERATORS,
    shape: /^spec\.(?:replicas|replicaCount|instances|clusterSize|shards|nodeCount)$/,
    says: ({ path, before, after }) => {
      if (typeof (after ?? before) !== 'number') return undefined;
      return judge(
        after === 0 ? 'outage' : 'scale',
        `${after === 0 ? 'nothing of it runs' : 'another number of it runs'}: ${path} ${said(before)} → ${said(after)}`,
      );
    },
  },
];
