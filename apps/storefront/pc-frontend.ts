import { workload } from '../../platform/workload/declaration/calls.ts';
import { service } from '../../platform/workload/workload.ts';

/** The site for large screens, and for every browser that is not known as a smartphone's (S3-12, S3-26). */
export const pcFrontend = service({
  name: 'pc-frontend',
  port: 8080,
  resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
  scale: { min: 3, max: 12, cpu: 70 },
  calls: [workload('api-gateway')],
  exposes: { host: 'www' },
});
