import { database, queue } from '../../platform/constructs/service/calls.ts';
import { service } from '../../platform/constructs/service/declaration.ts';

/** Accounts; tells the others of each new one (S0-32, S0-36, S0-70). */
export const userService = service({
  name: 'user-service',
  port: 8080,
  resources: { requests: { cpu: '200m', memory: '256Mi' }, limits: { memory: '512Mi' } },
  scale: { min: 3, max: 12, cpu: 70 },
  calls: [database('users'), queue('user-registered')],
  exposes: { host: 'users' },
  secrets: { DB_USER: 'db_user', DB_PASS: 'db_password' },
  secretName: 'user-service-secret',
});
