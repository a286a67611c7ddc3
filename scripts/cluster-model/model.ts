import type { Tree } from './cluster.ts';
import { type Ingress, ingressesOf } from './ingresses.ts';
import { unusable } from './input/unusable-input.ts';
import { type Mesh, meshOf } from './mesh/mesh.ts';
import { namespacesOf } from './namespaces.ts';
import { podNetworksOf } from './nodes.ts';
import { notesOf } from './notes.ts';
import type { Labels } from './objects/fields.ts';
import { type Pods, podsOf } from './pods.ts';
import { type NetworkPolicy, networkPoliciesOf } from './policies.ts';
import { type Service, servicesOf } from './services.ts';

/** A cluster with its objects resolved: who the pods are, and what is said about them. */
export interface Model {
  readonly cluster: string;
  readonly tree: Tree;
  readonly namespaces: ReadonlyMap<string, Labels>;
  readonly pods: readonly Pods[];
  readonly networkPolicies: readonly NetworkPolicy[];
  readonly services: readonly Service[];
  readonly ingresses: readonly Ingress[];
  /** What a reader has to know of a tree that says less than a cluster has. */
  readonly notes: readonly string[];
  /** Undefined where there is nothing of Istio. */
  readonly mesh: Mesh | undefined;
  /** Networks in which its pods are known to stand; empty where nothing says it. */
  readonly podNetworks: readonly string[];
}

/** @throws UnusableInput with all that no API server would take, each with file and line */
export function modelOf(tree: Tree): Model {
  const { model, problems } = readModel(tree);
  if (problems.length > 0) throw unusable(problems);
  return model;
}

/** The model of what can be read, and what is wrong with the objects that are left out. */
export function readModel(tree: Tree): { readonly model: Model; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const pods = podsOf(tree.objects, problems);
  const networkPolicies = networkPoliciesOf(tree.objects, problems);
  const inhabited = new Set([...pods, ...networkPolicies].map(({ namespace }) => namespace));
  const namespaces = namespacesOf(tree.objects, inhabited, problems);
  const services = servicesOf(tree.objects, problems);
  const ingresses = ingressesOf(tree.objects, problems);
  const mesh = meshOf(tree.objects, pods, namespaces, tree.values, problems);
  const podNetworks = podNetworksOf(tree.objects, problems);
  const notes = notesOf(tree, mesh);
  const { cluster } = tree;
  const judged = { pods, networkPolicies, services, ingresses, mesh, podNetworks };
  return { model: { cluster, tree, namespaces, ...judged, notes }, problems };
}
