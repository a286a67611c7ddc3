import type { Ingress } from '../ingresses.ts';
import type { Attached } from './attached.ts';

/** What Gateways open to the world whose pods are none of the tree's: like an Ingress for each namespace of Services. */
export function ingressesOfGateways(attached: readonly Attached[]): readonly Ingress[] {
  return attached
    .filter(({ gateway }) => !gateway.isIstio)
    .flatMap(({ gateway, hosts, matches, backend }): Ingress[] =>
      hosts.map((host) => ({
        namespace: backend.namespace,
        name: gateway.name,
        isPublic: !/internal/.test(gateway.className),
        routes: (matches.length === 0 ? [undefined] : matches).map((match) => ({
          host: host === '*' ? undefined : host,
          path: match?.path?.value,
          service: backend.name,
          port: backend.port,
        })),
        found: gateway.found,
      })),
    );
}
