import type { Item } from '../change.ts';
import { titleOf, typeOf } from '../compare/key.ts';
import { at, listAt, textAt } from '../compare/value.ts';
import type { Surroundings } from '../surroundings.ts';

/** How objects name one of a type that configures them. */
interface Naming {
  readonly users: readonly string[];
  /** Every place where a user may name it. */
  readonly places: (user: Item) => readonly unknown[];
  /** The field of a place that has the name; left out where the place is the name. */
  readonly key?: string;
  /** What a place means that says no kind; left out where it says none. */
  readonly otherwise?: string;
  /** It stands in no namespace, or is named from others too. */
  readonly everywhere?: true;
}

const triggers: Naming = {
  users: ['ScaledObject', 'ScaledJob'],
  places: ({ value }) => listAt(value, 'spec.triggers').map((trigger) => at(trigger, 'authenticationRef')),
  key: 'name',
  otherwise: 'TriggerAuthentication',
};
const stores: Naming = {
  users: ['ExternalSecret'],
  places: ({ value }) => [at(value, 'spec.secretStoreRef')],
  key: 'name',
  otherwise: 'SecretStore',
};
const issuers: Naming = {
  users: ['Certificate'],
  places: ({ value }) => [at(value, 'spec.issuerRef')],
  key: 'name',
  otherwise: 'Issuer',
};
const field =
  (path: string) =>
  ({ value }: Item) => [at(value, path)];

const NAMINGS: Readonly<Record<string, Naming>> = {
  'keda.sh/TriggerAuthentication': triggers,
  'keda.sh/ClusterTriggerAuthentication': { ...triggers, everywhere: true },
  'external-secrets.io/SecretStore': stores,
  'external-secrets.io/ClusterSecretStore': { ...stores, everywhere: true },
  'cert-manager.io/Issuer': issuers,
  'cert-manager.io/ClusterIssuer': { ...issuers, everywhere: true },
  'karpenter.k8s.aws/EC2NodeClass': {
    users: ['NodePool'],
    places: field('spec.template.spec.nodeClassRef.name'),
    everywhere: true,
  },
  'argoproj.io/AppProject': { users: ['Application'], places: field('spec.project') },
  'networking.k8s.io/IngressClass': {
    users: ['Ingress'],
    places: field('spec.ingressClassName'),
    everywhere: true,
  },
  'gateway.networking.k8s.io/GatewayClass': {
    users: ['Gateway'],
    places: field('spec.gatewayClassName'),
    everywhere: true,
  },
  'storage.k8s.io/StorageClass': {
    users: ['PersistentVolumeClaim', 'StatefulSet'],
    places: ({ kind, value }) =>
      kind === 'StatefulSet'
        ? listAt(value, 'spec.volumeClaimTemplates').map((claim) => at(claim, 'spec.storageClassName'))
        : [at(value, 'spec.storageClassName')],
    everywhere: true,
  },
};

/** The objects of a tree that name another as what configures them, by title. */
export function namersOf(item: Item, tree: Surroundings): readonly string[] {
  const naming = NAMINGS[typeOf(item)];
  if (naming === undefined) return [];
  const { users, places, key, otherwise, everywhere } = naming;
  const all = everywhere
    ? tree.ofKinds(item.cluster, ...users)
    : tree.inNamespace(item.cluster, item.namespace, ...users);
  const names = (place: unknown) =>
    key === undefined
      ? place === item.name
      : textAt(place, key) === item.name && (textAt(place, 'kind') ?? otherwise) === item.kind;
  return [...new Set(all.filter((user) => places(user).some(names)).map(titleOf))];
}
