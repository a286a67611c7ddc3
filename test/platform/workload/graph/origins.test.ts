import { describe, expect, it } from 'vitest';
import { publicNames } from '../../../../clusters/index.ts';
import { liveFleet } from '../../../live-fleet.ts';
import { at, every } from '../../../manifest-reader.ts';
import { groundContext, renderProduct } from '../../../render-product.ts';
import { web } from '../declarations.ts';

const api = (pagesOf: readonly string[], more = {}) =>
  web({ name: 'api', exposes: { host: 'api', pagesOf }, ...more });
const page = web({ name: 'page', exposes: { host: 'www' } });

describe('a page that calls a service at another host from the browser', () => {
  it('is named to the service by every public name of the page, or the browser shows it nothing', () => {
    const declaration = { workloads: [api(['page']), page] };
    const objects = renderProduct(declaration);
    const { cluster } = groundContext(declaration);
    const config = every(objects, 'ConfigMap').find((map) => at(map, 'metadata.labels.app') === 'api');
    expect(at(config, 'data.CORS_ALLOWED_ORIGINS')).toBe(
      publicNames('www', cluster)
        .map((name) => `https://${name}`)
        .join(','),
    );
  });

  it.each([
    [['pgae'], /api: its exposes\.pagesOf names pgae, which is no exposed service of .*page/],
    [['worker'], /names worker, which is no exposed service/],
  ])('that is not exposed is refused: %j', (pagesOf, message) => {
    expect(() => renderProduct({ workloads: [api(pagesOf), page, web({ name: 'worker' })] })).toThrow(
      message,
    );
  });

  it('is not named by hand beside it', () => {
    const environment = { CORS_ALLOWED_ORIGINS: 'https://www.example.com' };
    expect(() => renderProduct({ workloads: [api(['page'], { environment }), page] })).toThrow(
      'CORS_ALLOWED_ORIGINS',
    );
  });
});

it('on the real clusters every page that is named has its origin in the environment, below the domain of the cluster', () => {
  const named = liveFleet
    .rendered()
    .filter(({ unit }) =>
      unit.workloads?.some(
        ({ declaration }) => declaration.kind === 'service' && declaration.exposes?.pagesOf !== undefined,
      ),
    );
  for (const { cluster, unit } of named) {
    const { domain } = liveFleet.clusterOf(cluster);
    const origins = named
      .filter((object) => object.cluster === cluster && object.unit === unit && object.kind === 'ConfigMap')
      .flatMap(({ json }) => at(json, 'data.CORS_ALLOWED_ORIGINS') ?? []);
    expect(origins, `${unit.name} on ${cluster}`).toHaveLength(1);
    for (const origin of String(origins[0]).split(','))
      expect(origin.endsWith(`.${domain}`), origin).toBe(true);
  }
});
