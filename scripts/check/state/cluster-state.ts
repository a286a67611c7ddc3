import type { Tree } from '../../cluster-model/cluster.ts';
import type { Labels } from '../../cluster-model/objects/fields.ts';
import { withNamespaces } from './applied-namespace.ts';
import { withTargetPorts } from './defaulted-ports.ts';
import { madeWorkloads } from './operators.ts';
import { withoutOwned } from './owned.ts';
import { textAt } from './read.ts';
import { type Identity, keyOf, type Resource, resourceOf } from './resource.ts';
import { type Workload, workloadOf } from './workload.ts';

/** A namespace: its labels, and the object that makes it, where the tree has one. */
export interface NamespaceState {
  readonly labels: Labels;
  readonly resource: Resource | undefined;
}

/** The label that the API server puts on each namespace. */
const NAME_LABEL = 'kubernetes.io/metadata.name';

const NONE: readonly Resource[] = [];

/** The objects of a cluster, found by what they are. What rules derive from them is remembered beside (`remembered`). */
export class ClusterState {
  readonly cluster: string;
  /** As it was read; with the namespace into which it is applied, where objects leave that open. */
  readonly tree: Tree;
  readonly resources: readonly Resource[];
  /** Pods by what makes them, those of operators among them. */
  readonly workloads: readonly Workload[];
  readonly namespaces: ReadonlyMap<string, NamespaceState>;
  readonly #byKind = new Map<string, Resource[]>();
  readonly #byKey = new Map<string, Resource>();
  readonly #workloadsByNamespace = new Map<string, Workload[]>();

  /** @param kubernetes minor of the API server, such as `1.34` */
  constructor(
    given: Tree,
    readonly kubernetes: string,
  ) {
    this.cluster = given.cluster;
    const scopes = scopesOf(given);
    const placed = withNamespaces(given, scopes);
    this.tree = { ...placed, objects: withoutOwned(placed.objects).map(withTargetPorts) };
    this.resources = this.tree.objects.map((found) => resourceOf(found, scopes));
    for (const resource of this.resources) {
      const kind = `${resource.group}/${resource.kind}`;
      const others = this.#byKind.get(kind);
      if (others === undefined) this.#byKind.set(kind, [resource]);
      else others.push(resource);
      this.#byKey.set(keyOf(resource), resource);
    }
    this.workloads = this.resources.flatMap((resource) => workloadOf(resource) ?? madeWorkloads(resource));
    for (const workload of this.workloads) {
      const others = this.#workloadsByNamespace.get(workload.namespace);
      if (others === undefined) this.#workloadsByNamespace.set(workload.namespace, [workload]);
      else others.push(workload);
    }
    this.namespaces = this.#namespaces();
  }

  /** Every object of some kinds, each as `<group>/<kind>`, such as `/Service` or `apps/Deployment`. */
  of(...kinds: readonly string[]): readonly Resource[] {
    const [only] = kinds;
    if (kinds.length === 1 && only !== undefined) return this.#byKind.get(only) ?? NONE;
    return kinds.flatMap((kind) => this.#byKind.get(kind) ?? NONE);
  }

  /** The object of that name; the last one where there are several, as kubectl would leave it. */
  find(kind: string, namespace: string, name: string): Resource | undefined {
    return this.#byKey.get(`${kind}/${namespace}/${name}`);
  }

  has({ group, kind, namespace, name }: Identity): boolean {
    return this.find(`${group}/${kind}`, namespace, name) !== undefined;
  }

  workloadsIn(namespace: string): readonly Workload[] {
    return this.#workloadsByNamespace.get(namespace) ?? [];
  }

  #namespaces(): ReadonlyMap<string, NamespaceState> {
    const found = new Map<string, NamespaceState>();
    for (const { namespace } of this.resources) {
      if (namespace === '' || found.has(namespace)) continue;
      found.set(namespace, { labels: { [NAME_LABEL]: namespace }, resource: undefined });
    }
    for (const resource of this.of('/Namespace')) {
      const { name, labels } = resource;
      found.set(name, { labels: { ...labels, [NAME_LABEL]: name }, resource });
    }
    return found;
  }
}

/** Where the objects of the kinds stand that the tree's own CRDs make. */
function scopesOf({ objects }: Tree): ReadonlyMap<string, string> {
  return new Map(
    objects.flatMap(({ kind, value }): [string, string][] => {
      if (kind !== 'CustomResourceDefinition') return [];
      const [group, own, scope] = [
        textAt(value, 'spec', 'group'),
        textAt(value, 'spec', 'names', 'kind'),
        textAt(value, 'spec', 'scope'),
      ];
      return group === undefined || own === undefined || scope === undefined
        ? []
        : [[`${group}/${own}`, scope]];
    }),
  );
}
