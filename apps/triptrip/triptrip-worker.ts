import { postgresAddress } from '../../platform/kit/secrets/secret-reference.ts';
import { database } from '../../platform/workload/declaration/calls.ts';
import { worker } from '../../platform/workload/workload.ts';

/** Background work on the bookings; all of its figures except the recommendation are our own (S4-129 to S4-131, S4-267). */
export const triptripWorker = worker({
  name: 'triptrip-worker',
  component: 'worker',
  namespace: 'triptrip-workers',
  resources: { requests: { cpu: '250m', memory: '256Mi' }, limits: { memory: '1Gi' } },
  scale: { min: 2, max: 20, cpu: 70 },
  calls: [database('triptrip')],
  environment: { NODE_ENV: 'production' },
  secrets: { DATABASE_URL: postgresAddress('database') },
  recommendation: { min: { cpu: '100m', memory: '128Mi' }, max: { cpu: '2', memory: '4Gi' } },
});
