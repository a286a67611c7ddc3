import type { Cluster } from '../../../clusters/index.ts';
import { addressOf, alertmanagerService, prometheusService, SCRAPE_INTERVAL } from '../monitoring/address.ts';
import { keepsMetrics, victoriaMetrics } from '../victoria-metrics/address.ts';

/** What dashboards refer to; a name would change with people's taste. */
export const DATA_SOURCES = {
  prometheus: 'prometheus',
  victoriaMetrics: 'victoria-metrics',
  alertmanager: 'alertmanager',
  cloudWatch: 'cloudwatch',
} as const;

/** Where Grafana reads, by addresses that only exist inside the cluster (S3-33, S3-58). */
export function dataSources(cluster: Cluster) {
  return [
    {
      ...source('Prometheus', DATA_SOURCES.prometheus, 'prometheus', addressOf(prometheusService)),
      isDefault: true,
      jsonData: { httpMethod: 'POST', prometheusType: 'Prometheus', timeInterval: SCRAPE_INTERVAL },
    },
    ...(keepsMetrics(cluster)
      ? [
          {
            ...source(
              'VictoriaMetrics',
              DATA_SOURCES.victoriaMetrics,
              'prometheus',
              addressOf(victoriaMetrics),
            ),
            jsonData: { httpMethod: 'POST', timeInterval: SCRAPE_INTERVAL },
          },
        ]
      : []),
    {
      ...source('Alertmanager', DATA_SOURCES.alertmanager, 'alertmanager', addressOf(alertmanagerService)),
      jsonData: { implementation: 'prometheus', handleGrafanaManagedAlerts: false },
    },
    // What AWS knows of its databases, by the role of Grafana's ServiceAccount (S0-20, S3-64).
    {
      name: 'CloudWatch',
      uid: DATA_SOURCES.cloudWatch,
      type: 'cloudwatch',
      access: 'proxy',
      editable: false,
      jsonData: { authType: 'default', defaultRegion: cluster.terraform.region },
    },
  ];
}

function source(name: string, uid: string, type: string, url: string) {
  // What people change by hand is lost with the pod.
  return { name, uid, type, url, access: 'proxy', editable: false };
}
