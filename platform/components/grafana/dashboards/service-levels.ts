import type { Context } from '../../../unit/unit.ts';
import { graphOf } from '../../../workload/graph/graph.ts';
import { FAST } from '../../../workload/watching/objectives.ts';
import { recorded, SLOW } from '../../../workload/watching/requests.ts';
import { keepsMetrics } from '../../victoria-metrics/address.ts';
import type { DashboardDeclaration, PanelDeclaration } from './declaration.ts';
import { CHOSEN, requestVariables } from './requests.ts';

/** Share of a product's requests in a window that a part is, such as its errors. */
function share(part: string, labels: string, window: string): string {
  return `sum_over_time(${part}{${labels}}[${window}]) / sum_over_time(${recorded.requests}{${labels}}[${window}])`;
}

/**
 * Whether we keep our promises, and how much may still go wrong (S1-34, S2-72).
 *
 * The window is 30 days where the long-term store has them, otherwise the 15 that Prometheus keeps: a longer one would
 * show a part as if it were the whole.
 */
export function serviceLevels(context: Context): DashboardDeclaration {
  const windows = keepsMetrics(context.cluster) ? ['30d', '7d', '1d'] : ['15d', '7d', '1d'];
  return {
    uid: 'service-levels',
    title: 'SLI and SLO',
    description:
      'What is promised, and what of it was kept. For windows beyond 15 days choose VictoriaMetrics, where the cluster has it.',
    variables: [...requestVariables, { name: 'window', label: 'Window', choices: windows }],
    range: '24h',
    rows: [
      ...objectives(context).map(({ product, availability }) => ({
        title: `${product}: ${availability} % of the requests without an error of ours`,
        panels: availabilityPanels(product, availability),
      })),
      {
        title: `${FAST} % of the requests within ${SLOW} s`,
        panels: latencyPanels(),
      },
    ],
  };
}

/** What each product with services on the cluster promises. */
function objectives(context: Context) {
  const services = graphOf(context).workloads.filter(({ declaration }) => declaration.kind === 'service');
  return [...new Map(services.map(({ product, availability }) => [product, availability]))]
    .map(([product, availability]) => ({ product, availability }))
    .sort((one, other) => (one.product < other.product ? -1 : 1));
}

function availabilityPanels(product: string, availability: number): readonly PanelDeclaration[] {
  const labels = `${CHOSEN}, product="${product}"`;
  const budget = Number(((100 - availability) / 100).toPrecision(6));
  const failed = share(recorded.errors, labels, '$window');
  return [
    {
      kind: 'number',
      title: 'Availability in the window',
      description: 'Share of the requests that did not end with 5xx.',
      width: 12,
      unit: 'percentunit',
      redBelow: availability / 100,
      queries: [{ expression: `1 - ${failed}`, legend: '{{service}}' }],
    },
    {
      kind: 'number',
      title: 'Error budget that is left',
      description:
        'Of the errors that the objective allows in the window. Below zero, no risky change is made.',
      width: 12,
      unit: 'percentunit',
      redBelow: 0,
      queries: [{ expression: `1 - ${failed} / ${budget}`, legend: '{{service}}' }],
    },
    {
      kind: 'lines',
      title: 'How fast the budget burns',
      description:
        'At 1 it lasts for exactly 30 days. At 14.4 for an hour, or 6 for six hours, somebody is called.',
      width: 24,
      unit: 'short',
      red: 14.4,
      queries: ['1h', '6h'].map((window) => ({
        expression: `${recorded.errorRatio}{${labels}, window="${window}"} / ${budget}`,
        legend: `{{service}} ${window}`,
      })),
    },
  ];
}

function latencyPanels(): readonly PanelDeclaration[] {
  return [
    {
      kind: 'number',
      title: 'Fast requests in the window',
      description: `Share that took at most ${SLOW} s.`,
      width: 24,
      unit: 'percentunit',
      redBelow: FAST / 100,
      queries: [{ expression: `1 - ${share(recorded.slow, CHOSEN, '$window')}`, legend: '{{service}}' }],
    },
    {
      kind: 'lines',
      title: 'Fast requests by the hour',
      description: 'When it was that they became slow.',
      width: 24,
      unit: 'percentunit',
      max: 1,
      redBelow: FAST / 100,
      queries: [{ expression: `1 - ${recorded.slowRatio}{${CHOSEN}, window="1h"}`, legend: '{{service}}' }],
    },
  ];
}
