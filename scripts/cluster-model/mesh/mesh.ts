import type { ChartValues } from '../chart-values.ts';
import type { GatewayApi } from '../gateway-api/gateway-api.ts';
import type { Found } from '../input/objects.ts';
import type { Labels } from '../objects/fields.ts';
import type { Pods } from '../pods.ts';
import type { Service } from '../services.ts';
import { gatewaysFromApi, routesFromApi } from './api-gateways.ts';
import { type AuthorizationPolicy, authorizationPoliciesOf } from './authorization-policy.ts';
import { type DestinationRule, destinationRulesOf } from './destination-rule.ts';
import { type Gateway, gatewaysOf, isServedBy } from './gateway.ts';
import { installationsOf } from './installation.ts';
import { isMarked, type Membership, membershipOf } from './membership.ts';
import { type MeshConfig, meshConfigOf } from './mesh-config.ts';
import { type MultiCluster, multiClusterOf } from './multi-cluster.ts';
import { type PeerAuthentication, peerAuthenticationsOf } from './peer-authentication.ts';
import { type ServiceEntry, serviceEntriesOf } from './service-entry.ts';
import { type Sidecar, sidecarsOf } from './sidecar.ts';
import { type VirtualService, virtualServicesOf } from './virtual-service.ts';

/** What Istio knows of a cluster. */
export interface Mesh {
  readonly config: MeshConfig;
  readonly multiCluster: MultiCluster;
  readonly membership: ReadonlyMap<Pods, Membership>;
  /** Nothing in the tree says who is in the mesh, so everybody is taken to be. */
  readonly assumed: boolean;
  readonly authorizationPolicies: readonly AuthorizationPolicy[];
  readonly peerAuthentications: readonly PeerAuthentication[];
  readonly sidecars: readonly Sidecar[];
  readonly serviceEntries: readonly ServiceEntry[];
  readonly gateways: readonly Gateway[];
  readonly destinationRules: readonly DestinationRule[];
  readonly virtualServices: readonly VirtualService[];
}

/** What a mesh is made of, besides the objects of Istio. */
interface Known {
  readonly pods: readonly Pods[];
  /** Pods that Istio makes, of which no tree has a template. */
  readonly made: readonly Pods[];
  readonly namespaces: ReadonlyMap<string, Labels>;
  readonly services: readonly Service[];
  readonly gatewayApi: GatewayApi;
  /** The values of Helm charts, where the tree has them. */
  readonly values: ChartValues | undefined;
}

/** @returns undefined where the tree has nothing of Istio */
export function meshOf(objects: readonly Found[], known: Known, problems: string[]): Mesh | undefined {
  const { pods, made, namespaces, services, gatewayApi, values } = known;
  const labelsOf = ({ namespace }: Pods) => namespaces.get(namespace) ?? {};
  const marked = pods.some((each) => isMarked(each, labelsOf(each)));
  const isSpoken =
    marked || objects.some(({ apiVersion }) => /^(?:security|networking)\.istio\.io\//.test(apiVersion));
  if (!isSpoken && made.length === 0) return undefined;
  // A namespace without pods of its own may say it too; where Istio only serves Gateways, nobody else is in a mesh.
  const said =
    marked ||
    !isSpoken ||
    [...namespaces.values()].some((labels) => MARKS.some((key) => Object.hasOwn(labels, key)));
  const gateways = [...gatewaysOf(objects, problems), ...gatewaysFromApi(gatewayApi, services)];
  const isGateway = (each: Pods) =>
    gateways.some((gateway) => Object.keys(gateway.selector).length > 0 && isServedBy(gateway, each));
  const membership = new Map(
    [...pods, ...made].map((each): [Pods, Membership] => {
      const found = said ? membershipOf(each, labelsOf(each)) : each.hostNetwork ? 'none' : 'sidecar';
      return [each, found !== 'none' && isGateway(each) ? 'gateway' : found];
    }),
  );
  const installations = installationsOf(objects, values);
  const config = meshConfigOf(installations);
  return {
    config,
    multiCluster: multiClusterOf(installations, objects, namespaces.get(config.rootNamespace) ?? {}),
    membership,
    assumed: !said,
    authorizationPolicies: authorizationPoliciesOf(objects, problems),
    peerAuthentications: peerAuthenticationsOf(objects, problems),
    sidecars: sidecarsOf(objects, problems),
    serviceEntries: serviceEntriesOf(objects, problems),
    gateways,
    destinationRules: destinationRulesOf(objects, problems),
    virtualServices: [...virtualServicesOf(objects, problems), ...routesFromApi(gatewayApi)],
  };
}

const MARKS = ['istio-injection', 'istio.io/rev', 'istio.io/dataplane-mode'];
