import type { FleetRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { groupedBy } from '../../state/grouped.ts';
import { fieldsAt, listAt, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';

type Found = Said & { readonly state: ClusterState };

const cluster = (name: string, root: string) => `
apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default }
spec: { namespace: istio-system, values: { global: { meshID: shop, network: ${name}, multiCluster: { clusterName: ${name} } } } }
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: cacerts, namespace: istio-system }
spec:
  secretStoreRef: { kind: ClusterSecretStore, name: platform }
  target: { name: cacerts }
  data:
    - { secretKey: root-cert.pem, remoteRef: { key: ${root}, property: root-cert.pem } }
    - { secretKey: ca-key.pem, remoteRef: { key: mesh/${name}, property: ca-key.pem } }
`;

/** What says how Services are called, and by whom. */
const RULES = [
  'networking.istio.io/DestinationRule',
  'networking.istio.io/VirtualService',
  'security.istio.io/AuthorizationPolicy',
  'security.istio.io/PeerAuthentication',
  'security.istio.io/RequestAuthentication',
  'networking.istio.io/ServiceEntry',
  'networking.istio.io/Sidecar',
];

export const meshTwins: FleetRule = {
  id: 'mesh-on-one-side',
  severity: 'warning',
  summary:
    'A root of trust, or a rule for a Service, that one cluster of a mesh has and the other has otherwise or not',
  breaks:
    'It depends on the cluster that a request comes from whether it is limited, retried, admitted or trusted.',
  failing: `${cluster('one', 'mesh/root')}---\n# cluster: two\n${cluster('two', 'mesh/root-two')}`,
  passing: `${cluster('one', 'mesh/root')}---\n# cluster: two\n${cluster('two', 'mesh/root')}`,
  *judgeFleet(states) {
    const meshes = new Map<string, ClusterState[]>();
    for (const state of states) {
      const mesh = meshOf(state);
      if (mesh !== undefined) meshes.set(mesh, [...(meshes.get(mesh) ?? []), state]);
    }
    for (const members of meshes.values()) {
      if (members.length < 2) continue;
      yield* ofRoots(members);
      yield* ofRules(members);
    }
  },
};

/** The mesh that a cluster says that it belongs to. */
function meshOf(state: ClusterState): string | undefined {
  return state
    .of('sailoperator.io/Istio', 'install.istio.io/IstioOperator')
    .map(({ value }) => textAt(value, 'spec', 'values', 'global', 'meshID'))
    .find((mesh) => mesh !== undefined && mesh !== '');
}

interface Root {
  readonly state: ClusterState;
  readonly resource: Resource;
  readonly index: number;
  readonly key: string;
}

/** Where the root stands apart from what each cluster has for itself, it is one for all. */
function* ofRoots(members: readonly ClusterState[]): Generator<Found> {
  const roots = members.flatMap((state) =>
    state
      .of('external-secrets.io/ExternalSecret')
      .filter(({ name, value }) => (textAt(value, 'spec', 'target', 'name') ?? name) === 'cacerts')
      .flatMap((resource): Root[] => {
        const data = listAt(resource.value, 'spec', 'data');
        const index = data.findIndex((one) => textAt(one, 'secretKey') === 'root-cert.pem');
        const key = textAt(data[index], 'remoteRef', 'key');
        const others = data.filter((_, at) => at !== index).map((one) => textAt(one, 'remoteRef', 'key'));
        return key === undefined || others.length === 0 || others.includes(key)
          ? []
          : [{ state, resource, index, key }];
      }),
  );
  const [first] = roots;
  for (const { state, resource, index, key } of roots.slice(1)) {
    if (first === undefined || key === first.key) continue;
    yield {
      state,
      resource,
      path: ['spec', 'data', index, 'remoteRef', 'key'],
      message: `The root of this cluster is ${key}, and that of ${first.state.cluster} of the same mesh ${first.key}: neither trusts the certificates of the other.`,
      fix: `Read the root of both from one place, such as ${first.key}.`,
    };
  }
}

/** Rules for Services that both clusters have, in a namespace whose other rules both have. */
function* ofRules(members: readonly ClusterState[]): Generator<Found> {
  for (const state of members) {
    for (const other of members) {
      if (state === other) continue;
      for (const [namespace, rules] of rulesByNamespace(state)) {
        const lacking = rules.filter((rule) => !other.has(rule));
        const [rule] = lacking;
        if (rule === undefined || lacking.length > 1 || rules.length < 4) continue;
        const theirs = rulesByNamespace(other).get(namespace) ?? [];
        if (theirs.some((one) => !state.has(one))) continue;
        if (!servedBy(rule, state, other)) continue;
        yield {
          state,
          resource: rule,
          path: [],
          message: `${other.cluster} of the same mesh has the Service and the other rules of ${namespace}, and not this ${rule.kind}: calls from there go on without it.`,
          fix: `Give ${other.cluster} the ${rule.kind} ${rule.name} too.`,
        };
      }
    }
  }
}

function rulesByNamespace(state: ClusterState): ReadonlyMap<string, readonly Resource[]> {
  return groupedBy(state.of(...RULES), ({ namespace }) => namespace);
}

/** Whether what a rule is for is in both clusters. */
function servedBy(rule: Resource, state: ClusterState, other: ClusterState): boolean {
  const { value, namespace } = rule;
  const host = textAt(value, 'spec', 'host');
  const name = host?.split('.')[0];
  if (name !== undefined)
    return [state, other].every((one) => one.find('/Service', namespace, name) !== undefined);
  const labels = Object.entries(fieldsAt(value, 'spec', 'selector', 'matchLabels'));
  return (
    labels.length > 0 &&
    [state, other].every((one) =>
      one.workloadsIn(namespace).some((pods) => labels.every(([key, wanted]) => pods.labels[key] === wanted)),
    )
  );
}
