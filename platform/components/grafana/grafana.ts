import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { add } from '../../kit/manifest.ts';
import { kubernetesApi, pods, publicHttps, vpcEndpoints } from '../../kit/network/flows.ts';
import { ownLabels } from '../../kit/node-agent.ts';
import { component } from '../../unit/component.ts';
import { waves } from '../../unit/waves.ts';
import {
  alertmanagerPods,
  alertmanagerService,
  prometheusPods,
  prometheusService,
} from '../monitoring/address.ts';
import { toVictoriaMetrics } from '../victoria-metrics/address.ts';
import { grafana, grafanaPods } from './address.ts';
import { addDashboards } from './dashboard-config-maps.ts';
import { addSecrets } from './secrets.ts';
import { grafanaValues } from './values.ts';

/** Dashboards over Prometheus (S0-19, S1-32, S2-25, S3-58). Who gets in from outside is declared with the staff's entry. */
export const grafanaDashboards = component({
  name: grafana.name,
  namespace: grafana.namespace,
  // With the workloads: nothing waits for it.
  wave: waves.workloads,
  // Where the chart lives since January 2026.
  chart: { name: 'grafana', definitions: false },
  values: ({ cluster }) => grafanaValues(cluster),
  pods: (context) => [
    {
      name: grafana.name,
      labels: grafanaPods.labels,
      egress: [
        // The sidecar watches the ConfigMaps of dashboards.
        kubernetesApi(context.cluster),
        pods(prometheusPods, prometheusService.port),
        pods(alertmanagerPods, alertmanagerService.port),
        ...toVictoriaMetrics(context.cluster),
        // CloudWatch.
        vpcEndpoints(context.cluster),
        // The identity provider.
        ...(context.cluster.terraform.ssoIssuerUrl === undefined ? [] : [publicHttps()]),
      ],
      metrics: [grafana.containerPort],
    },
  ],
  objects: (chart, context) => {
    addSecrets(chart, context.cluster);
    addSidecarRole(chart);
    addDashboards(chart, context);
  },
});

/** ConfigMaps of its own namespace; not Secrets, which the role of the chart includes. */
function addSidecarRole(chart: Chart): void {
  const { name, namespace } = grafana;
  const metadata = { name, namespace, labels: ownLabels(name) };
  add(chart, k8s.KubeRole, {
    metadata,
    rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] }],
  });
  add(chart, k8s.KubeRoleBinding, {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  });
}
