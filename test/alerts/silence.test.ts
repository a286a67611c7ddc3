import { describe, expect, it } from 'vitest';
import { exporters } from '../../platform/components/monitoring/metrics/catalogue.ts';
import { ruleFilesOf } from '../../scripts/prove-alerts/rule-files.ts';
import { renderedClusters } from '../../scripts/synth/dist-index.ts';
import { liveFleet } from '../live-fleet.ts';
import { readPromql } from '../platform/components/monitoring/promql.ts';

const clusters = renderedClusters('dist').map((cluster) => ({
  cluster,
  alerts: ruleFilesOf('dist', cluster).flatMap(({ groups }) =>
    groups.flatMap(({ rules }) => rules.filter(({ alert }) => alert !== undefined)),
  ),
}));

const MINUTES: Readonly<Record<string, number>> = { m: 1, h: 60, d: 24 * 60 };

function minutes(duration = '0m'): number {
  return Number.parseInt(duration, 10) * (MINUTES[duration.slice(-1)] ?? 0);
}

/** Selectors of one object by its whole name, whose number is compared with a lowest one. */
function lowest(expression: string): readonly string[] {
  const found = expression.matchAll(
    /(kube_(?:deployment|statefulset|daemonset)_status_\w+\{[^}]*(?:deployment|statefulset|daemonset)="[^}]*\}) < /g,
  );
  return [...found].map(([, selector = '']) => selector);
}

/** Counters whose growth over a window is asked for at all, with that window. */
function anyGrowth(expression: string): readonly (readonly [string, string])[] {
  const found = expression.matchAll(/(?:increase|rate)\((\w+)(?:\{[^}]*\})?\[(\w+)\]\)\) > 0/g);
  return [...found].map(([, metric = '', window = '']) => [metric, window]);
}

const born = new Set(
  exporters.flatMap(({ metrics }) =>
    Object.entries(metrics).flatMap(([name, { beginsWithEvent }]) => (beginsWithEvent ? [name] : [])),
  ),
);

describe.each(clusters)('no alert of $cluster vanishes with what it watches', ({ cluster, alerts }) => {
  it('a rule on the least number of one object also reports that it is not there', () => {
    const silent = alerts.flatMap(({ alert, expr }) =>
      lowest(expr).flatMap((selector) =>
        expr.includes(`absent(${selector})`) ? [] : [`${alert}: ${selector}`],
      ),
    );
    expect(silent).toEqual([]);
  });

  it('of each controller that alerts read, another one reports that nothing is heard of it', () => {
    const units = new Map(liveFleet.unitsOn(cluster).map((unit) => [unit.name, unit]));
    const expressions = alerts.map(({ expr }) => expr);
    const read = new Set(
      expressions.flatMap((expr) => readPromql(expr).selectors.map(({ metric }) => metric)),
    );
    const unheard = exporters.flatMap(({ name, unit = '', metrics }) => {
      const place = units.get(unit);
      // Of Prometheus itself the heartbeat outside the cluster tells, of the state of objects an alert of its own.
      if (place === undefined || unit === 'kube-prometheus-stack') return [];
      if (!Object.keys(metrics).some((metric) => read.has(metric))) return [];
      const heard = expressions.some(
        (expr) =>
          Object.keys(metrics).some((metric) => expr.includes(`absent(${metric}`)) ||
          expr.includes(`absent(up{namespace="${place.namespace}"`),
      );
      return heard ? [] : [name];
    });
    expect(unheard).toEqual([]);
  });

  it('an event that happens once is seen, though its counter begins with it', () => {
    const missed = alerts.flatMap(({ alert, expr, for: lasting }) =>
      anyGrowth(expr).flatMap(([metric, window]) => {
        // What has to last longer than the window is meant for events that go on, which let the counter grow.
        if (!born.has(metric) || minutes(lasting) >= minutes(window)) return [];
        return expr.includes(`offset ${window}`) && expr.includes('unless') ? [] : [`${alert}: ${metric}`];
      }),
    );
    expect(missed).toEqual([]);
  });
});

it('the three are found where they are', () => {
  expect(lowest('kube_deployment_status_replicas_available{namespace="a",deployment="b"} < 2')).toHaveLength(
    1,
  );
  expect(anyGrowth('sum by (name) (increase(argocd_app_sync_total{phase="Failed"}[15m])) > 0')).toEqual([
    ['argocd_app_sync_total', '15m'],
  ]);
  expect(born.has('argocd_app_sync_total')).toBe(true);
});
