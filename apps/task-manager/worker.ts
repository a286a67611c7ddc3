import { property } from '../../platform/kit/secrets/secret-reference.ts';
import { cache, database, receivesFrom } from '../../platform/workload/declaration/calls.ts';
import { worker as declareWorker } from '../../platform/workload/workload.ts';

/**
 * What the API leaves to be done later (S2-22, S2-23). All but its name and its place behind the API is our own choice. Its
 * work comes by SQS and not by a list in Redis: a message outlives a failover and a crash, ends in a dead-letter queue,
 * and KEDA reads its length without access to Redis, which only the application may have (S2-99).
 */
export const worker = declareWorker({
  name: 'worker',
  component: 'worker',
  resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
  scale: { min: 1, max: 5, queue: { name: 'task-jobs', messages: 5 } },
  calls: [database('tasks'), cache('tasks'), receivesFrom('task-jobs')],
  // Seven pods during an update: 21 connections more, 76 with those of the API (S2-83).
  environment: { DB_MAX_CONNECTIONS: '3', GOMEMLIMIT: '230MiB' },
  secrets: {
    DB_USER: property('database', 'username'),
    DB_PASS: property('database', 'password'),
    REDIS_PASSWORD: property('redis', 'password'),
  },
  probes: {
    startup: { path: '/health' },
    liveness: { path: '/health' },
    readiness: { path: '/ready' },
  },
});
