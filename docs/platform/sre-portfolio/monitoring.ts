import { heading, on, output, rendered, test } from '../../../scripts/rows/evidence.ts';
import { contains } from '../../../scripts/rows/expected.ts';
import { done, open, otherwise, outside, type Row, type Section } from '../../../scripts/rows/row.ts';

const alarms = heading('docs/monitoring.md', 'Alarms in CloudWatch');
const topic = output('alerts_sns_topic_arn');

const ofNodes = rendered(
  'cluster-alerts/monitoring/prometheusrule-cluster-alerts.yaml',
  'spec.groups[name=cluster-alerts-alerts].rules',
);
const ofService = rendered(
  'user-service/prod/prometheusrule-user-service.yaml',
  'spec.groups[name=user-service-objectives].rules',
);
const ofWorkload = rendered(
  'user-service/prod/prometheusrule-user-service.yaml',
  'spec.groups[name=user-service-workload].rules',
);

export const monitoring: Section<Row> = {
  title: 'SRE portfolio: monitoring, logs, alarms',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    open('S2-66', 'K', '', 'Not answered yet.'),
    open('S2-67', 'K', '', 'Not answered yet.'),
    open('S2-68', 'K', '', 'Not answered yet.'),
    open('S2-69', 'K', '', 'Not answered yet.'),
    open('S2-70', 'K', '', 'Not answered yet.'),
    open('S2-71', 'K', '', 'Not answered yet.'),
    open('S2-72', 'K', '', 'Not answered yet.'),
    open('S2-73', 'K', '', 'Not answered yet.'),
    open('S2-74', 'K', '', 'Not answered yet.'),
    open('S2-75', 'K', '', 'Not answered yet.'),
    open('S2-76', 'K', '', 'Not answered yet.'),
    open('S2-77', 'T', '', 'Not answered yet.'),
    outside(
      'S2-78',
      'T',
      'Alarms that notify a topic',
      'Terraform makes the alarms; the contract reads the topic.',
      alarms,
      topic,
    ),
    outside('S2-79', 'T', 'Alarm on CPU', 'Terraform makes it, with these numbers.', alarms, topic),
    otherwise(
      'S2-80',
      'T',
      'Alarm on memory',
      'CloudWatch has no such metric without an agent, so the rule in the cluster decides (contradiction 32).',
      alarms,
      ofNodes({ '[alert=NodeMemoryHigh].for': '5m' }),
    ),
    outside('S2-81', 'T', 'Alarm on errors', 'Terraform makes it, with these numbers.', alarms, topic),
    outside(
      'S2-82',
      'T',
      'Alarm on healthy targets',
      'Terraform makes it, with these numbers.',
      alarms,
      topic,
    ),
    outside(
      'S2-83',
      'T',
      'Alarm on connections of the database',
      'Terraform makes it, with these numbers.',
      alarms,
      topic,
    ),
    outside('S2-84', 'T', 'Alarm on latency', 'Terraform makes it, with these numbers.', alarms, topic),
    done(
      'S2-85',
      'K',
      'Rule on CPU',
      ofNodes({
        '[alert=NodeCpuHigh].expr': contains('mode="idle"}[5m])) > 0.8'),
        '[alert=NodeCpuHigh].for': '5m',
      }),
    ),
    done(
      'S2-86',
      'K',
      'Rule on memory',
      ofNodes({
        '[alert=NodeMemoryHigh].expr': contains('> 0.85'),
        '[alert=NodeMemoryHigh].for': '5m',
      }),
    ),
    done(
      'S2-87',
      'K',
      'Rule on errors',
      on(
        ofService({
          '[alert=ServiceErrorRatioHigh].expr': contains('> 0.05'),
          '[alert=ServiceErrorRatioHigh].for': '3m',
        }),
        'prod-japan',
      ),
      test(
        'test/platform/constructs/service/workload-alerts.test.ts',
        'outside the mesh the service counts them itself',
      ),
    ),
    done(
      'S2-88',
      'K',
      'Rule on available pods',
      on(
        ofWorkload({
          '[alert=WorkloadReplicasLow].expr': contains('< 2'),
          '[alert=WorkloadReplicasLow].for': '2m',
        }),
        'prod-japan',
      ),
    ),
    done(
      'S2-89',
      'K',
      'Rule on latency',
      on(
        ofService({
          '[alert=ServiceLatencyHigh].expr': contains('quantile="0.95"} > 0.5'),
          '[alert=ServiceLatencyHigh].for': '5m',
        }),
        'prod-japan',
      ),
    ),
    otherwise(
      'S2-90',
      'K',
      'Rule on connections of the database',
      'CloudWatch alone: an exporter would need a login to the database for one number that AWS has.',
      alarms,
      topic,
    ),
  ],
};
