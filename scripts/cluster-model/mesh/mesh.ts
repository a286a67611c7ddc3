import type { Found } from '../input/objects.ts';
import type { Labels } from '../objects/fields.ts';
import { containsLabels } from '../objects/selector.ts';
import type { Pods } from '../pods.ts';
import { type AuthorizationPolicy, authorizationPoliciesOf } from './authorization-policy.ts';
import { type DestinationRule, destinationRulesOf } from './destination-rule.ts';
import { type Gateway, gatewaysOf } from './gateway.ts';
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

/** @returns undefined where the tree has nothing of Istio */
export function meshOf(
  objects: readonly Found[],
  pods: readonly Pods[],
  namespaces: ReadonlyMap<string, Labels>,
  values: string | undefined,
  problems: string[],
): Mesh | undefined {
  const labelsOf = ({ namespace }: Pods) => namespaces.get(namespace) ?? {};
  const marked = pods.some((each) => isMarked(each, labelsOf(each)));
  if (
    !marked &&
    !objects.some(({ apiVersion }) => /^(?:security|networking)\.istio\.io\//.test(apiVersion))
  ) {
    return undefined;
  }
  // A namespace without pods of its own may say it too.
  const said =
    marked || [...namespaces.values()].some((labels) => MARKS.some((key) => Object.hasOwn(labels, key)));
  const gateways = gatewaysOf(objects, problems);
  const isGateway = ({ labels }: Pods) =>
    gateways.some(({ selector }) => Object.keys(selector).length > 0 && containsLabels(labels, selector));
  const membership = new Map(
    pods.map((each): [Pods, Membership] => {
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
    virtualServices: virtualServicesOf(objects, problems),
  };
}

const MARKS = ['istio-injection', 'istio.io/rev', 'istio.io/dataplane-mode'];
