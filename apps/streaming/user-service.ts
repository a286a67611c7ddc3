import { database, linkedService, sendsTo } from '../../platform/workload/declaration/calls.ts';
import { service } from '../../platform/workload/workload.ts';

/**
 * Accounts; announces each new one to the others, and asks the other region's service for those at home there (S0-32, S0-36, S0-49,
 * S0-70). No failover: each region keeps its own accounts, by law.
 */
export const userService = service({
  name: 'user-service',
  port: 8080,
  resources: { requests: { cpu: '200m', memory: '256Mi' }, limits: { memory: '512Mi' } },
  scale: { min: 3, max: 12, cpu: 70 },
  calls: [database('users'), sendsTo('user-registered'), linkedService('user-service')],
  exposes: { host: 'users' },
  authentication: 'customers',
  rateLimit: { requestsPerSecond: 100 },
  secrets: { DB_USER: 'db_user', DB_PASS: 'db_password' },
  secretName: 'user-service-secret',
});
