import type { FleetRule, Said } from '../../rule.ts';
import { chartValuesIn } from '../../state/chart-values.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { meshInstallation } from '../../state/mesh.ts';
import { at, fieldsAt, list, listAt, numberAt, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';

type Found = Said & { readonly state: ClusterState };

const CLUSTER = (network: string, trust: string, aliases: string) => `
apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
metadata: { name: mesh, namespace: istio-system }
spec:
  meshConfig: { trustDomain: ${trust}, trustDomainAliases: [${aliases}] }
  values: { global: { meshID: shop, network: ${network}, multiCluster: { clusterName: ${network} } } }
---
apiVersion: v1
kind: Namespace
metadata: { name: istio-system, labels: { topology.istio.io/network: ${network} } }
`;

export const meshOfClusters: FleetRule = {
  id: 'mesh-of-clusters-disagrees',
  severity: 'error',
  summary: 'Clusters of one mesh that disagree about networks, trust domains or the ports of a Service',
  breaks:
    'A request to the other cluster goes to an address that is not reachable, or is refused for an identity that nobody trusts.',
  failing: `${CLUSTER('one', 'one.example.com', 'two.example.com')}---\n# cluster: two\n${CLUSTER('two', 'two.example.com', '')}`,
  passing: `${CLUSTER('one', 'one.example.com', 'two.example.com')}---\n# cluster: two\n${CLUSTER('two', 'two.example.com', 'one.example.com')}`,
  *judgeFleet(states) {
    const members = states.flatMap((state) => memberOf(state) ?? []);
    for (const member of members) yield* ofOne(member);
    const meshes = new Map<string, Member[]>();
    for (const member of members) {
      if (member.mesh === undefined) continue;
      meshes.set(member.mesh, [...(meshes.get(member.mesh) ?? []), member]);
    }
    yield* ofMeshes(members);
    for (const mesh of meshes.values()) {
      if (mesh.length < 2) continue;
      yield* ofTrust(mesh);
      yield* ofNames(mesh);
      yield* ofServices(mesh);
    }
  },
};

interface Member {
  readonly state: ClusterState;
  readonly holder: Resource;
  readonly mesh: string | undefined;
  readonly network: string | undefined;
  readonly cluster: string | undefined;
  readonly trust: string;
  readonly aliases: readonly unknown[];
}

function memberOf(state: ClusterState): Member | undefined {
  const told = [
    ...[...chartValuesIn(state)].filter(([name]) => name.startsWith('istiod')).map(([, values]) => values),
    ...state
      .of('install.istio.io/IstioOperator', 'sailoperator.io/Istio')
      .map(({ value }) => fieldsAt(value, 'spec', 'values')),
  ];
  const inValues = told.map((one) => fieldsAt(one, 'meshConfig')).find((one) => Object.keys(one).length > 0);
  const meshConfig = meshInstallation(state).meshConfig ?? inValues;
  const holder =
    state.of('install.istio.io/IstioOperator', 'sailoperator.io/Istio')[0] ??
    state.namespaces.get('istio-system')?.resource ??
    state.of('/Namespace')[0];
  if (holder === undefined || (told.length === 0 && meshConfig === undefined)) return undefined;
  const given = (...path: string[]) =>
    told.map((one) => textAt(one, 'global', ...path)).find((one) => one !== undefined && one !== '');
  return {
    state,
    holder,
    mesh: given('meshID'),
    network: given('network'),
    cluster: given('multiCluster', 'clusterName'),
    trust: textAt(meshConfig, 'trustDomain') ?? 'cluster.local',
    aliases: listAt(meshConfig, 'trustDomainAliases'),
  };
}

/** A cluster that has the credentials of others, or a gateway between networks, belongs to a mesh with one of them. */
function* ofMeshes(members: readonly Member[]): Generator<Found> {
  if (members.length !== 2) return;
  const [one, other] = members;
  if (
    one === undefined ||
    other === undefined ||
    one.mesh === undefined ||
    other.mesh === undefined ||
    one.mesh === other.mesh
  )
    return;
  if (
    !hasEastWest(one.state) ||
    !hasEastWest(other.state) ||
    !knows(one.state, other) ||
    !knows(other.state, one)
  )
    return;
  yield {
    state: other.state,
    resource: other.holder,
    path: [],
    message: `${other.state.cluster} is of the mesh ${other.mesh} and ${one.state.cluster} of ${one.mesh}, and each reads the Services of the other: no telemetry and no policy joins them.`,
    fix: 'Write the same meshID in both.',
  };
}

/** Whether a cluster has the credentials by which istiod reads another. */
function knows(state: ClusterState, { state: { cluster } }: Member): boolean {
  return state
    .of('/Secret', 'external-secrets.io/ExternalSecret')
    .some(({ name }) => name.includes('remote') && name.includes(cluster));
}

const NETWORK = 'topology.istio.io/network';

function* ofOne({ state, network }: Member): Generator<Found> {
  if (network === undefined) return;
  const namespace = state.namespaces.get('istio-system')?.resource;
  for (const { resource, containers } of state.workloads) {
    for (const { value, path } of containers) {
      for (const [index, variable] of listAt(value, 'env').entries()) {
        const view = textAt(variable, 'value');
        if (
          textAt(variable, 'name') !== 'ISTIO_META_REQUESTED_NETWORK_VIEW' ||
          view === undefined ||
          view === network
        )
          continue;
        yield {
          state,
          resource,
          path: [...path, 'env', index, 'value'],
          message: `The gateway is told to see the network ${view}, and this cluster is ${network}: it has no Service to pass on.`,
          fix: `Write ${network}.`,
        };
      }
    }
  }
  for (const resource of [
    ...(namespace === undefined ? [] : [namespace]),
    ...state.of('/Service', 'apps/Deployment'),
  ]) {
    const label = resource.labels[NETWORK];
    if (label === undefined || label === network) continue;
    yield {
      state,
      resource,
      path: ['metadata', 'labels', NETWORK],
      message: `The label says that this is the network ${label}, and istiod is told that it is ${network}: pods of one network are sent through the gateway of the other.`,
      fix: `Write ${NETWORK}: ${network}.`,
    };
  }
}

function* ofTrust(mesh: readonly Member[]): Generator<Found> {
  for (const { state, holder, trust, aliases } of mesh) {
    for (const other of mesh) {
      if (other.trust === trust || aliases.includes(other.trust)) continue;
      yield {
        state,
        resource: holder,
        path: [],
        message: `${other.state.cluster} of the same mesh has the trust domain ${other.trust}, and ${state.cluster} (${trust}) has no alias for it: policies refuse every caller from there.`,
        fix: `Add ${other.trust} to meshConfig.trustDomainAliases of ${state.cluster}.`,
      };
    }
  }
}

function* ofNames(mesh: readonly Member[]): Generator<Found> {
  for (const [index, member] of mesh.entries()) {
    for (const other of mesh.slice(0, index)) {
      const { state, holder } = member;
      if (member.cluster !== undefined && member.cluster === other.cluster) {
        yield {
          state,
          resource: holder,
          path: [],
          message: `${other.state.cluster} of the same mesh is called ${member.cluster} too: istiod takes the endpoints of both for one cluster's.`,
          fix: 'Give each cluster a clusterName of its own.',
        };
      }
      if (
        member.network !== undefined &&
        member.network === other.network &&
        hasEastWest(state) &&
        hasEastWest(other.state)
      ) {
        yield {
          state,
          resource: holder,
          path: [],
          message: `${other.state.cluster} of the same mesh is in the network ${member.network} too, and each has a gateway between networks: pods are called at addresses that are not reachable, and the gateways never.`,
          fix: 'Give each cluster a network of its own.',
        };
      }
    }
  }
}

function hasEastWest(state: ClusterState): boolean {
  return state
    .of('networking.istio.io/Gateway')
    .some(({ value }) =>
      listAt(value, 'spec', 'servers').some((server) => textAt(server, 'tls', 'mode') === 'AUTO_PASSTHROUGH'),
    );
}

/** A Service of one name and namespace is one Service to the mesh. */
function* ofServices(mesh: readonly Member[]): Generator<Found> {
  const seen = new Map<string, { readonly cluster: string; readonly ports: ReadonlyMap<number, string> }>();
  for (const { state } of mesh) {
    for (const resource of state.of('/Service')) {
      if (resource.isExtract || ['istio-system', 'kube-system', 'default'].includes(resource.namespace))
        continue;
      const ports = new Map(
        list(at(resource.value, 'spec', 'ports')).flatMap((port): [number, string][] => {
          const number = numberAt(port, 'port');
          return number === undefined ? [] : [[number, protocolOf(port)]];
        }),
      );
      const key = `${resource.namespace}/${resource.name}`;
      const other = seen.get(key);
      if (other === undefined) {
        seen.set(key, { cluster: state.cluster, ports });
        continue;
      }
      const differing = [...new Set([...ports.keys(), ...other.ports.keys()])].find(
        (port) => ports.get(port) !== other.ports.get(port),
      );
      if (differing === undefined) continue;
      const [here, there] = [ports.get(differing), other.ports.get(differing)];
      yield {
        state,
        resource,
        path: ['spec', 'ports'],
        message: `Port ${differing} is ${here ?? 'not there'} here and ${there ?? 'not there'} in ${other.cluster} of the same mesh, for which both are one Service: some requests fail, by the cluster that they reach.`,
        fix: 'Give the Service the same ports, with the same protocols, in each cluster of the mesh.',
      };
    }
  }
}

/** As Istio reads it: the field, or the start of the name. */
function protocolOf(port: unknown): string {
  const [start = ''] = (textAt(port, 'name') ?? '').split('-');
  return (
    textAt(port, 'appProtocol') ??
    (/^(?:http2?|https|grpc|grpc-web|tcp|tls|mongo|mysql|redis|udp)$/.test(start) ? start : 'tcp')
  ).toLowerCase();
}
