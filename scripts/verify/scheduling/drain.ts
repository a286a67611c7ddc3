import { setTimeout as wait } from 'node:timers/promises';
import { brokenBudgets, type LivePod, podsOf } from './cluster-state.ts';
import type { ControlPlane } from './control-plane.ts';
import type { SimulatedNode } from './nodes.ts';
import type { NodesOnDemand } from './nodes-on-demand.ts';
import { ownerOf, settle } from './settle.ts';

/** Far more than any drain of the fleet needs: one that takes so many does not end. */
const MOST_STEPS = 200;

/** How a drain went. */
export interface Drain {
  /** Rounds of evictions, each after what the one before has moved is ready. */
  readonly steps: number;
  readonly evicted: number;
  /** What made the pods that no budget ever let go. */
  readonly stuck: readonly string[];
  /** Budgets of which fewer pods were ready than they ask for, at some time. */
  readonly broken: readonly string[];
}

/** Empties nodes as `kubectl drain` does: no pod comes to them any more, and each that is there is asked to go, but those of DaemonSets. */
export async function drain(
  plane: ControlPlane,
  nodes: NodesOnDemand,
  drained: readonly SimulatedNode[],
): Promise<Drain> {
  const { client } = plane;
  const names = new Set(drained.map(({ name }) => name));
  await nodes.cordon(drained, true);
  const broken = new Set<string>();
  let [steps, evicted] = [0, 0];
  for (;;) {
    const left = (await podsOf(client)).filter((pod) => isToGo(pod, names));
    if (left.length === 0) return { steps, evicted, stuck: [], broken: [...broken] };
    const before = evicted;
    for (const { metadata } of left) {
      const answer = await client.evict(metadata.namespace, metadata.name);
      if (answer.accepted) evicted++;
      else if (answer.status !== 429 && answer.status !== 404)
        throw new Error(`eviction of ${metadata.namespace}/${metadata.name}: ${answer.says}`);
    }
    steps++;
    await wait(200);
    for (const each of await brokenBudgets(client)) broken.add(each);
    await settle(plane, nodes);
    const isStuck = evicted === before || steps === MOST_STEPS;
    if (isStuck) {
      const stuck = [...new Set(left.map(ownerOf))];
      return { steps, evicted, stuck, broken: [...broken] };
    }
  }
}

function isToGo({ metadata, spec }: LivePod, nodes: ReadonlySet<string>): boolean {
  const ofNode = spec.nodeName !== undefined && nodes.has(spec.nodeName);
  return ofNode && !metadata.ownerReferences.some(({ kind }) => kind === 'DaemonSet' || kind === 'Node');
}
