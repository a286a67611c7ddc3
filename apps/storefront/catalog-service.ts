import { database } from '../../platform/constructs/service/calls.ts';
import { service } from '../../platform/constructs/service/declaration.ts';
import { mysqlAddress } from '../../platform/constructs/service/secret-reference.ts';

/** What is for sale, in Aurora MySQL (S3-09, S3-14, S3-44). */
export const catalogService = service({
  name: 'catalog-service',
  port: 8080,
  resources: { requests: { cpu: '200m', memory: '256Mi' }, limits: { memory: '512Mi' } },
  scale: { min: 3, max: 12, cpu: 70 },
  calls: [database('catalog')],
  secrets: { DATABASE_URL: mysqlAddress('storefront/catalog-database') },
});
