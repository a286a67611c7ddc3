import type { Context } from '../../platform/unit/unit.ts';
import { linkedServices } from '../../platform/workload/graph/linked-clusters.ts';
import { code, type Json, type Matcher } from '../../scripts/rows/expected.ts';
import { query } from '../../scripts/rows/query.ts';
import type { PlacedService } from './members.ts';

/** The name of a service that only the mesh and DNS know. */
export function hostOf({ declaration, namespace }: PlacedService): string {
  return `${declaration.name}.${namespace}.svc.cluster.local`;
}

/** Routes that each lead to the service, or to one that answers some browsers at its address. */
export function routedTo(service: PlacedService): Matcher {
  const host = hostOf(service);
  return {
    says: `leads to ${code(host)} wherever it hands no browser on`,
    holds: (routes) =>
      Array.isArray(routes) &&
      routes.length > 0 &&
      routes.every(
        (route) =>
          query(route, 'delegate') !== undefined || query(route, 'route[0].destination.host') === host,
      ),
  };
}

/** The name that the public calls an exposed service by. */
export function publicHostOf({ declaration }: PlacedService, { cluster }: Context): string {
  return `${declaration.exposes?.host}.${cluster.domain}`;
}

/** Pods of a service in other regions, which answer when none of its own does. */
export function endpointsAfar(one: PlacedService, context: Context): readonly Json[] {
  if (one.declaration.failover !== true) return [];
  return linkedServices(one.declaration.name, context).map(({ cluster }) => ({
    labels: { 'security.istio.io/tlsMode': 'istio', track: 'stable' },
    locality: cluster.terraform.region,
    network: cluster.mesh.network,
    ports: { http: 80 },
    serviceAccount: one.declaration.name,
  }));
}
