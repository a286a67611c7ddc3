import { describe, expect, test } from 'vitest';
import type { Cluster } from '../../../../clusters/index.ts';
import { bucket, external } from '../../../../platform/workload/declaration/calls.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { at, every, listAt, one } from '../../../manifest-reader.ts';
import { renderProduct } from '../../../render-product.ts';
import { openings } from '../../network-openings.ts';
import { refusal } from '../../refusal.ts';
import { web } from '../../workload/declarations.ts';

const { fleet, renderUnit } = frozenFleet;

const gateway = { namespace: 'istio-system', labels: { app: 'istio-egressgateway' } };
const throughGateway = (cluster: Cluster): Cluster => ({ ...cluster, egress: 'gateway' });
const caller = web({ calls: [external('payment')] });

describe('nothing but the egress gateway reaches the Internet (S0-82, X-63)', () => {
  const objects = renderUnit('istio-egressgateway', 'prod-japan');

  test('it takes the workloads that declared a host, and each is let through to its own hosts only', () => {
    expect(openings(objects, 'ingress', gateway).filter((line) => line.includes('TCP 443'))).toEqual([
      'prod app=chat-service TCP 443',
    ]);
    expect(at(one(objects, 'AuthorizationPolicy'), 'spec.rules')).toEqual([
      {
        from: [
          {
            source: {
              principals: ['japan.mesh.example.com/ns/prod/sa/chat-service'],
              notPrincipals: ['eu.mesh.example.com/*'],
            },
          },
        ],
        when: [{ key: 'connection.sni', values: ['push.example.com'] }],
      },
    ]);
  });

  test.each(fleet.clusters.filter(({ egress }) => egress === 'gateway'))(
    '$name: no workload has a policy for public addresses',
    ({ name }) => {
      for (const workload of ['user-service', 'video-service', 'chat-service']) {
        const sent = openings(renderUnit(workload, name), 'egress', {
          namespace: 'prod',
          labels: { app: workload },
        });
        expect(sent, workload).not.toContain('0.0.0.0/0 TCP 443');
      }
      expect(openings(renderUnit('istio-egressgateway', name), 'egress', gateway)).toEqual([
        '0.0.0.0/0 TCP 443',
      ]);
    },
  );

  test('the caller sends the host to the gateway in mTLS, under a name that the gateway ends it for', () => {
    const product = renderProduct({ workloads: [caller] }, { change: throughGateway });
    const route = at(one(product, 'VirtualService', 'egress-payment'), 'spec.tls[0]');
    expect(at(route, 'match')).toEqual([{ port: 443, sniHosts: ['api.payment.example.com'] }]);
    const { subset, host } = Object(at(route, 'route[0].destination'));
    const rule = one(product, 'DestinationRule', 'istio-egressgateway');
    expect(at(rule, 'spec.host')).toBe(host);
    expect(listAt(rule, 'spec.subsets')).toEqual([
      {
        name: subset,
        trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL', sni: 'api.payment.example.com' } },
      },
    ]);
    const server = at(one(objects, 'Gateway', 'egress-push-notifications'), 'spec.servers[0]');
    expect([at(server, 'hosts'), at(server, 'tls')]).toEqual([
      ['push.example.com'],
      { mode: 'ISTIO_MUTUAL' },
    ]);
    expect(listAt(one(product, 'Sidecar', 'web'), 'spec.egress[0].hosts')).toContain(`istio-system/${host}`);
  });

  test('without the gateway the caller goes itself', () => {
    const product = renderProduct({ workloads: [caller] });
    expect(every(product, 'VirtualService').map((route) => at(route, 'metadata.name'))).toEqual(['web']);
    expect(openings(product, 'egress', { namespace: 'shop', labels: { app: 'web' } })).toContain(
      '0.0.0.0/0 TCP 443',
    );
  });

  test('a bucket whose addresses nobody told, and a caller outside the mesh, are refused', () => {
    const reader = web({ calls: [bucket('files')] });
    expect(refusal(() => renderProduct({ workloads: [reader] }, { change: throughGateway }))).toContain(
      'the output s3_endpoint_cidrs is missing, which web needs to reach its bucket',
    );
    const outside = { workloads: [caller], namespaces: [{ name: 'shop', mesh: false }] } as const;
    expect(refusal(() => renderProduct(outside, { change: throughGateway }))).toContain(
      'its namespace is outside the mesh. Give that namespace mesh: true.',
    );
  });
});
