import { describe, expect, it } from 'vitest';
import { ruleFilesOf } from '../../../../scripts/prove-alerts/rule-files.ts';
import { renderedClusters } from '../../../../scripts/synth/dist-index.ts';
import { liveFleet } from '../../../live-fleet.ts';
import { mistakesOf, type Recorded, readPromql } from './promql.ts';

const { unitsOn } = liveFleet;

const clusters = renderedClusters('dist').map((cluster) => {
  const rules = ruleFilesOf('dist', cluster).flatMap(({ groups }) => groups.flatMap((group) => group.rules));
  const recorded: Recorded = new Map(
    rules.flatMap(({ record, labels }) => (record === undefined ? [] : [[record, Object.keys(labels)]])),
  );
  const units = new Set(unitsOn(cluster).map(({ name }) => name));
  return { cluster, rules, recorded, has: (unit: string) => units.has(unit) };
});

describe('an alert on a metric that nobody exports stays silent for ever', () => {
  it.each(clusters)('$cluster reads only what its exporters serve', ({ rules, recorded, has }) => {
    expect(rules).not.toEqual([]);
    const mistakes = rules.flatMap(({ alert, record, expr }) =>
      mistakesOf(expr, recorded, has).map((mistake) => `${alert ?? record}: ${mistake}`),
    );
    expect(mistakes).toEqual([]);
  });

  const judge = (expression: string, unit = true) => mistakesOf(expression, new Map(), () => unit);

  it('a misspelt metric, a label that it has not, and an exporter that is not there are found', () => {
    expect(judge('kube_deployment_status_replica_available < 2')).toEqual([
      'nobody exports kube_deployment_status_replica_available',
    ]);
    expect(judge('externalsecret_status_condition{namespace="prod"} == 1')).toEqual([
      'externalsecret_status_condition has no label namespace',
    ]);
    expect(judge('sum by (zone) (kube_pod_status_unschedulable) > 0')).toEqual([
      'no series has the label zone',
    ]);
    expect(judge('max(gatekeeper_violations) > 0', false)).toEqual(['the cluster has no gatekeeper']);
  });

  it('a counter is read by its growth, and a gauge is not', () => {
    expect(judge('istio_requests_total > 5')).toEqual(['the value of istio_requests_total is read']);
    expect(judge('rate(node_load1[5m]) > 5')).toEqual(['node_load1 is no counter']);
    expect(judge('rate(istio_requests_total[5m]) > 5')).toEqual([]);
  });

  it('what is no PromQL is refused', () => {
    expect(() => readPromql('sum by (pod (up)')).toThrow('No PromQL at character');
  });
});
