import { OWNER_LABEL } from '../../../../platform/kit/labels.ts';
import type { Context } from '../../../../platform/unit/unit.ts';
import type { PlacedWorkload } from '../../../../platform/workload/declaration/placed-workload.ts';
import { type Graph, graphOf } from '../../../../platform/workload/graph/graph.ts';
import { migrationName } from '../../../../platform/workload/names.ts';
import type { Model } from '../../../cluster-model/model.ts';
import { containsLabels } from '../../../cluster-model/objects/selector.ts';
import { keyOf, type Pods } from '../../../cluster-model/pods.ts';
import type { Endpoint } from '../../../reach/endpoints.ts';
import type { Reach } from '../../../reach/reach.ts';
import { PLATFORM } from './owners.ts';

const INSTANCE = 'app.kubernetes.io/instance';

/** Pods in the terms of whoever declares something about them. */
export interface Target {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** One cluster as declared and as rendered, with what each of the others is asked for. */
export class Scene {
  readonly model: Model;
  readonly graph: Graph;
  /** The owner of each namespace: a product, or the platform. */
  readonly owners: ReadonlyMap<string, string>;
  readonly #byNamespace = new Map<string, Pods[]>();
  readonly #workloads: ReadonlyMap<string, PlacedWorkload>;
  readonly #nodes = new Map<Pods, string>();

  constructor(
    readonly context: Context,
    readonly reach: Reach,
  ) {
    this.model = reach.model;
    this.graph = graphOf(context);
    this.owners = new Map(
      [...this.model.namespaces].map(([name, labels]) => [name, labels[OWNER_LABEL] ?? PLATFORM]),
    );
    this.#workloads = new Map(
      this.graph.workloads.flatMap((placed) => [
        [`${placed.namespace}/${placed.declaration.name}`, placed],
        [`${placed.namespace}/${migrationName(placed.declaration)}`, placed],
      ]),
    );
    for (const pods of this.model.pods) {
      const own = this.#byNamespace.get(pods.namespace);
      if (own === undefined) this.#byNamespace.set(pods.namespace, [pods]);
      else own.push(pods);
    }
  }

  podsOf({ namespace, labels }: Target): readonly Pods[] {
    return this.podsIn(namespace).filter((pods) => containsLabels(pods.labels, labels));
  }

  podsIn(namespace: string): readonly Pods[] {
    return this.#byNamespace.get(namespace) ?? [];
  }

  hasProxy(pods: Pods): boolean {
    return this.model.mesh?.membership.get(pods) === 'sidecar';
  }

  /** The declared workload that pods are of: its own, those of its migration, its canary and its smoke test. */
  workloadOf(pods: Pods): PlacedWorkload | undefined {
    return this.#workloads.get(`${pods.namespace}/${pods.labels[INSTANCE] ?? pods.labels.app}`);
  }

  /** A store or the like that workloads call by its name. */
  endpointOf(pods: Pods) {
    return [...this.graph.endpoints.values()].find(
      ({ name, namespace, labels }) =>
        this.graph.workload(name) === undefined &&
        namespace === pods.namespace &&
        containsLabels(pods.labels, labels),
    );
  }

  /** The node of pods: one for all that belongs to a workload, and one for each template of anything else. */
  nodeOf(pods: Pods): string {
    const known = this.#nodes.get(pods);
    if (known !== undefined) return known;
    const placed = this.workloadOf(pods);
    const endpoint = placed === undefined ? this.endpointOf(pods) : undefined;
    const node =
      placed !== undefined
        ? workloadNode(placed)
        : endpoint !== undefined
          ? `${endpoint.namespace}/${endpoint.name}`
          : pods.hostNetwork
            ? HOSTS
            : keyOf(pods);
    this.#nodes.set(pods, node);
    return node;
  }

  /** Who is whose own affair: a workload with its smoke test, the members of a store and what looks after them. */
  isOfOne(one: Pods, other: Pods): boolean {
    if (one.namespace !== other.namespace || this.ownerOf(one.namespace) === PLATFORM) return false;
    if (this.nodeOf(one) === this.nodeOf(other)) return true;
    return one.labels[INSTANCE] !== undefined && one.labels[INSTANCE] === other.labels[INSTANCE];
  }

  ownerOf(namespace: string): string {
    return this.owners.get(namespace) ?? PLATFORM;
  }

  regions(): readonly (Endpoint & { readonly type: 'region' })[] {
    return this.reach.endpoints.flatMap((each) => (each.type === 'region' ? [each] : []));
  }
}

/** The nodes of the cluster, with the pods that share their network. */
export const HOSTS = 'node';

export function workloadNode({ namespace, declaration }: PlacedWorkload): string {
  return `${namespace}/${declaration.name}`;
}
