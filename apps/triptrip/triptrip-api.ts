import { postgresAddress, property } from '../../platform/kit/secrets/secret-reference.ts';
import { database, external, sendsTo, workload } from '../../platform/workload/declaration/calls.ts';
import { service } from '../../platform/workload/workload.ts';

/** The booking API (S4-54 to S4-80, S4-118 to S4-128, S4-165 to S4-178, S4-190 to S4-198). */
export const triptripApi = service({
  name: 'triptrip-api',
  component: 'api',
  port: 3000,
  resources: { requests: { cpu: '500m', memory: '512Mi' }, limits: { cpu: '2', memory: '2Gi' } },
  // Half as many again as the burst of 100,000 requests a second needs (S4-12, X-45).
  scale: { min: 5, max: 150, cpu: 70, requestsPerSecond: 1000 },
  calls: [database('triptrip'), workload('redis-cluster'), sendsTo('task'), external('payment')],
  exposes: { host: 'api' },
  environment: { NODE_ENV: 'production' },
  secrets: {
    DATABASE_URL: postgresAddress('database'),
    API_KEY: property('api', 'api_key'),
    REDIS_PASSWORD: property('redis', 'password'),
  },
  metrics: { interval: '15s' },
  scratch: [
    { path: '/tmp', size: '100Mi', medium: 'Memory' },
    { path: '/app/.cache', size: '500Mi' },
  ],
  priority: 'critical',
  minAvailable: '50%',
  // Three of the smallest node's four cores: daemons need the rest (S4-128, X-33).
  recommendation: { min: { cpu: '250m', memory: '256Mi' }, max: { cpu: '3', memory: '8Gi' } },
});
