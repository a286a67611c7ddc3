import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { add } from '../../kit/manifest.ts';
import { ownLabels } from '../../kit/node-agent.ts';
import type { Context } from '../../unit/unit.ts';
import { grafana } from './address.ts';
import { dashboards } from './dashboards/index.ts';
import { dashboardModel } from './dashboards/model.ts';

/** The sidecar of Grafana loads every ConfigMap of its namespace with this label (S1-32). */
export const DASHBOARD_LABEL = 'grafana_dashboard';

/** One ConfigMap per dashboard, with its model as JSON (S3-58). */
export function addDashboards(chart: Chart, context: Context): void {
  for (const declaration of dashboards(context)) {
    add(chart, k8s.KubeConfigMap, {
      metadata: {
        name: `dashboard-${declaration.uid}`,
        namespace: grafana.namespace,
        labels: { ...ownLabels(grafana.name), [DASHBOARD_LABEL]: '1' },
      },
      data: { [`${declaration.uid}.json`]: `${JSON.stringify(dashboardModel(declaration), undefined, 2)}\n` },
    });
  }
}
