import type { Cluster } from '../../../clusters/index.ts';
import { objectives, thresholds } from '../../monitoring/thresholds.ts';
import { keepsMetrics } from '../../victoria-metrics/service.ts';
import type { DashboardDeclaration, Query } from './declaration.ts';
import { requestVariables } from './variables.ts';

const CHOSEN = 'namespace=~"$namespace", job=~"$workload"';
const BUDGET = (1 - objectives.availability).toFixed(3);
const PERCENT = (share: number) => `${Number((share * 100).toFixed(2))} %`;

/** Share of the requests that were answered well in a window, such as `[$window]`. */
function availability(window: string): string {
  return `1 - ${errors(window)}`;
}

function errors(window: string): string {
  const all = `sum by (job) (increase(http_requests_total{${CHOSEN}}${window}))`;
  const failed = `sum by (job) (increase(http_requests_total{${CHOSEN}, code=~"5.."}${window}))`;
  return `(${failed} or 0 * ${all}) / ${all}`;
}

function fast(window: string): string {
  return `sum by (job) (increase(http_request_duration_seconds_bucket{${CHOSEN}, le="${thresholds.latency}"}${window})) / sum by (job) (increase(http_request_duration_seconds_count{${CHOSEN}}${window}))`;
}

function byWorkload(expression: string, legend = '{{job}}'): readonly Query[] {
  return [{ expression, legend }];
}

/**
 * Do we keep what we promise, and how much may still go wrong (S1-34, S2-72).
 *
 * The window is 30 days where the lasting store has them, and else the 15 that Prometheus keeps: a longer one would
 * show a part as if it were the whole.
 */
export function serviceLevels(cluster: Cluster): DashboardDeclaration {
  const windows = keepsMetrics(cluster) ? [`${objectives.days}d`, '7d', '1d'] : ['15d', '7d', '1d'];
  return {
    uid: 'service-levels',
    title: 'SLI and SLO',
    description: `Promised: ${PERCENT(objectives.availability)} of the requests without an error of ours and ${PERCENT(objectives.latency)} within ${thresholds.latency} s. For windows beyond 15 days choose VictoriaMetrics, where the cluster has it.`,
    variables: [...requestVariables, { name: 'window', label: 'Window', choices: windows }],
    range: '24h',
    rows: [
      {
        title: 'Availability',
        panels: [
          {
            kind: 'number',
            title: 'Availability in the window',
            description: 'Share of the requests that did not end with 5xx.',
            width: 12,
            unit: 'percentunit',
            redBelow: objectives.availability,
            queries: byWorkload(availability('[$window]')),
          },
          {
            kind: 'number',
            title: 'Error budget that is left',
            description:
              'Share of the errors that the objective allows in the window. Below zero no risky change is made.',
            width: 12,
            unit: 'percentunit',
            redBelow: 0,
            queries: byWorkload(`1 - (${errors('[$window]')}) / ${BUDGET}`),
          },
          {
            kind: 'lines',
            title: 'How fast the budget burns',
            description: 'At 1 it lasts exactly the window; at 14.4 for an hour, 2 % of 30 days are gone.',
            width: 24,
            unit: 'short',
            red: 14.4,
            queries: [
              ...byWorkload(`(${errors('[1h]')}) / ${BUDGET}`, '{{job}} 1 h'),
              ...byWorkload(`(${errors('[6h]')}) / ${BUDGET}`, '{{job}} 6 h'),
            ],
          },
        ],
      },
      {
        title: 'Latency',
        panels: [
          {
            kind: 'number',
            title: `Requests within ${thresholds.latency} s in the window`,
            description: 'Share of all requests that were fast enough.',
            width: 24,
            unit: 'percentunit',
            redBelow: objectives.latency,
            queries: byWorkload(fast('[$window]')),
          },
          {
            kind: 'lines',
            title: `Requests within ${thresholds.latency} s`,
            description: 'The same by the hour: when it was that they became slow.',
            width: 24,
            unit: 'percentunit',
            max: 1,
            redBelow: objectives.latency,
            queries: byWorkload(fast('[1h]')),
          },
        ],
      },
    ],
  };
}
