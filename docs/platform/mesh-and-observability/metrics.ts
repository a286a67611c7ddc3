import { heading, rendered, test } from '../../../scripts/rows/evidence.ts';
import { contains } from '../../../scripts/rows/expected.ts';
import { done, otherwise, type Row, type Section } from '../../../scripts/rows/row.ts';

export const metrics: Section<Row> = {
  title: 'Mesh and observability: metrics',
  clusters: ['prod-japan'],
  entries: [
    otherwise(
      'S3-55',
      'K',
      'Four kinds of metrics',
      'Without kube-proxy, which listens on the loopback address of its node.',
      rendered('kube-prometheus-stack/values.yaml')({
        'kubelet.enabled': true,
        'coreDns.enabled': true,
        'kubeProxy.enabled': false,
      }),
      rendered('karpenter/values.yaml')({ 'serviceMonitor.enabled': true }),
      test(
        'test/platform/monitoring/monitors.test.ts',
        'what lets Prometheus in is read as well: an open port that nobody reads is an alert that stays silent',
      ),
    ),
    done(
      'S3-56',
      'K',
      'Prometheus by monitors',
      rendered('kube-prometheus-stack/values.yaml')({
        'prometheus.prometheusSpec.serviceMonitorSelectorNilUsesHelmValues': false,
        'prometheus.prometheusSpec.scrapeInterval': '30s',
      }),
    ),
    done(
      'S3-57',
      'K',
      'Lasting metrics in VictoriaMetrics',
      rendered('victoria-metrics/monitoring/statefulset-victoria-metrics.yaml')({
        'spec.volumeClaimTemplates[0].spec.storageClassName': 'gp3-encrypted',
        'spec.template.spec.containers[0].args[2]': '-retentionPeriod=12M',
      }),
      rendered('kube-prometheus-stack/values.yaml')({
        'prometheus.prometheusSpec.remoteWrite[0].url':
          'http://victoria-metrics.monitoring.svc.cluster.local:8428/api/v1/write',
      }),
    ),
    done(
      'S3-58',
      'K',
      'Grafana over Prometheus, dashboards as JSON',
      rendered('grafana/values.yaml')({ 'datasources["datasources.yaml"].datasources[0].uid': 'prometheus' }),
      rendered('grafana/monitoring/configmap-dashboard-cluster-overview.yaml')({
        'metadata.labels.grafana_dashboard': '1',
      }),
    ),
    done(
      'S3-59',
      'K',
      'Kiali over Prometheus',
      rendered('kiali/values.yaml')({
        'external_services.prometheus.url': 'http://prometheus-operated.monitoring.svc.cluster.local:9090',
        'deployment.view_only_mode': true,
      }),
      test(
        'test/platform/istio/mesh-telemetry.test.ts',
        '$name: where Kiali draws the mesh the label stays, or its graph would be empty (S3-59)',
      ),
    ),
    done(
      'S3-60',
      'K',
      'State of pods',
      rendered('kube-prometheus-stack/values.yaml')({
        '["kube-state-metrics"].resources.limits.memory': '512Mi',
      }),
    ),
    done(
      'S3-61',
      'K',
      'Hardware of nodes',
      rendered('node-exporter/node-exporter/daemonset-node-exporter.yaml')({
        'spec.template.spec.hostNetwork': true,
      }),
    ),
    done(
      'S3-62',
      'K',
      'Metrics provider and Telemetry',
      rendered('istiod/values.yaml')({ 'meshConfig.extensionProviders[name=prometheus].prometheus': {} }),
      rendered('mesh-telemetry/istio-system/telemetry-mesh-default.yaml')({
        'spec.metrics[0].providers[0].name': 'prometheus',
      }),
    ),
    otherwise(
      'S3-63',
      'K',
      'Metrics of proxies',
      'Prometheus reads each proxy, at the port that merges them with those of its container; the control plane has only its own.',
      rendered('user-service/prod/servicemonitor-user-service.yaml')({
        'spec.endpoints[0].path': '/stats/prometheus',
      }),
      rendered('istio-ingressgateway/istio-system/podmonitor-istio-ingressgateway.yaml')({
        kind: 'PodMonitor',
      }),
    ),
    done(
      'S3-64',
      'T',
      'Metrics of AWS stay in CloudWatch',
      heading('docs/monitoring.md', 'Which signal goes where'),
      rendered('grafana/values.yaml')({
        'datasources["datasources.yaml"].datasources[*].uid': contains('cloudwatch'),
      }),
    ),
  ],
};
