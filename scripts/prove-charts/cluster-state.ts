import { groupOf as groupOfVersion } from '../charts/inventory/cluster-wide.ts';
import type { Release as Installed } from '../charts/releases.ts';
import type { TreeObject } from '../prove-gatekeeper/tree.ts';
import type { Application, AppProject } from './applications.ts';

/** A Helm chart as it was rendered for a cluster. */
export interface RenderedRelease
  extends Pick<Installed, 'cluster' | 'unit' | 'release' | 'namespace' | 'chart' | 'version'> {
  readonly objects: readonly unknown[];
}

/** A Helm chart, this repository, or what is on a cluster without either. */
export type Origin = 'chart' | 'ours' | 'given';

/** An object that will be on a cluster, and where it comes from. */
export interface Placed {
  readonly unit: string;
  readonly from: Origin;
  readonly object: TreeObject;
}

/** A release, with what a second rendering gave and what the chart was told. */
export interface Release {
  readonly unit: string;
  readonly chart: string;
  readonly version: string;
  readonly objects: readonly TreeObject[];
  /** The same values rendered once more: what differs is drawn at random. Left out: it was not rendered twice. */
  readonly again?: readonly TreeObject[];
  readonly values: unknown;
}

/** All that Argo CD would apply to a cluster, and what is known of the cluster. */
export interface ClusterState {
  readonly cluster: string;
  readonly objects: readonly Placed[];
  readonly releases: readonly Release[];
  readonly applications: readonly Application[];
  readonly projects: readonly AppProject[];
  readonly facts: ClusterFacts;
}

/** What Terraform has built. */
export interface ClusterFacts {
  /** Where every image comes from. */
  readonly registry: string;
  /** The network interfaces of the Kubernetes API. */
  readonly controlPlaneCidrs: readonly string[];
  /** Addresses of nodes, and of pods in the network of their node. */
  readonly nodeCidrs: readonly string[];
  /** ServiceAccounts of clusters whose mesh reaches this one, each as `<namespace>/<name>`. */
  readonly linkedAccounts: ReadonlySet<string>;
}

/** How a finding names an object. */
export function nameOf({ kind, metadata: { namespace, name } }: TreeObject): string {
  return namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

/** The objects of a kind, whichever version of its API they are written for. */
export function ofKind(state: ClusterState, ...kinds: readonly string[]): readonly Placed[] {
  return state.objects.filter(({ object }) => kinds.includes(object.kind));
}

/** The API group of an object; the core group is `''`. */
export function groupOf({ apiVersion }: Pick<TreeObject, 'apiVersion'>): string {
  return groupOfVersion(apiVersion);
}
