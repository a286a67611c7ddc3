import { property } from '../../platform/kit/secrets/secret-reference.ts';
import { cache, database, sendsTo } from '../../platform/workload/declaration/calls.ts';
import { service } from '../../platform/workload/workload.ts';
import { schemaFiles } from './schema/files.ts';

/** The API in Go (S1-21, S2-30 to S2-37, S2-42 to S2-46, S2-58 to S2-65); the way to the worker is our own (S2-24). */
export const apiService = service({
  name: 'api-service',
  component: 'api',
  port: 8080,
  resources: { requests: { cpu: '200m', memory: '256Mi' }, limits: { cpu: '500m', memory: '512Mi' } },
  scale: { min: 3, max: 10, cpu: 70, memory: 80 },
  calls: [database('tasks'), cache('tasks'), sendsTo('task-jobs')],
  exposes: { host: 'api', pagesOf: ['frontend-service'] },
  environment: {
    // Eleven pods during an update: 55 of the 80 connections that the alarm allows (S2-83).
    DB_MAX_CONNECTIONS: '5',
    // Below the memory limit, so that Go collects garbage before the kernel kills the process.
    GOMEMLIMIT: '460MiB',
  },
  secrets: {
    DB_USER: property('database', 'username'),
    DB_PASS: property('database', 'password'),
    REDIS_PASSWORD: property('redis', 'password'),
    JWT_SECRET: property('jwt', 'secret'),
  },
  probes: {
    startup: { path: '/health' },
    liveness: { path: '/health', initialDelaySeconds: 30, periodSeconds: 10 },
    readiness: { path: '/ready', initialDelaySeconds: 5, periodSeconds: 5 },
  },
  migration: {
    database: 'tasks',
    image: 'postgres',
    files: schemaFiles,
    user: 'DB_USER',
    password: 'DB_PASS',
  },
  maxSurge: 1,
  // Two of three pods, one of two (S2-15).
  minAvailable: '50%',
  priority: 'critical',
});
