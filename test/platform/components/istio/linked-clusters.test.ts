import { describe, expect, test } from 'vitest';
import { istioEastwestgateway } from '../../../../platform/components/istio/istio-eastwestgateway.ts';
import { linkedService } from '../../../../platform/workload/declaration/calls.ts';
import { controlPlaneValues } from '../../../control-plane.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { at, every, listAt, one, textAt } from '../../../manifest-reader.ts';
import { renderProduct } from '../../../render-product.ts';
import { openings } from '../../network-openings.ts';
import { refusal } from '../../refusal.ts';
import { web } from '../../workload/declarations.ts';

const { clusterOf, contextOf, renderUnit } = frozenFleet;

const PAIRS = [
  ['prod-japan', 'prod-eu'],
  ['prod-eu', 'prod-japan'],
] as const;
const eastWest = { namespace: 'istio-system', labels: { app: 'istio-eastwestgateway' } };
const valuesOf = (component: typeof istioEastwestgateway, cluster: string) =>
  JSON.parse(JSON.stringify(component.values(contextOf(cluster))));
const valuesOfControlPlane = (name: string) => controlPlaneValues(frozenFleet, name);

describe.each(PAIRS)('%s reaches user-service of %s (S0-46 to S0-50)', (here, there) => {
  const alias = `user-service-${there}`;
  const host = `${alias}.prod.svc.cluster.local`;
  const shared = renderUnit('streaming', here);
  const own = renderUnit('user-service', here);
  const { mesh, terraform } = clusterOf(there);

  test('under a name that DNS knows, which the caller is told and its proxy may ask for', () => {
    expect(at(one(shared, 'Service', alias), 'spec.selector')).toBeUndefined();
    const variable = `USER_SERVICE_${there.toUpperCase().replace('-', '_')}_URL`;
    expect(at(one(own, 'ConfigMap'), 'data')).toMatchObject({ [variable]: `http://${host}` });
    expect(listAt(one(own, 'Sidecar', 'user-service'), 'spec.egress[0].hosts')).toContain(`./${host}`);
  });

  test('at the gateway of its network, which istiod looks up by the name that Terraform printed (S0-51)', () => {
    const [endpoint] = listAt(one(shared, 'ServiceEntry', alias), 'spec.endpoints');
    expect(endpoint).toMatchObject({ network: mesh?.network, locality: terraform.region });
    expect(at(endpoint, 'address')).toBeUndefined();
    const { meshNetworks } = valuesOfControlPlane(here).global;
    expect(meshNetworks[mesh?.network ?? ''].gateways).toEqual([
      { address: terraform.eastwestGatewayHostname, port: 15443 },
    ]);
    expect(meshNetworks[clusterOf(here).mesh?.network ?? ''].gateways).toBeUndefined();
  });

  test('asks for a service that the gateway there has, and believes one identity only', () => {
    const tls = at(one(shared, 'DestinationRule', alias), 'spec.trafficPolicy.tls');
    expect(tls).toEqual({
      mode: 'ISTIO_MUTUAL',
      sni: 'outbound_.80_.stable_.user-service.prod.svc.cluster.local',
      subjectAltNames: [`spiffe://${mesh?.trustDomain}/ns/prod/sa/user-service`],
    });
    const passed = listAt(
      one(renderUnit('istio-eastwestgateway', there), 'Gateway'),
      'spec.servers[0].hosts',
    );
    expect(passed).toContain(String(at(tls, 'sni')).split('_.').at(-1));
    const subsets = listAt(one(renderUnit('user-service', there), 'DestinationRule'), 'spec.subsets');
    expect(subsets.map((subset) => at(subset, 'name'))).toContain('stable');
  });

  test('every layer on the way lets it pass, and its callers there only', () => {
    const sent = openings(own, 'egress', { namespace: 'prod', labels: { app: 'user-service' } });
    for (const cidr of terraform.privateSubnetCidrs) expect(sent).toContain(`${cidr} TCP 15443`);
    const gateway = renderUnit('istio-eastwestgateway', there);
    expect(openings(gateway, 'egress', eastWest)).toEqual([
      'prod app=user-service TCP 8080',
      'prod app=video-service TCP 8080',
    ]);
    const callee = renderUnit('user-service', there);
    const received = openings(callee, 'ingress', { namespace: 'prod', labels: { app: 'user-service' } });
    expect(received).toContain('istio-system app=istio-eastwestgateway TCP 8080');
    const principals = JSON.stringify(at(one(callee, 'AuthorizationPolicy'), 'spec.rules'));
    const domain = clusterOf(here).mesh?.trustDomain;
    expect(principals).toContain(`"${domain}/ns/prod/sa/user-service"`);
    expect(principals).not.toContain(`${domain}/ns/prod/sa/chat-service`);
  });
});

