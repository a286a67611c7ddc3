import { NETWORK_LABEL, type NetworkGateway } from '../../cluster-model/mesh/multi-cluster.ts';
import type { RouteDestination } from '../../cluster-model/mesh/virtual-service.ts';
import type { Pods } from '../../cluster-model/pods.ts';
import { groupedBy } from '../connection.ts';
import { type ClientTlsRules, settingAt } from '../mesh/client-tls.ts';
import type { MeshLayer } from '../mesh/layer.ts';
import { isExported, type Listed, listedEntry } from '../mesh/registry.ts';

/** A port of a host that one cluster knows and of which pods stand in the network of another. */
export interface RemoteHost extends Pick<Listed, 'host' | 'namespace' | 'exportTo' | 'port'> {
  /** The other side says that its pods take mTLS. */
  readonly takesMutual: boolean;
}

/** The hosts of a cluster of which pods stand in another: what its ServiceEntries say, and what its istiod reads over there. */
export function remoteHosts(here: MeshLayer, there: MeshLayer): readonly RemoteHost[] {
  const { network, clusterName } = there.mesh.multiCluster;
  const written = here.registry.external().flatMap((entry) => {
    const own = entry.endpoints.filter((endpoint) => endpoint.network === network && network !== undefined);
    if (own.length === 0) return [];
    const takesMutual = own.some(({ labels }) => labels['security.istio.io/tlsMode'] === 'istio');
    return listedEntry(entry).map((listed) => ({ ...listed, takesMutual }));
  });
  const isRead = clusterName !== undefined && here.mesh.multiCluster.remotes.includes(clusterName);
  if (!isRead) return written;
  const read = there.registry.model.services.flatMap(({ host, namespace, exportTo, ports }) =>
    ports.map(({ port }) => ({ host, namespace, exportTo, port, takesMutual: true })),
  );
  return [...written, ...read];
}

/** The entries of the network of another cluster, as a cluster knows them. */
export function entriesInto(here: MeshLayer, there: MeshLayer): readonly NetworkGateway[] {
  const { network, clusterName } = there.mesh.multiCluster;
  if (network === undefined || network === here.mesh.multiCluster.network) return [];
  const told = here.mesh.multiCluster.networks.get(network) ?? [];
  if (told.length > 0) return told;
  // Whoever reads the other cluster finds its gateways by the label of their Service.
  if (clusterName === undefined || !here.mesh.multiCluster.remotes.includes(clusterName)) return [];
  const ofNetwork = (pods: Pods) => pods.labels[NETWORK_LABEL] === network;
  return there.registry.model.pods
    .filter((pods) => ofNetwork(pods) && there.gateways.of(pods).length > 0)
    .flatMap((pods) => there.registry.hostsOf(pods))
    .map(({ port }) => ({ address: undefined, port }));
}

/** What the gateway over there is asked for. */
export interface AskedName {
  readonly host: string;
  readonly port: number;
  readonly subset: string | undefined;
}

/** A destination of a route, and who knows the route. */
export interface Routed extends RouteDestination {
  readonly home: string;
  readonly exportTo: readonly string[];
}

/** Where the routes of a cluster lead, by host. */
export function routedHosts({ mesh }: MeshLayer): ReadonlyMap<string, readonly Routed[]> {
  const all = mesh.virtualServices.flatMap(({ namespace: home, exportTo, routes }) =>
    routes.flatMap(({ destinations }) => destinations.map((each) => ({ ...each, home, exportTo }))),
  );
  return groupedBy(all, ({ host }) => host);
}

/** The names by which a caller asks for a host: that of its rule, or the host itself, with each subset that a route names. */
export function askedNames(
  rules: ClientTlsRules,
  routed: ReadonlyMap<string, readonly Routed[]>,
  caller: Pods,
  remote: RemoteHost,
): readonly AskedName[] {
  const rule = rules.ruleFor(caller, remote);
  const setting = rule === undefined ? undefined : settingAt(rule, remote.port);
  const own = /^outbound_\.(\d+)_\.([^_]*)_\.(.+)$/.exec(setting?.sni ?? '');
  if (own !== null) {
    const [, port, subset = '', host = ''] = own;
    return [{ host, port: Number(port), subset: subset === '' ? undefined : subset }];
  }
  const subsets = (routed.get(remote.host) ?? [])
    .filter(({ exportTo, home }) => isExported(exportTo, home, caller.namespace))
    .filter(({ port }) => port === undefined || port === remote.port)
    .map(({ subset }) => subset);
  const asked = subsets.length === 0 ? [undefined] : [...new Set(subsets)];
  return asked.map((subset) => ({ host: remote.host, port: remote.port, subset }));
}
