import { eachMeshedNamespace } from '../../evidence/members.ts';
import { from, networks, pods, prometheus, to } from '../../evidence/peers.ts';
import { each, output, rendered } from '../../model/evidence.ts';
import { contains } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { contract } from '../evidence/members.ts';
import { arnOf } from '../evidence/outputs.ts';
import { inside } from '../evidence/texts.ts';

export const traces: EvidenceById = {
  'S3-65': [
    rendered('opentelemetry-collector/tracing/configmap-opentelemetry-collector.yaml')({
      'data["config.yaml"]': contract('otlp in, awsxray out, in the region', ({ terraform }) =>
        inside({
          'service.pipelines.traces.receivers': ['otlp'],
          'service.pipelines.traces.exporters': ['awsxray'],
          'exporters.awsxray.region': terraform.region,
          'receivers.otlp.protocols.grpc.endpoint': '$' + '{env:POD_IP}:4317',
        }),
      ),
    }),
    rendered(
      'opentelemetry-collector/tracing/deployment-opentelemetry-collector.yaml',
      'spec.template.spec',
    )({
      'volumes[name=configuration].configMap.name': 'opentelemetry-collector',
      'containers[name=collector].args': ['--config=/etc/opentelemetry-collector/config.yaml'],
      'containers[name=collector].ports[name=otlp].containerPort': 4317,
      serviceAccountName: 'opentelemetry-collector',
    }),
    rendered(
      'opentelemetry-collector/tracing/networkpolicy-allow-opentelemetry-collector.yaml',
      'spec',
    )({
      egress: contract('443 to the endpoints of AWS', ({ terraform }) =>
        contains(to(networks(terraform.vpcEndpointCidrs), 443)),
      ),
      ingress: contains(from([prometheus], 8888)),
    }),
    each(eachMeshedNamespace(), (name) =>
      rendered(
        `namespaces/${name}/networkpolicy-allow-tracing.yaml`,
        'spec',
      )({
        podSelector: {},
        policyTypes: ['Egress'],
        egress: [to([pods('tracing', { 'app.kubernetes.io/name': 'opentelemetry-collector' })], 4317)],
      }),
    ),
    rendered('{istiod}/values.yaml')({
      'meshConfig.extensionProviders[name=opentelemetry].opentelemetry': {
        service: 'opentelemetry-collector.tracing.svc.cluster.local',
        port: 4317,
      },
    }),
    rendered(
      'mesh-telemetry/istio-system/telemetry-mesh-default.yaml',
      'spec',
    )({
      'tracing[*].providers': [[{ name: 'opentelemetry' }]],
      'tracing[*].randomSamplingPercentage': contract('tracing.samplingPercentage', ({ tracing }) => [
        tracing.samplingPercentage,
      ]),
    }),
  ],
  'S3-66': [
    output('irsa_role_arns', { 'opentelemetry-collector': arnOf('iam') }),
    rendered('opentelemetry-collector/tracing/serviceaccount-opentelemetry-collector.yaml')({
      'metadata.annotations["eks.amazonaws.com/role-arn"]': '{irsa_role_arns.opentelemetry-collector}',
    }),
  ],
};
