import { z } from 'zod';
import {
  entriesOf,
  ingressGateway,
  ingressGatewayPods,
  listeners,
} from '../../../../platform/components/istio/address.ts';
import { networks } from '../../../../platform/kit/network/flows.ts';
import { exposuresOf } from '../../../../platform/workload/graph/exposures.ts';
import type { Ingress } from '../../../cluster-model/ingresses.ts';
import { keyOf } from '../../../cluster-model/pods.ts';
import { sendsTo, targetsOf } from '../../../cluster-model/services.ts';
import { type Claim, tcp } from './claim.ts';
import type { Flows } from './flows.ts';
import type { Scene } from './scene.ts';

const annotated = z.looseObject({
  annotations: z.record(z.string(), z.unknown()).optional().catch(undefined),
});

/** A load balancer: the Ingresses of one group share it. */
function loadBalancerOf({ found, namespace, name }: Ingress): string {
  const metadata = annotated.safeParse(found.value.metadata);
  const group = metadata.data?.annotations?.['alb.ingress.kubernetes.io/group.name'];
  return `load-balancer/${typeof group === 'string' ? group : `${namespace}/${name}`}`;
}

/** Who stands before a load balancer: the group of its Ingresses is named after its audience. */
function audienceOf(loadBalancer: string): string {
  return `audience/${loadBalancer === 'load-balancer/staff' ? 'staff' : 'public'}`;
}

/** From outside to what is exposed: audience, load balancer, gateway, service. */
export function* entryClaims(scene: Scene, flows: Flows): Generator<Claim> {
  for (const ingress of scene.model.ingresses) {
    const balancer = loadBalancerOf(ingress);
    const host = [...new Set(ingress.routes.flatMap((route) => route.host ?? []))];
    yield {
      from: audienceOf(balancer),
      to: balancer,
      role: 'entry',
      says: host.length === 0 ? 'any host' : host.join(', '),
      ways: [],
    };
    yield* targetClaims(scene, flows, ingress, balancer);
  }
  yield* exposureClaims(scene);
}

function* targetClaims(scene: Scene, flows: Flows, ingress: Ingress, balancer: string): Generator<Claim> {
  const { terraform, ingress: entry } = scene.context.cluster;
  // Through a port of every node, requests have the address of a node.
  const nodes = entry.targetType === 'instance' ? terraform.privateSubnetCidrs : [];
  const { regions } = flows.named(networks([...terraform.publicSubnetCidrs, ...nodes], 1));
  for (const { host, path, service: name, port } of ingress.routes) {
    for (const service of scene.model.services) {
      if (service.namespace !== ingress.namespace || service.name !== name) continue;
      const own = service.ports.filter(
        (each) => port === undefined || each.port === port || each.name === port,
      );
      for (const pods of scene.podsIn(service.namespace).filter((each) => sendsTo(service, each))) {
        const checked =
          scene.model.mesh?.membership.get(pods) === 'gateway' ? [tcp(ingressGateway.statusPort)] : [];
        const ports = own.flatMap((each) => targetsOf(each, pods).map(({ number }) => tcp(number)));
        yield {
          from: balancer,
          to: scene.nodeOf(pods),
          role: 'entry',
          says: `sends ${host ?? 'any host'}${path === undefined || path === '/' ? '' : path}`,
          ways: [
            { from: ['world'], besides: regions, to: [keyOf(pods)], ports },
            { from: [], besides: regions, to: [keyOf(pods)], ports: checked },
          ],
        };
      }
    }
  }
}

/** What the gateway of the mesh hands on, and at which listener it does. */
function* exposureClaims(scene: Scene): Generator<Claim> {
  const { context } = scene;
  const gateways = scene.podsOf(ingressGatewayPods);
  if (context.cluster.mesh === undefined) return;
  for (const exposure of exposuresOf(context)) {
    const { audience, host, path, userAgent, pods, port } = exposure;
    if (!entriesOf(context.cluster).some((entry) => entry.audience === audience)) continue;
    const browsers = userAgent === undefined ? '' : ` to a ${userAgent}`;
    for (const target of scene.podsOf(pods)) {
      for (const gateway of gateways) {
        yield {
          from: scene.nodeOf(gateway),
          to: scene.nodeOf(target),
          role: 'entry',
          says: `answers https://${host}${path}${browsers} at port ${listeners[audience].port}`,
          ways: scene.hasProxy(target)
            ? [{ from: [keyOf(gateway)], to: [keyOf(target)], ports: [tcp(port)] }]
            : [],
        };
      }
    }
  }
}
