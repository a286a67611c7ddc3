import { describe, expect, test } from 'vitest';
import { streaming } from '../../../apps/streaming/streaming.ts';
import { at, listAt, one } from '../../manifest-reader.ts';
import { openings, PROMETHEUS_READS } from '../../platform/network-openings.ts';
import { podsOf, servicesOf, wholeOf } from '../declared.ts';
import { contextOf, renderUnit } from '../fleet-at-rest.ts';

describe('S0-35: from the Internet over load balancer and gateway to the services', () => {
  const exposed = servicesOf(streaming).filter(({ declaration }) => declaration.exposes !== undefined);

  test.each(exposed)('$name on $cluster answers under its public name', (placed) => {
    const { name: service, cluster, namespace, declaration } = placed;
    const host = `${declaration.exposes?.host}.${contextOf(cluster).cluster.domain}`;
    const routes = one(renderUnit(service, cluster), 'VirtualService', `${service}-public`);
    expect(listAt(routes, 'spec.hosts')).toContain(host);
    expect(at(routes, 'spec.gateways')).toEqual(['istio-system/public-gateway']);
    const ingress = renderUnit('ingress', cluster);
    expect(listAt(one(ingress, 'Gateway', 'public-gateway'), 'spec.servers[0].hosts')).toContain(
      `${namespace}/*`,
    );
    expect(listAt(one(ingress, 'Ingress', 'public'), 'spec.rules').map((rule) => at(rule, 'host'))).toContain(
      host,
    );
    expect(openings(wholeOf(placed), 'ingress', podsOf(placed))).toEqual(
      expect.arrayContaining([
        `istio-system app=istio-ingressgateway TCP ${declaration.port}`,
        PROMETHEUS_READS,
      ]),
    );
  });
});
