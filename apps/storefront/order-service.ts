import { mysqlAddress } from '../../platform/kit/secrets/secret-reference.ts';
import { database, workload } from '../../platform/workload/declaration/calls.ts';
import { service } from '../../platform/workload/workload.ts';

/** Orders, in Aurora MySQL; what takes longer than a request is a workflow of Temporal (S3-09, S3-14, S3-44). */
export const orderService = service({
  name: 'order-service',
  port: 8080,
  resources: { requests: { cpu: '200m', memory: '256Mi' }, limits: { memory: '512Mi' } },
  scale: { min: 3, max: 12, cpu: 70 },
  calls: [database('orders'), workload('catalog-service'), workload('temporal-frontend')],
  secrets: { DATABASE_URL: mysqlAddress('storefront/orders-database') },
  priority: 'critical',
});
