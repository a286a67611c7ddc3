import { heading, output, rendered } from '../../../scripts/rows/evidence.ts';
import { contains } from '../../../scripts/rows/expected.ts';
import { done, open, otherwise, type Row, type Section } from '../../../scripts/rows/row.ts';

export const stack: Section<Row> = {
  title: 'Streaming: stack and responsibilities',
  clusters: ['prod-japan', 'prod-eu'],
  entries: [
    open('S0-01', 'D', '', 'Not answered yet.'),
    open('S0-02', 'T', '', 'Not answered yet.'),
    open('S0-03', 'K', '', 'Not answered yet.'),
    open('S0-04', 'K', '', 'Not answered yet.'),
    open('S0-05', 'K', '', 'Not answered yet.'),
    open('S0-06', 'K', '', 'Not answered yet.'),
    done(
      'S0-07',
      'K',
      'Observability of the mesh',
      rendered('mesh-telemetry/istio-system/telemetry-mesh-default.yaml')({
        'spec.metrics[0].providers[0].name': 'prometheus',
        'spec.tracing[0].providers[0].name': 'opentelemetry',
      }),
      rendered('kiali/values.yaml')({ 'deployment.view_only_mode': true }),
    ),
    open('S0-08', 'K', '', 'Not answered yet.'),
    open('S0-09', 'K', '', 'Not answered yet.'),
    open('S0-10', 'K', '', 'Not answered yet.'),
    open('S0-11', 'K', '', 'Not answered yet.'),
    open('S0-12', 'K', '', 'Not answered yet.'),
    open('S0-13', 'T', '', 'Not answered yet.'),
    open('S0-14', 'K', '', 'Not answered yet.'),
    open('S0-15', 'K', '', 'Not answered yet.'),
    open('S0-16', 'K', '', 'Not answered yet.'),
    open('S0-17', 'K', '', 'Not answered yet.'),
    open('S0-18', 'K', '', 'Not answered yet.'),
    otherwise(
      'S0-19',
      'K',
      'Prometheus, Grafana, Kiali',
      'Traces are looked at in X-Ray: Kiali and Grafana have no interface to it of their own.',
      rendered('kube-prometheus-stack/values.yaml')({ 'prometheus.prometheusSpec.replicas': 2 }),
      rendered('grafana/values.yaml')({ 'sidecar.dashboards.enabled': true }),
      rendered('kiali/values.yaml')({ 'external_services.tracing.enabled': false }),
      heading('docs/dashboards.md', 'What each one answers'),
    ),
    done(
      'S0-20',
      'T',
      'CloudWatch, linked with the cluster',
      output('log_group_prefix'),
      rendered('grafana/values.yaml')({
        'datasources["datasources.yaml"].datasources[*].uid': contains('cloudwatch'),
      }),
      heading('docs/monitoring.md', 'Which signal goes where'),
    ),
    open('S0-21', 'C', '', 'Not answered yet.'),
    open('S0-22', 'K', '', 'Not answered yet.'),
    open('S0-23', 'T', '', 'Not answered yet.'),
    open('S0-24', 'K', '', 'Not answered yet.'),
    open('S0-25', 'D', '', 'Not answered yet.'),
    open('S0-26', 'C', '', 'Not answered yet.'),
    open('S0-27', 'C', '', 'Not answered yet.'),
  ],
};
