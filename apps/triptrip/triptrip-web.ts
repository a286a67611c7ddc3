import { workload } from '../../platform/workload/declaration/calls.ts';
import { service } from '../../platform/workload/workload.ts';

/**
 * The web front end: renders the pages of the booking system from what the API answers (S4-9, S4-240, S4-267). Nothing
 * is stated of it, so all of this is our choice. It is sized for one page per ten transactions, with the same headroom above the
 * burst as the API has; it keeps no state and has no secret.
 */
export const triptripWeb = service({
  name: 'triptrip-web',
  component: 'web',
  namespace: 'triptrip-web',
  port: 3000,
  resources: { requests: { cpu: '250m', memory: '256Mi' }, limits: { memory: '512Mi' } },
  scale: { min: 3, max: 30, cpu: 70, requestsPerSecond: 500 },
  calls: [workload('triptrip-api')],
  exposes: { host: 'www' },
  environment: { NODE_ENV: 'production' },
  priority: 'critical',
  minAvailable: '50%',
});
