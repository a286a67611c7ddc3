import { postgresAddress } from '../../platform/kit/secrets/secret-reference.ts';
import { database, receivesFrom } from '../../platform/workload/declaration/calls.ts';
import { job } from '../../platform/workload/workload.ts';

/** A Job for each message of the batch queue (S4-148 to S4-152); limits, calls and the rest are our own choice. */
export const triptripBatchProcessor = job({
  name: 'triptrip-batch-processor',
  component: 'processor',
  namespace: 'triptrip-batch',
  resources: { requests: { cpu: '1', memory: '2Gi' }, limits: { memory: '4Gi' } },
  queue: { name: 'batch', messages: 1 },
  max: 20,
  calls: [database('triptrip'), receivesFrom('batch')],
  environment: { NODE_ENV: 'production' },
  secrets: { DATABASE_URL: postgresAddress('database') },
  nodeGroup: 'spot',
});