describe('the gateway between the networks', () => {
  test.each(PAIRS)('%s opens its load balancer to the pods of %s, inside the private link', (here, there) => {
    const linked = clusterOf(here).linkedTo;
    expect(linked).toContain(there);
    const { service, env, podDisruptionBudget, autoscaling } = valuesOf(istioEastwestgateway, here);
    expect([...service.loadBalancerSourceRanges].sort()).toEqual(
      linked.flatMap((name) => clusterOf(name).terraform.privateSubnetCidrs).sort(),
    );
    expect(service.annotations['service.beta.kubernetes.io/aws-load-balancer-scheme']).toBe('internal');
    // The chart's own ports would open the control plane to the other cluster.
    expect(service.ports.map(({ port }: { port: number }) => port)).toEqual([15443]);
    // Seeing the other network it would send a request that fails over back to where it came from.
    expect(env.ISTIO_META_REQUESTED_NETWORK_VIEW).toBe(clusterOf(here).mesh?.network);
    expect([podDisruptionBudget.maxUnavailable, autoscaling.minReplicas]).toEqual([1, 3]);
  });

  test('passes on what is called from outside by its name, never by a wildcard (S0-05)', () => {
    const servers = listAt(one(renderUnit('istio-eastwestgateway', 'prod-japan'), 'Gateway'), 'spec.servers');
    expect(servers).toHaveLength(1);
    expect(at(servers[0], 'tls')).toEqual({ mode: 'AUTO_PASSTHROUGH' });
    expect(at(servers[0], 'hosts')).toEqual([
      'user-service.prod.svc.cluster.local',
      'video-service.prod.svc.cluster.local',
    ]);
  });

  test('a cluster alone in its mesh has none', () => {
    expect(() => renderUnit('istio-eastwestgateway', 'triptrip-production')).toThrow('has no unit');
    expect(valuesOfControlPlane('triptrip-production').global.meshNetworks).toBeUndefined();
  });
});

describe('failover to another region (S0-88, S0-89)', () => {
  const video = renderUnit('video-service', 'prod-japan');

  test('adds the pods there to the name of the service, in their region, at the stable track', () => {
    const entry = one(video, 'ServiceEntry', 'video-service-failover');
    expect(at(entry, 'spec.hosts')).toEqual(['video-service.prod.svc.cluster.local']);
    expect(at(entry, 'spec.endpoints[0]')).toMatchObject({
      locality: 'eu-central-1',
      labels: { track: 'stable', 'security.istio.io/tlsMode': 'istio' },
    });
    const policy = at(one(video, 'DestinationRule'), 'spec.trafficPolicy');
    expect(at(policy, 'loadBalancer.localityLbSetting.enabled')).toBe(true);
    expect(listAt(policy, 'loadBalancer.localityLbSetting.failover')).toContainEqual({
      from: 'ap-northeast-1',
      to: 'eu-central-1',
    });
    // Half of the pods spared would keep half of the requests in a region where everything fails.
    expect(at(policy, 'outlierDetection.maxEjectionPercent')).toBe(100);
  });

  test('the ingress gateway, which is who calls it, may go there, and is let in there', () => {
    const sent = openings(renderUnit('ingress', 'prod-japan'), 'egress', {
      namespace: 'istio-system',
      labels: { app: 'istio-ingressgateway' },
    });
    for (const cidr of clusterOf('prod-eu').terraform.privateSubnetCidrs) {
      expect(sent).toContain(`${cidr} TCP 15443`);
    }
    const policy = one(renderUnit('video-service', 'prod-eu'), 'AuthorizationPolicy');
    const domains = ['prod-eu', ...clusterOf('prod-eu').linkedTo].map(
      (name) => clusterOf(name).mesh?.trustDomain,
    );
    expect(domains).toContain('japan.mesh.example.com');
    const rules = listAt(policy, 'spec.rules').map((rule) => at(rule, 'from[0].source.principals'));
    expect(rules.flat().sort()).toEqual(
      [
        ...domains.map((domain) => `${domain}/ns/istio-system/sa/istio-ingressgateway`),
        'eu.mesh.example.com/ns/prod/sa/video-service-smoke-test',
      ].sort(),
    );
  });

  test('accounts and messages stay in their region: what does not say failover has none', () => {
    for (const name of ['user-service', 'chat-service']) {
      const objects = renderUnit(name, 'prod-japan');
      expect(every(objects, 'ServiceEntry')).toEqual([]);
      const policy = at(one(objects, 'DestinationRule'), 'spec.trafficPolicy');
      expect(at(policy, 'loadBalancer.localityLbSetting')).toEqual({ enabled: true });
    }
  });

  test('a service alone in its mesh loses nothing by declaring it', () => {
    const objects = renderProduct({ workloads: [web({ failover: true })] });
    expect(every(objects, 'ServiceEntry')).toEqual([]);
    expect(textAt(one(objects, 'DestinationRule'), 'spec.host')).toBe('web.shop.svc.cluster.local');
  });

  test('a cluster that is alone in its mesh is no dead end: the caller gets no variable, and nothing else is rendered', () => {
    const calling = renderProduct({ workloads: [web({ calls: [linkedService('web')] })] });
    expect(calling).toEqual(renderProduct({ workloads: [web()] }));
  });

  test('a name that no service of the fleet has is a slip, whatever is linked', () => {
    expect(refusal(() => renderProduct({ workloads: [web({ calls: [linkedService('wep')] })] }))).toBe(
      'web calls the service wep of linked clusters, but no cluster of the fleet runs a service of that name (did you mean web?). Correct the call.',
    );
  });
});
