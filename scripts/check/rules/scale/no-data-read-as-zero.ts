import type { ClusterRule } from '../../rule.ts';
import { practiceOf } from '../../state/practice.ts';
import { fieldsAt } from '../../state/read.ts';
import { deployment } from '../sample-workloads.ts';
import { scaledObject } from './sample-scalers.ts';
import { triggersIn } from './triggers.ts';

const prometheus = (further: string) =>
  `{ type: prometheus, metadata: { serverAddress: "http://prometheus.monitoring.svc:9090", query: "sum(rate(requests_total[2m]))", threshold: "100"${further} } }`;
const further = 'minReplicaCount: 2, maxReplicaCount: 10, fallback: { failureThreshold: 3, replicas: 6 }';

/** A query without a result is a quiet day, unless it is said that it is a failure. */
export const noDataReadAsZero: ClusterRule = {
  id: 'no-data-read-as-zero',
  severity: 'info',
  summary: 'A prometheus trigger for which no data means no load, with a fallback that then never comes',
  breaks:
    'When the metric goes away, by a renamed label or a scrape that fails, the query has no result and counts as zero: the workload goes down to its minimum under full load, and no fallback holds it.',
  failing: deployment('worker') + scaledObject('worker', { further, triggers: prometheus('') }),
  passing:
    deployment('worker') +
    scaledObject('worker', { further, triggers: prometheus(', ignoreNullValues: "false"') }),
  *judge(state) {
    const triggers = [...triggersIn(state)].filter(({ type }) => type === 'prometheus');
    const fails = (each: (typeof triggers)[number]) => each.metadata.ignoreNullValues === 'false';
    const odd = new Set(practiceOf(triggers, fails)?.lacks ?? []);
    for (const trigger of triggers) {
      if (fails(trigger)) continue;
      const { resource, path } = trigger;
      const hasFallback = Object.keys(fieldsAt(resource.value, 'spec', 'fallback')).length > 0;
      yield {
        resource,
        path: [...path, 'metadata'],
        severity: hasFallback || odd.has(trigger) ? 'warning' : 'info',
        message: `No data counts as zero${hasFallback ? ', so that the fallback never comes' : odd.has(trigger) ? '; for the other triggers of the tree it is a failure' : ''}.`,
        fix: 'Write ignoreNullValues: "false", with a fallback.',
      };
    }
  },
};
