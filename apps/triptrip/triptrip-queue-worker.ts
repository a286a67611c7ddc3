import { postgresAddress, property } from '../../platform/kit/secrets/secret-reference.ts';
import { database, receivesFrom, topic, workload } from '../../platform/workload/declaration/calls.ts';
import { worker } from '../../platform/workload/workload.ts';

/**
 * Works through the task queue and the event stream (S4-142 to S4-147); resources and the rest of its calls are
 * ours (S4-267). One pod is enough while little waits, and so are Spot nodes: what an interrupted pod had begun comes
 * back to the queue.
 */
export const triptripQueueWorker = worker({
  name: 'triptrip-queue-worker',
  component: 'worker',
  namespace: 'triptrip-workers',
  resources: { requests: { cpu: '250m', memory: '256Mi' }, limits: { memory: '512Mi' } },
  scale: {
    min: 1,
    max: 50,
    fallback: 5,
    queue: { name: 'task', messages: 10 },
    stream: {
      store: 'redis-cluster',
      name: 'events',
      consumerGroup: 'triptrip-workers',
      pendingEntries: 50,
      password: 'REDIS_PASSWORD',
    },
    topic: { name: 'booking-events', consumerGroup: 'triptrip-consumer', lag: 100 },
  },
  calls: [database('triptrip'), workload('redis-cluster'), receivesFrom('task'), topic('booking-events')],
  environment: { NODE_ENV: 'production' },
  secrets: { DATABASE_URL: postgresAddress('database'), REDIS_PASSWORD: property('redis', 'password') },
  nodeGroup: 'spot',
});
