import type { Client } from '../api-servers/client.ts';
import { type LivePod, whyUnscheduled } from './cluster-state.ts';
import type { SimulatedNode } from './nodes.ts';

/**
 * Adds nodes to the groups of a cluster where pods wait for one, up to the size of each group, as the Cluster Autoscaler and Karpenter do
 * in production. Which group helps a pod is left to the scheduler: a group with a node that has helped nobody gets no other.
 */
export class NodesOnDemand {
  readonly #running = new Map<string, SimulatedNode>();
  readonly #closed = new Set<string>();
  readonly #cordoned = new Set<string>();

  constructor(
    private readonly client: Client,
    private readonly groups: ReadonlyMap<string, readonly SimulatedNode[]>,
  ) {}

  get zones(): ReadonlyMap<string, string> {
    return new Map([...this.#running.values()].map(({ name, zone }) => [name, zone]));
  }

  get count(): number {
    return this.#running.size;
  }

  get running(): readonly SimulatedNode[] {
    return [...this.#running.values()];
  }

  /** No node comes up in a zone any more. */
  close(zone: string): void {
    this.#closed.add(zone);
  }

  /** Whether new pods may come to some nodes. */
  async cordon(nodes: readonly SimulatedNode[], unschedulable: boolean): Promise<void> {
    for (const { name } of nodes) {
      await this.client.patch(`/api/v1/nodes/${name}`, { spec: { unschedulable } });
      if (unschedulable) this.#cordoned.add(name);
      else this.#cordoned.delete(name);
    }
  }

  /** Nodes come up there again. */
  open(zone: string): void {
    this.#closed.delete(zone);
  }

  async add(node: SimulatedNode): Promise<void> {
    const answer = await this.client.create('/api/v1/nodes', node.object);
    if (!answer.accepted) throw new Error(`node ${node.name}: ${answer.says}`);
    await this.client.patchStatus(`/api/v1/nodes/${node.name}`, node.status);
    this.#running.set(node.name, node);
  }

  /**
   * One more node for each group that may help, in the zones that are left.
   *
   * @param pods all pods: a group whose newest node is empty but for DaemonSets gets no other one
   * @returns how many
   */
  async grow(pods: readonly LivePod[]): Promise<number> {
    const waiting = pods.filter((pod) => whyUnscheduled(pod) !== undefined);
    if (waiting.length === 0) return 0;
    const used = new Set(pods.filter((pod) => !isDaemon(pod)).flatMap(({ spec }) => spec.nodeName ?? []));
    let added = 0;
    for (const nodes of this.groups.values()) {
      const running = nodes.filter(({ name }) => this.#running.has(name) && !this.#cordoned.has(name));
      if (running.some(({ name }) => !used.has(name))) continue;
      const next = nodes.find(({ name, zone }) => !this.#running.has(name) && !this.#closed.has(zone));
      if (next === undefined) continue;
      if (!waiting.some((pod) => mayHelp(next, pod))) continue;
      await this.add(next);
      added++;
    }
    return added;
  }
}

/** Whether a pod asks for nothing that the node does not have; the rest is for the scheduler to say. */
function mayHelp({ labels }: SimulatedNode, { spec }: LivePod): boolean {
  return Object.entries(spec.nodeSelector).every(([key, value]) => labels[key] === value);
}

function isDaemon({ metadata }: LivePod): boolean {
  return metadata.ownerReferences.some(({ kind }) => kind === 'DaemonSet');
}
