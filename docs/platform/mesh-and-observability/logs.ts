import { heading, output, rendered } from '../../../scripts/rows/evidence.ts';
import { contains, present } from '../../../scripts/rows/expected.ts';
import { done, outside, type Row, type Section } from '../../../scripts/rows/row.ts';

export const logs: Section<Row> = {
  title: 'Mesh and observability: logs',
  clusters: ['prod-japan'],
  entries: [
    done('S3-46', 'D', 'Telemetry in four steps', heading('docs/monitoring.md', 'Which signal goes where')),
    done(
      'S3-47',
      'K',
      'An agent on each node',
      rendered('fluent-bit/logging/daemonset-fluent-bit.yaml')({ kind: 'DaemonSet' }),
    ),
    done(
      'S3-48',
      'K',
      'The folder of container logs',
      rendered('fluent-bit/logging/configmap-fluent-bit-config.yaml')({
        'data["fluent-bit.yaml"]': contains('/var/log/containers'),
      }),
      rendered('fluent-bit/logging/daemonset-fluent-bit.yaml')({
        'spec.template.spec.volumes[*].hostPath.path': contains('/var/log'),
      }),
    ),
    done(
      'S3-49',
      'K',
      'Logs of applications and of their proxies',
      rendered('fluent-bit/logging/configmap-fluent-bit-config.yaml')({
        'data["fluent-bit.yaml"]': contains('/var/log/containers'),
      }),
      rendered('istiod/values.yaml')({
        'meshConfig.extensionProviders[0].envoyFileAccessLog.path': '/dev/stdout',
      }),
    ),
    done(
      'S3-50',
      'K',
      'To CloudWatch Logs',
      rendered('fluent-bit/logging/configmap-fluent-bit-config.yaml')({
        'data["fluent-bit.yaml"]': contains('cloudwatch_logs'),
      }),
      output('irsa_role_arns', { 'fluent-bit': present }),
    ),
    outside(
      'S3-51',
      'T',
      'Logs of the control plane',
      'EKS sends them to CloudWatch Logs, which Terraform switches on.',
      heading('docs/monitoring.md', 'Log destinations'),
    ),
    done(
      'S3-52',
      'K',
      'Provider of access logs',
      rendered('istiod/values.yaml')({ 'meshConfig.extensionProviders[0].name': 'envoy' }),
      rendered('mesh-telemetry/istio-system/telemetry-mesh-default.yaml')({
        'spec.accessLogging[0].providers[0].name': 'envoy',
      }),
    ),
    done(
      'S3-53',
      'K',
      'Configuration of Fluent Bit',
      rendered('fluent-bit/logging/configmap-fluent-bit-config.yaml')({ kind: 'ConfigMap' }),
    ),
    outside(
      'S3-54',
      'T',
      'Searching logs, metrics from logs',
      "Logs Insights reads them; metric filters are Terraform's.",
      heading('docs/monitoring.md', 'Search'),
    ),
  ],
};
