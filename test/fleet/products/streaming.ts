import { product } from '../../../platform/product/product.ts';
import {
  bucket,
  database,
  external,
  linkedService,
  receivesFrom,
  sendsTo,
} from '../../../platform/workload/declaration/calls.ts';
import { service } from '../../../platform/workload/workload.ts';

const size = {
  port: 8080,
  resources: { requests: { cpu: '200m', memory: '256Mi' }, limits: { memory: '512Mi' } },
} as const;

/** Two linked regions: a call between them, failover, customers' tokens, limits of requests, hosts of others. */
export const streaming = product({
  name: 'streaming',
  clusters: ['prod-japan', 'prod-eu'],
  namespaces: [{ name: 'prod', mesh: true }],
  workloads: [
    service({
      ...size,
      name: 'user-service',
      scale: { min: 3, max: 12, cpu: 70 },
      calls: [database('users'), sendsTo('user-registered'), linkedService('user-service')],
      exposes: { host: 'users' },
      authentication: 'customers',
      rateLimit: { requestsPerSecond: 100 },
      secrets: { DB_USER: 'db_user', DB_PASS: 'db_password' },
    }),
    service({
      ...size,
      name: 'video-service',
      scale: { min: 3, max: 12, cpu: 70, queue: { name: 'user-registered', messages: 5 } },
      calls: [bucket('video'), receivesFrom('user-registered')],
      exposes: { host: 'videos' },
      failover: true,
    }),
    service({
      ...size,
      name: 'chat-service',
      scale: { min: 3, max: 12, requestsPerSecond: 100 },
      calls: [external('push-notifications')],
      exposes: { host: 'chat' },
    }),
  ],
});
