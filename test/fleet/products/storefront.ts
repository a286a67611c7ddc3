import { mysqlAddress } from '../../../platform/kit/secrets/secret-reference.ts';
import { product } from '../../../platform/product/product.ts';
import { database, workload } from '../../../platform/workload/declaration/calls.ts';
import { service } from '../../../platform/workload/workload.ts';

const size = {
  port: 8080,
  resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
  scale: { min: 2, max: 6, cpu: 70 },
} as const;

/** A second product of one cluster, whose host is shared by the kind of browser. */
export const storefront = product({
  name: 'storefront',
  clusters: ['prod-japan'],
  namespaces: [{ name: 'storefront', mesh: true }],
  workloads: [
    service({ ...size, name: 'pc-frontend', calls: [workload('order-service')], exposes: { host: 'www' } }),
    service({
      ...size,
      name: 'smartphone-frontend',
      calls: [workload('order-service')],
      exposes: { host: 'www', userAgent: 'smartphone' },
    }),
    service({
      ...size,
      name: 'order-service',
      calls: [database('orders')],
      secrets: { DATABASE_URL: mysqlAddress('storefront/orders-database') },
    }),
  ],
});
