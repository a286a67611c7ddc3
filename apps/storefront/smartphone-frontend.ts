import { workload } from '../../platform/workload/declaration/calls.ts';
import { service } from '../../platform/workload/workload.ts';

/** The same site for smartphones, at the same address (S3-12, S3-26). */
export const smartphoneFrontend = service({
  name: 'smartphone-frontend',
  port: 8080,
  resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
  scale: { min: 3, max: 12, cpu: 70 },
  calls: [workload('api-gateway')],
  exposes: { host: 'www', userAgent: 'smartphone' },
});
