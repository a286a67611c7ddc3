import type { Tree } from './cluster.ts';
import { ingressesOfGateways } from './gateway-api/exposed.ts';
import { apiGatewaysOf } from './gateway-api/gateway.ts';
import { gatewayApiOf } from './gateway-api/gateway-api.ts';
import { madeByIstio } from './gateway-api/made-pods.ts';
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
function readModel(tree: Tree): { readonly model: Model; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const { objects } = tree;
  const written = podsOf(objects, problems);
  const apiGateways = apiGatewaysOf(objects, problems);
  const made = madeByIstio(apiGateways, written);
  const pods = [...written, ...made.pods];
  const networkPolicies = networkPoliciesOf(objects, problems);
  const inhabited = new Set([...pods, ...networkPolicies].map(({ namespace }) => namespace));
  const namespaces = namespacesOf(objects, inhabited, problems);
  const services = [...servicesOf(objects, problems), ...made.services];
  const gatewayApi = gatewayApiOf(objects, apiGateways, namespaces, problems);
  const ingresses = [...ingressesOf(objects, problems), ...ingressesOfGateways(gatewayApi.attached)];
  const known = { pods: written, made: made.pods, namespaces, services, gatewayApi, values: tree.values };
  const mesh = meshOf(objects, known, problems);
  const podNetworks = podNetworksOf(objects, problems);
  const notes = notesOf(tree, mesh);
  const { cluster } = tree;
  const judged = { pods, networkPolicies, services, ingresses, mesh, podNetworks };
  return { model: { cluster, tree, namespaces, ...judged, notes }, problems };
}
