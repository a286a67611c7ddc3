import { SLOW } from '../../../workload/watching/requests.ts';
import type { DashboardDeclaration } from './declaration.ts';
import {
  answers,
  cpuOfRequest,
  duration,
  errorRatio,
  inFlight,
  memoryOfLimit,
  requestRate,
  requestVariables,
} from './requests.ts';
import { thresholds } from './thresholds.ts';

/** What one workload does for its callers, and what it uses for that (S2-70). */
export const application: DashboardDeclaration = {
  uid: 'application',
  title: 'Application',
  description: 'Requests, errors, response times and pods of the services that you choose above.',
  variables: requestVariables,
  range: '3h',
  rows: [
    {
      title: 'Requests',
      panels: [
        {
          kind: 'lines',
          title: 'Request rate',
          description: 'Requests a second.',
          width: 8,
          unit: 'reqps',
          queries: [requestRate],
        },
        {
          kind: 'lines',
          title: 'Error rate',
          description: 'Share of answers with 5xx. Above 5 % for three minutes there is an alert (S2-87).',
          width: 8,
          unit: 'percentunit',
          red: thresholds.errors,
          queries: [errorRatio],
        },
        {
          kind: 'lines',
          title: 'Answers by code',
          description: '4xx are mistakes of the caller: many at once are often a wrong client or an attack.',
          width: 8,
          unit: 'reqps',
          queries: [answers],
        },
        {
          kind: 'lines',
          title: 'Response time',
          description: 'Half, 95 % and 99 % of the requests are faster. P95 above 0.5 s is an alert (S2-89).',
          width: 12,
          unit: 's',
          red: SLOW,
          queries: [duration('0.5'), duration('0.95'), duration('0.99')],
        },
        {
          kind: 'lines',
          title: 'Active connections',
          description:
            'Requests that are being answered. A climb without more requests is a slow dependency.',
          width: 12,
          unit: 'short',
          queries: [inFlight],
        },
      ],
    },
    {
      title: 'Pods',
      panels: [
        {
          kind: 'lines',
          title: 'Replicas',
          description: 'How many are wanted, and how many take requests.',
          width: 8,
          unit: 'short',
          queries: [
            {
              expression: 'sum by (deployment) (kube_deployment_spec_replicas{namespace=~"$namespace"})',
              legend: '{{deployment}} wanted',
            },
            {
              expression:
                'sum by (deployment) (kube_deployment_status_replicas_available{namespace=~"$namespace"})',
              legend: '{{deployment}} available',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'CPU of what was requested',
          description: 'The autoscaler adds pods before this reaches 100 %.',
          width: 8,
          unit: 'percentunit',
          queries: [cpuOfRequest],
        },
        {
          kind: 'lines',
          title: 'Memory of the limit',
          description: 'At 100 % the container is killed and started anew.',
          width: 8,
          unit: 'percentunit',
          red: thresholds.memory,
          queries: [memoryOfLimit],
        },
        {
          kind: 'lines',
          title: 'Restarts within an hour',
          description:
            'The reason is in the events of the pod, and its last words are in the log of the container before.',
          width: 24,
          unit: 'short',
          queries: [
            {
              expression:
                'sum by (pod, container) (increase(kube_pod_container_status_restarts_total{namespace=~"$namespace"}[1h])) > 0',
              legend: '{{pod}} {{container}}',
            },
          ],
        },
      ],
    },
  ],
};
