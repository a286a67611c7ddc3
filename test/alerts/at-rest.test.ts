import { describe, expect, it } from 'vitest';
import { exporters } from '../../platform/components/monitoring/metrics/catalogue.ts';
import { ruleFilesOf } from '../../scripts/prove-alerts/rule-files.ts';
import { renderedClusters } from '../../scripts/synth/dist-index.ts';
import { readPromql } from '../platform/components/monitoring/promql.ts';
import { atRest } from './at-rest/at-rest.ts';
import { targets } from './at-rest/targets.ts';

const clusters = renderedClusters('dist').map((cluster) => ({ cluster }));

/** What exists only after the first event: at rest there is none. */
const AFTER_AN_EVENT = [
  'kube_pod_container_status_last_terminated_reason',
  ...exporters.flatMap(({ metrics }) =>
    Object.entries(metrics).flatMap(([name, { beginsWithEvent }]) => (beginsWithEvent ? [name] : [])),
  ),
];

// That nothing fires on these series is proven by `npm run alerts:prove`, with the rules of the cluster.
describe.each(clusters)('the series of $cluster at rest', ({ cluster }) => {
  const found = Object.entries(atRest(cluster));
  const metrics = new Set(found.map(([selector]) => selector.split('{')[0]));

  it('every monitor reaches its target through the policies around it: else MetricsTargetDown fires for ever', () => {
    const down = Object.entries(targets(cluster)).flatMap(([selector, values]) =>
      values.startsWith('1x') ? [] : [selector],
    );
    expect(down).toEqual([]);
  });

  it('every metric that a rule reads has some: an alert on no series proves nothing', () => {
    const rules = ruleFilesOf('dist', cluster).flatMap(({ groups }) =>
      groups.flatMap((group) => group.rules),
    );
    const recorded = rules.flatMap(({ record }) => record ?? []);
    const read = new Set(rules.flatMap(({ expr }) => readPromql(expr).selectors.map(({ metric }) => metric)));
    const missing = [...read].filter(
      (metric) => !metrics.has(metric) && !recorded.includes(metric) && !AFTER_AN_EVENT.includes(metric),
    );
    expect(missing).toEqual([]);
  });

  it('no series has a name that nobody exports', () => {
    const known = exporters.flatMap((exporter) =>
      Object.entries(exporter.metrics).flatMap(([name, { type }]) =>
        type === 'histogram' ? [`${name}_bucket`] : [name],
      ),
    );
    expect([...metrics].filter((metric) => !known.includes(metric ?? ''))).toEqual([]);
  });
});
