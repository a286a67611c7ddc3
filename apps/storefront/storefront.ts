import { product } from '../../platform/product/product.ts';
import { apiGateway } from './api-gateway.ts';
import { catalogService } from './catalog-service.ts';
import { orderService } from './order-service.ts';
import { pcFrontend } from './pc-frontend.ts';
import { smartphoneFrontend } from './smartphone-frontend.ts';

/** The shop: a site for each kind of browser, one API, and the services behind it (S3-12 to S3-14). */
export const storefront = product({
  name: 'storefront',
  clusters: ['prod-japan'],
  namespaces: [{ name: 'storefront', mesh: true }],
  // Our own figures, for a lost cluster: while its only region is gone, so is the shop.
  recovery: { timeMinutes: 60, pointMinutes: 5 },
  workloads: [pcFrontend, smartphoneFrontend, apiGateway, catalogService, orderService],
});
