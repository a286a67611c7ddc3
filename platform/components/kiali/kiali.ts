import { PodMonitor } from '@cdk8s/prometheus-operator';
import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { add } from '../../kit/manifest.ts';
import { kubernetesApi, pods, publicHttps } from '../../kit/network/flows.ts';
import { ownLabels } from '../../kit/node-agent.ts';
import { component, restrictedNamespace } from '../../unit/component.ts';
import { waves } from '../../unit/waves.ts';
import { prometheusPods, prometheusService } from '../monitoring/address.ts';
import { kiali, kialiPods } from './address.ts';
import { addSecrets } from './secrets.ts';
import { kialiValues } from './values.ts';

const { name, namespace } = kiali;

/** Draws who calls whom in the mesh, from the metrics of the proxies (S0-07, S0-19, S3-59). Outside the mesh (S3-28). */
export const meshView = component({
  name,
  namespace,
  declares: restrictedNamespace(namespace),
  // With the workloads: nothing waits for it.
  wave: waves.workloads,
  on: ({ mesh }) => mesh?.kiali === true,
  // It knows Istio 1.30 from version 2.26 on.
  chart: { name: 'kiali-server', definitions: false },
  values: ({ cluster }) => kialiValues(cluster),
  pods: ({ cluster }) => [
    {
      name,
      labels: kialiPods.labels,
      egress: [
        kubernetesApi(cluster),
        pods(prometheusPods, prometheusService.port),
        // The identity provider.
        ...(cluster.terraform.ssoIssuerUrl === undefined ? [] : [publicHttps()]),
      ],
      metrics: [kiali.metricsPort],
    },
  ],
  objects: (chart, { cluster }) => {
    addSecrets(chart, cluster);
    addReader(chart);
    add(chart, PodMonitor, {
      metadata: { name, namespace, labels: ownLabels(name) },
      spec: {
        selector: { matchLabels: { ...kialiPods.labels } },
        podMetricsEndpoints: [{ port: 'http-metrics', interval: '30s' }],
      },
    });
  },
});

/** What Kiali draws from: the objects of workloads and of the mesh. No Secrets, no logs, no connections into a pod. */
function addReader(chart: Chart): void {
  const metadata = { name, labels: ownLabels(name) };
  const read = ['get', 'list', 'watch'];
  add(chart, k8s.KubeClusterRole, {
    metadata,
    rules: [
      {
        apiGroups: [''],
        resources: ['configmaps', 'endpoints', 'namespaces', 'pods', 'replicationcontrollers', 'services'],
        verbs: read,
      },
      {
        apiGroups: ['apps'],
        resources: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'],
        verbs: read,
      },
      { apiGroups: ['batch'], resources: ['cronjobs', 'jobs'], verbs: read },
      {
        apiGroups: [
          'extensions.istio.io',
          'gateway.networking.k8s.io',
          'networking.istio.io',
          'security.istio.io',
          'telemetry.istio.io',
        ],
        resources: ['*'],
        verbs: read,
      },
      {
        apiGroups: ['admissionregistration.k8s.io'],
        resources: ['mutatingwebhookconfigurations'],
        verbs: read,
      },
      // For whom the token is made with which somebody signs in.
      { apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'], verbs: ['create'] },
    ],
  });
  add(chart, k8s.KubeClusterRoleBinding, {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  });
}
