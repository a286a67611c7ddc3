import { output, rendered } from '../../../scripts/rows/evidence.ts';
import { contains, present } from '../../../scripts/rows/expected.ts';
import { done, type Row, type Section } from '../../../scripts/rows/row.ts';

export const traces: Section<Row> = {
  title: 'Mesh and observability: traces',
  clusters: ['prod-japan'],
  entries: [
    done(
      'S3-65',
      'K',
      'Spans through a collector to X-Ray',
      rendered('opentelemetry-collector/tracing/configmap-opentelemetry-collector.yaml')({
        'data["config.yaml"]': contains('awsxray'),
      }),
      rendered('mesh-telemetry/istio-system/telemetry-mesh-default.yaml')({
        'spec.tracing[0].providers[0].name': 'opentelemetry',
        'spec.tracing[0].randomSamplingPercentage': 1,
      }),
    ),
    done(
      'S3-66',
      'T',
      'Role that writes to X-Ray',
      output('irsa_role_arns', { 'opentelemetry-collector': present }),
    ),
  ],
};
