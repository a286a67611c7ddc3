import type { DashboardDeclaration } from './declaration.ts';

/** Whether proxies get their configuration and their certificates (S0-03). */
export const meshControlPlane: DashboardDeclaration = {
  uid: 'mesh-control-plane',
  title: 'Mesh control plane',
  description: 'istiod: who is connected, how fast a change reaches the proxies, and what they refuse.',
  variables: [],
  range: '6h',
  rows: [
    {
      title: 'Configuration',
      panels: [
        {
          kind: 'lines',
          title: 'Connected proxies',
          description:
            'Of each pod and version of istiod. All at one pod: the other one has just started, or is not reached.',
          width: 8,
          unit: 'short',
          queries: [{ expression: 'sum by (pod, version) (pilot_xds)', legend: '{{pod}} {{version}}' }],
        },
        {
          kind: 'lines',
          title: 'Time until a change is everywhere',
          description:
            '99 % of the changes reach their proxies within this time. Seconds are normal, minutes are not.',
          width: 8,
          unit: 's',
          queries: [
            {
              expression:
                'histogram_quantile(0.99, sum by (le) (rate(pilot_proxy_convergence_time_bucket[$__rate_interval])))',
              legend: 'P99',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'Pushes',
          description:
            'A second, by kind of configuration. They follow deploys and the coming and going of pods.',
          width: 8,
          unit: 'short',
          queries: [
            { expression: 'sum by (type) (rate(pilot_xds_pushes[$__rate_interval]))', legend: '{{type}}' },
          ],
        },
      ],
    },
    {
      title: 'Trouble',
      panels: [
        {
          kind: 'lines',
          title: 'Refused by proxies',
          description:
            'A proxy keeps its old configuration for what it refuses. The log of istiod names proxy and field.',
          width: 8,
          unit: 'short',
          queries: [
            { expression: 'sum by (type) (increase(pilot_total_xds_rejects[10m]))', legend: '{{type}}' },
          ],
        },
        {
          kind: 'lines',
          title: 'Errors inside istiod',
          description:
            'In the last ten minutes. Any number that lasts is a fault of istiod or of its access to the API.',
          width: 8,
          unit: 'short',
          queries: [
            {
              expression: 'sum by (pod) (increase(pilot_total_xds_internal_errors[10m]))',
              legend: '{{pod}}',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'Root certificate',
          description: 'Time until the root that signs the proxies ends. Below 30 days there is an alert.',
          width: 8,
          unit: 's',
          queries: [
            { expression: 'min(citadel_server_root_cert_expiry_timestamp) - time()', legend: 'time left' },
          ],
        },
      ],
    },
  ],
};
