import { eachMeshedService, eachRunning, workloadOf } from '../../evidence/members.ts';
import { from, prometheus } from '../../evidence/peers.ts';
import { monitored } from '../../evidence/workloads.ts';
import { each, heading, type Quantifier, rendered, test } from '../../model/evidence.ts';
import { atLeast, contains, every, matching } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { installs } from '../evidence/charts.ts';
import {
  application,
  clusterOverview,
  database,
  goldenSignals,
  serviceLevels,
} from '../evidence/dashboards.ts';
import { linkedItself } from '../evidence/members.ts';
import { all } from '../evidence/texts.ts';

const prometheusSpec = rendered('kube-prometheus-stack/values.yaml', 'prometheus.prometheusSpec');

const prometheusUrl = 'http://prometheus-operated.monitoring.svc.cluster.local:9090';

/** The lasting store of each cluster that has one by its contract. */
const eachLastingStore: Quantifier = {
  says: 'the lasting store, where longTermMetrics says how long',
  members: ({ cluster }) => (cluster.longTermMetrics === undefined ? [] : ['victoria-metrics']),
};

const scraped = rendered('kube-prometheus-stack/values.yaml')({
  'kubelet.enabled': true,
  'coreDns.enabled': true,
  'prometheus.prometheusSpec.serviceMonitorSelectorNilUsesHelmValues': false,
  'prometheus.prometheusSpec.podMonitorSelectorNilUsesHelmValues': false,
});

/** A gateway, whose proxy serves its metrics at the merged port. */
const gatewayRead = (name: string) =>
  rendered(
    `${name}/istio-system/podmonitor-${name}.yaml`,
    'spec',
  )({
    selector: { matchLabels: { app: name } },
    'podMetricsEndpoints[*].path': ['/stats/prometheus'],
    'podMetricsEndpoints[0].relabelings[0].replacement': '$1:15020',
  });

export const metrics: EvidenceById = {
  'S3-55': [
    scraped,
    rendered('kube-prometheus-stack/values.yaml')({ 'kubeProxy.enabled': false }),
    rendered('karpenter/values.yaml')({ 'serviceMonitor.enabled': true }),
    rendered('{istiod}/istio-system/servicemonitor-{istiod}.yaml')({
      'spec.selector.matchLabels.app': 'istiod',
    }),
    test(
      'test/platform/components/monitoring/monitors.test.ts',
      'what lets Prometheus in is read as well: an open port that nobody reads is an alert that stays silent',
    ),
  ],
  'S3-56': [
    scraped,
    prometheusSpec({ scrapeInterval: matching(/^(15|30|60)s$/), replicas: atLeast(1) }),
    monitored(eachRunning()),
  ],
  'S3-57': [
    each(eachLastingStore, (name, { cluster }) => [
      rendered(
        `${name}/monitoring/statefulset-${name}.yaml`,
        'spec',
      )({
        replicas: 1,
        'volumeClaimTemplates[0].spec.storageClassName': 'gp3-encrypted',
        'volumeClaimTemplates[0].spec.resources.requests.storage': cluster.longTermMetrics?.volume ?? '',
        'template.spec.containers[name=victoria-metrics].args': all(
          '-storageDataPath=/storage',
          `-retentionPeriod=${cluster.longTermMetrics?.months}M`,
        ),
        'template.spec.containers[name=victoria-metrics].volumeMounts[name=storage].mountPath': '/storage',
      }),
      prometheusSpec({
        'remoteWrite[*].url': ['http://victoria-metrics.monitoring.svc.cluster.local:8428/api/v1/write'],
        'remoteWrite[0].name': name,
      }),
      rendered(
        `${name}/monitoring/networkpolicy-allow-${name}.yaml`,
        'spec',
      )({
        podSelector: { matchLabels: { app: name } },
        ingress: contains(from([prometheus], 8428)),
      }),
    ]),
  ],
  'S3-58': [
    rendered('grafana/values.yaml')({
      'datasources["datasources.yaml"].datasources[uid=prometheus].url': prometheusUrl,
      'sidecar.dashboards.label': 'grafana_dashboard',
      'sidecar.dashboards.enabled': true,
    }),
    clusterOverview,
    application,
    database,
    goldenSignals,
    serviceLevels,
  ],
  'S3-59': [
    installs('kiali', 'kiali-server'),
    rendered('kiali/values.yaml')({
      'external_services.prometheus.url': prometheusUrl,
      'external_services.istio.root_namespace': 'istio-system',
      'deployment.view_only_mode': true,
    }),
    test(
      'test/platform/components/istio/mesh-telemetry.test.ts',
      '$name: where Kiali draws the mesh the label stays, or its graph would be empty (S3-59)',
    ),
  ],
  'S3-60': [
    installs('kube-prometheus-stack', 'kube-prometheus-stack'),
    rendered(
      'kube-prometheus-stack/monitoring/networkpolicy-allow-kube-state-metrics.yaml',
      'spec',
    )({
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'kube-state-metrics' } },
      ingress: [from([prometheus], 8080)],
    }),
  ],
  'S3-61': [
    rendered(
      'node-exporter/node-exporter/daemonset-node-exporter.yaml',
      'spec.template.spec',
    )({
      hostNetwork: true,
      tolerations: [{ operator: 'Exists' }],
      'containers[name=node-exporter].args': all(
        '--path.procfs=/host/proc',
        '--path.sysfs=/host/sys',
        '--path.rootfs=/host',
      ),
    }),
    rendered('node-exporter/node-exporter/podmonitor-node-exporter.yaml')({
      'spec.selector': { matchLabels: { app: 'node-exporter' } },
    }),
  ],
  'S3-62': [
    rendered('{istiod}/values.yaml')({ 'meshConfig.extensionProviders[name=prometheus].prometheus': {} }),
    rendered('mesh-telemetry/istio-system/telemetry-mesh-default.yaml')({
      'spec.metrics[*].providers': [[{ name: 'prometheus' }]],
    }),
  ],
  'S3-63': [
    monitored(eachMeshedService()),
    each(eachMeshedService(), (name, context) => {
      const { namespace } = workloadOf(context, name);
      return [
        rendered(`${name}/${namespace}/service-${name}.yaml`)({
          'spec.ports[name=http-metrics].targetPort': 15020,
        }),
        rendered(`${name}/${namespace}/networkpolicy-allow-${name}.yaml`)({
          'spec.ingress': contains(from([prometheus], 15020)),
        }),
        rendered(`${name}/${namespace}/servicemonitor-${name}.yaml`)({
          'spec.endpoints[*].path': every('/stats/prometheus'),
        }),
      ];
    }),
    gatewayRead('istio-ingressgateway'),
    each(linkedItself, () => gatewayRead('istio-eastwestgateway')),
    gatewayRead('istio-egressgateway'),
  ],
  'S3-64': [
    heading('docs/monitoring.md', 'Which signal goes where'),
    rendered('grafana/values.yaml')({
      'datasources["datasources.yaml"].datasources[uid=cloudwatch].type': 'cloudwatch',
      'datasources["datasources.yaml"].datasources[uid=cloudwatch].jsonData.defaultRegion': '{region}',
    }),
  ],
};
