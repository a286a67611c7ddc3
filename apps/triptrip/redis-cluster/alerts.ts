import type { Alert } from '../../../platform/kit/alerting/alert.ts';
import { gone, jobFailed } from '../../../platform/kit/alerting/events.ts';
import { NAME, NAMESPACE, NODES } from './redis-cluster.ts';

const READY = `kube_statefulset_status_replicas_ready{namespace="${NAMESPACE}",statefulset="${NAME}"}`;

/** One node may go at a time; of two, one may be the other's replica, and with both a third of the keys is gone. */
export const redisAlerts: readonly Alert[] = [
  {
    alert: 'RedisNodeMissing',
    expression: `${gone(READY)} or ${READY} < ${NODES}`,
    for: '10m',
    severity: 'warning',
    summary: `Redis has {{ $value }} of ${NODES} nodes`,
    description: 'One shard may be without its replica: the next loss there is an outage.',
  },
  {
    alert: 'RedisNodesMissing',
    expression: `${gone(READY)} or ${READY} < ${NODES - 1}`,
    for: '2m',
    severity: 'critical',
    summary: `Redis has only {{ $value }} of ${NODES} nodes`,
    description: 'Keys of a whole shard may be out of reach, and nobody may be able to elect a new master.',
  },
  {
    alert: 'JobFailed',
    expression: jobFailed(NAMESPACE, `${NAME}-repair-[0-9]+`),
    for: '1m',
    severity: 'warning',
    summary: 'The repair of Redis failed',
    description:
      '{{ $labels.job_name }} used up its attempts or its time. A node that was replaced may stay outside.',
  },
];
