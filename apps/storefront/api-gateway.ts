import { workload } from '../../platform/workload/declaration/calls.ts';
import { service } from '../../platform/workload/workload.ts';

/** The one way to the services, for both sites and for outside API clients, which have their own host (S3-13). */
export const apiGateway = service({
  name: 'api-gateway',
  port: 8080,
  resources: { requests: { cpu: '200m', memory: '256Mi' }, limits: { memory: '512Mi' } },
  scale: { min: 3, max: 20, cpu: 70 },
  calls: [workload('catalog-service'), workload('order-service')],
  exposes: { host: 'api' },
  priority: 'critical',
});
