import { SLOW } from '../../../workload/watching/requests.ts';
import type { DashboardDeclaration } from './declaration.ts';
import {
  cpuOfRequest,
  duration,
  errorRatio,
  inFlight,
  memoryOfLimit,
  requestRate,
  requestVariables,
} from './requests.ts';
import { thresholds } from './thresholds.ts';

/** The four signals that tell in one look whether users are served (S1-33). */
export const goldenSignals: DashboardDeclaration = {
  uid: 'golden-signals',
  title: 'Golden signals',
  description: 'Latency, traffic, errors and saturation of everything that answers requests.',
  variables: requestVariables,
  range: '3h',
  rows: [
    {
      title: 'Latency',
      panels: [
        {
          kind: 'number',
          title: 'P95 now',
          description: '95 % of the requests to each service are faster.',
          width: 6,
          unit: 's',
          red: SLOW,
          queries: [duration('0.95')],
        },
        {
          kind: 'lines',
          title: 'P95 by service',
          description: 'The slowest one is often only the caller of the slow one: follow its calls.',
          width: 18,
          unit: 's',
          red: SLOW,
          queries: [duration('0.95')],
        },
      ],
    },
    {
      title: 'Traffic',
      panels: [
        {
          kind: 'lines',
          title: 'Requests a second',
          description: 'A sudden fall is an outage further out; a sudden rise shows next in saturation.',
          width: 24,
          unit: 'reqps',
          queries: [requestRate],
        },
      ],
    },
    {
      title: 'Errors',
      panels: [
        {
          kind: 'lines',
          title: 'Share of answers with 5xx',
          description: 'Above 5 % for three minutes there is an alert (S2-87).',
          width: 24,
          unit: 'percentunit',
          red: thresholds.errors,
          queries: [errorRatio],
        },
      ],
    },
    {
      title: 'Saturation',
      panels: [
        {
          kind: 'lines',
          title: 'CPU of what was requested',
          description: 'By pod.',
          width: 12,
          unit: 'percentunit',
          queries: [cpuOfRequest],
        },
        {
          kind: 'lines',
          title: 'Memory of the limit',
          description: 'By container; at 100 % it is killed.',
          width: 12,
          unit: 'percentunit',
          red: thresholds.memory,
          queries: [memoryOfLimit],
        },
        {
          kind: 'lines',
          title: 'Autoscalers at their largest size',
          description:
            'Share of the replicas that an autoscaler may start. At 100 % more load means slower answers.',
          width: 12,
          unit: 'percentunit',
          red: 1,
          queries: [
            {
              expression:
                'kube_horizontalpodautoscaler_status_current_replicas{namespace=~"$namespace"} / kube_horizontalpodautoscaler_spec_max_replicas{namespace=~"$namespace"}',
              legend: '{{horizontalpodautoscaler}}',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'Requests being answered',
          description: 'They pile up where something is saturated.',
          width: 12,
          unit: 'short',
          queries: [inFlight],
        },
      ],
    },
  ],
};
