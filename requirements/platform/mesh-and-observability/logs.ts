import { file, heading, output, rendered } from '../../model/evidence.ts';
import { exactly, matching } from '../../model/expected.ts';
import { done, outside, type Row, type Section } from '../../model/row.ts';
import { agentOnEachNode, containersAndJournal, toCloudWatch } from '../evidence/logs.ts';
import { arnOf } from '../evidence/outputs.ts';

const providers = 'meshConfig.extensionProviders';

const accessLogs = rendered('istiod/values.yaml')({
  [`${providers}[name=envoy].envoyFileAccessLog.path`]: '/dev/stdout',
  [`${providers}[name=envoy].envoyFileAccessLog.logFormat.labels.response_code`]: '%RESPONSE_CODE%',
  [`${providers}[name=envoy].envoyFileAccessLog.logFormat.labels.path`]: matching(/^%REQ\(/),
});

const telemetry = rendered('mesh-telemetry/istio-system/telemetry-mesh-default.yaml')({
  'metadata.namespace': 'istio-system',
  'spec.accessLogging[*].providers': [[{ name: 'envoy' }]],
});

export const logs: Section<Row> = {
  title: 'Mesh and observability: logs',
  clusters: ['prod-japan', 'prod-eu'],
  entries: [
    done('S3-46', 'D', 'Telemetry in four steps', heading('docs/monitoring.md', 'Which signal goes where')),
    done('S3-47', 'K', 'An agent on each node', agentOnEachNode),
    done('S3-48', 'K', 'The folder of container logs', containersAndJournal, agentOnEachNode),
    done(
      'S3-49',
      'K',
      'Logs of applications and of their proxies',
      containersAndJournal,
      accessLogs,
      telemetry,
    ),
    done(
      'S3-50',
      'K',
      'To CloudWatch Logs',
      toCloudWatch,
      output('irsa_role_arns', { 'fluent-bit': arnOf('iam') }),
      rendered('fluent-bit/logging/serviceaccount-fluent-bit.yaml')({
        'metadata.annotations["eks.amazonaws.com/role-arn"]': '{irsa_role_arns.fluent-bit}',
      }),
    ),
    outside(
      'S3-51',
      'T',
      'Logs of the control plane',
      'EKS sends them to CloudWatch Logs, which Terraform switches on.',
      heading('docs/monitoring.md', 'Log destinations'),
      file('docs/monitoring.md', 'control plane: api, audit, authenticator'),
    ),
    done(
      'S3-52',
      'K',
      'Provider of access logs',
      accessLogs,
      telemetry,
      rendered('istiod/values.yaml')({
        [`${providers}[*].name`]: exactly(['envoy', 'prometheus', 'opentelemetry']),
      }),
    ),
    done('S3-53', 'K', 'Configuration of Fluent Bit', containersAndJournal, toCloudWatch, agentOnEachNode),
    outside(
      'S3-54',
      'T',
      'Searching logs, metrics from logs',
      "Logs Insights reads them; metric filters are Terraform's.",
      heading('docs/monitoring.md', 'Search'),
    ),
  ],
};
