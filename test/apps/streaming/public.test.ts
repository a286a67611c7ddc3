import { describe, expect, test } from 'vitest';
import { streaming } from '../../../apps/streaming/streaming.ts';
import { at, listAt, one } from '../../manifest-reader.ts';
import { openings, PROMETHEUS_READS } from '../../platform/network-openings.ts';
import { type PlacedService, podsOf, servicesOf, wholeOf } from '../declared.ts';
import { contextOf, renderUnit } from '../fleet-at-rest.ts';

/** Whether one leads some browsers on to the other, which has no address of its own (S3-12). */
function isDoorOf(one: PlacedService, other: PlacedService): boolean {
  const [{ exposes: door }, { exposes: room }] = [one.declaration, other.declaration];
  return (
    one.cluster === other.cluster &&
    room?.userAgent !== undefined &&
    door?.userAgent === undefined &&
    door?.host === room.host &&
    door.path === room.path
  );
}

describe('S0-35: from the Internet over load balancer and gateway to the services', () => {
  const exposed = servicesOf(streaming).filter(({ declaration }) => declaration.exposes !== undefined);

  test.each(exposed)('$name on $cluster answers under its public name', (placed) => {
    const { name: service, cluster, namespace, declaration } = placed;
    const host = `${declaration.exposes?.host}.${contextOf(cluster).cluster.domain}`;
    const door = exposed.find((other) => isDoorOf(other, placed)) ?? placed;
    const routes = one(renderUnit(door.name, cluster), 'VirtualService', `${door.name}-public`);
    if (door !== placed)
      expect(listAt(routes, 'spec.http').map((route) => at(route, 'delegate.name'))).toContain(
        `${service}-public`,
      );
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
