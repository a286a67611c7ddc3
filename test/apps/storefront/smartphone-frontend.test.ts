import { expect, test } from 'vitest';
import { smartphoneFrontend } from '../../../apps/storefront/smartphone-frontend.ts';
import { storefront } from '../../../apps/storefront/storefront.ts';
import { at, one } from '../../manifest-reader.ts';
import { servicesOf } from '../declared.ts';
import { clustersOf, renderUnit } from '../fleet-at-rest.ts';

test.each(clustersOf(smartphoneFrontend))(
  'S3-12: on %s the User-Agent says that it answers, at the address of the site for all others',
  (cluster) => {
    const own = one(
      renderUnit('smartphone-frontend', cluster),
      'VirtualService',
      'smartphone-frontend-public',
    );
    expect(at(own, 'spec.hosts')).toBeUndefined();
    const { host } = { ...smartphoneFrontend.exposes };
    const [site] = servicesOf(storefront).filter(
      ({ cluster: place, name, declaration: { exposes } }) =>
        place === cluster && name !== smartphoneFrontend.name && exposes?.host === host,
    );
    const routes = one(renderUnit(site?.name ?? '', cluster), 'VirtualService', `${site?.name}-public`);
    expect(at(routes, 'spec.http[0].delegate.name')).toBe('smartphone-frontend-public');
  },
);
