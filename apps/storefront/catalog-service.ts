import { mysqlAddress } from '../../platform/kit/secrets/secret-reference.ts';
import { database } from '../../platform/workload/declaration/calls.ts';
import { service } from '../../platform/workload/workload.ts';

/** What is for sale, in Aurora MySQL (S3-09, S3-14, S3-44). */
export const catalogService = service({
  name: 'catalog-service',
  port: 8080,
  resources: { requests: { cpu: '200m', memory: '256Mi' }, limits: { memory: '512Mi' } },
  scale: { min: 3, max: 12, cpu: 70 },
  calls: [database('catalog')],
  secrets: { DATABASE_URL: mysqlAddress('storefront/catalog-database') },
});
