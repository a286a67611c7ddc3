import { file, heading, output, rendered } from '../../model/evidence.ts';
import { exactly, matching } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { agentOnEachNode, containersAndJournal, toCloudWatch } from '../evidence/logs.ts';
import { arnOf } from '../evidence/outputs.ts';

const providers = 'meshConfig.extensionProviders';

const accessLogs = rendered('{istiod}/values.yaml')({
  [`${providers}[name=envoy].envoyFileAccessLog.path`]: '/dev/stdout',
  [`${providers}[name=envoy].envoyFileAccessLog.logFormat.labels.response_code`]: '%RESPONSE_CODE%',
  [`${providers}[name=envoy].envoyFileAccessLog.logFormat.labels.path`]: matching(/^%REQ\(/),
});

const telemetry = rendered('mesh-telemetry/istio-system/telemetry-mesh-default.yaml')({
  'metadata.namespace': 'istio-system',
  'spec.accessLogging[*].providers': [[{ name: 'envoy' }]],
});

export const logs: EvidenceById = {
  'S3-46': [heading('docs/monitoring.md', 'Which signal goes where')],
  'S3-47': [agentOnEachNode],
  'S3-48': [containersAndJournal, agentOnEachNode],
  'S3-49': [containersAndJournal, accessLogs, telemetry],
  'S3-50': [
    toCloudWatch,
    output('irsa_role_arns', { 'fluent-bit': arnOf('iam') }),
    rendered('fluent-bit/logging/serviceaccount-fluent-bit.yaml')({
      'metadata.annotations["eks.amazonaws.com/role-arn"]': '{irsa_role_arns.fluent-bit}',
    }),
  ],
  'S3-51': [
    heading('docs/monitoring.md', 'Log destinations'),
    file('docs/monitoring.md', 'control plane: api, audit, authenticator'),
  ],
  'S3-52': [
    accessLogs,
    telemetry,
    rendered('{istiod}/values.yaml')({
      [`${providers}[*].name`]: exactly(['envoy', 'prometheus', 'opentelemetry']),
    }),
  ],
  'S3-53': [containersAndJournal, toCloudWatch, agentOnEachNode],
  'S3-54': [heading('docs/monitoring.md', 'Search')],
};
