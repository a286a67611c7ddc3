import type { Cluster } from '../../../clusters/index.ts';
import type { Injector } from '../../prove-gatekeeper/injector.ts';
import type { TreeObject } from '../../prove-gatekeeper/tree.ts';
import { collectionOf } from '../api-servers/resource-list.ts';
import type { Finding, Part } from '../step.ts';
import { type LivePod, podsOf, whyUnscheduled } from './cluster-state.ts';
import type { ControlPlane } from './control-plane.ts';
import { drain } from './drain.ts';
import { leastOf, nodesOf, type SimulatedNode } from './nodes.ts';
import { NodesOnDemand } from './nodes-on-demand.ts';
import { lacksOf, ownerOf, type Settled, settle } from './settle.ts';
import { fullQueues, scaledBy, schedulable } from './workloads.ts';

interface Given {
  readonly objects: readonly TreeObject[];
  readonly injector: Injector | undefined;
  readonly done: (part: Part) => void;
}

/** Brings the workloads of a cluster onto nodes of its contract, and takes nodes, a zone and the calm away from them. */
export async function proveCluster(
  plane: ControlPlane,
  cluster: Cluster,
  { objects, injector, done }: Given,
): Promise<void> {
  const { name: where } = cluster;
  const groups = nodesOf(cluster);
  const nodes = new NodesOnDemand(plane.client, groups);
  for (const [group, all] of groups) {
    for (const node of all.slice(0, leastOf(cluster, group))) await nodes.add(node);
  }
  const refused = await applyAll(plane, where, schedulable(objects, injector));
  const scaled = scaledBy(objects);
  for (const { path, least } of scaled) await plane.client.patch(path, { spec: { replicas: least } });
  const part = async (name: string, prove: () => Promise<Omit<Part, 'name' | 'seconds'>>) => {
    const start = performance.now();
    const outcome = await prove();
    done({ name: `${where}, ${name}`, seconds: Math.round((performance.now() - start) / 1000), ...outcome });
  };
  await part('at its least', async () => {
    const settled = await settle(plane, nodes);
    return {
      counts: countsOf(settled, nodes),
      findings: [...refused, ...lacking(where, settled)],
      exceptions: [],
    };
  });
  await part('a node is drained', async () =>
    emptied(plane, nodes, where, busiest(await podsOf(plane.client), nodes.running)),
  );
  const zone = busiestZone(await podsOf(plane.client), nodes.zones);
  await part(`zone ${zone} is lost`, async () => {
    nodes.close(zone);
    const outcome = await emptied(
      plane,
      nodes,
      where,
      nodes.running.filter((node) => node.zone === zone),
    );
    nodes.open(zone);
    return outcome;
  });
  await part('at its most', async () => {
    for (const { path, most } of scaled) await plane.client.patch(path, { spec: { replicas: most } });
    const jobs = await applyAll(plane, where, fullQueues(objects, injector));
    const settled = await settle(plane, nodes);
    // What the pools lack is said, and is a choice: the load of every workload at once may be more than is paid for.
    return { counts: countsOf(settled, nodes), findings: jobs, exceptions: lacking(where, settled) };
  });
}

/** Drains nodes and gives them back; everything has to find a place meanwhile, but what its volume binds to a zone. */
async function emptied(
  plane: ControlPlane,
  nodes: NodesOnDemand,
  where: string,
  drained: readonly SimulatedNode[],
): Promise<Omit<Part, 'name' | 'seconds'>> {
  const before = nodes.count;
  const outcome = await drain(plane, nodes, drained);
  const settled = await settle(plane, nodes);
  await nodes.cordon(drained, false);
  const { steps, evicted, stuck, broken } = outcome;
  const found = [
    ...lacking(where, settled),
    ...stuck.map((what) => ({
      where,
      what,
      says: 'its budget never lets all of it go: the drain does not end',
    })),
    ...broken.map((what) => ({ where, what, says: 'fewer of its pods were ready than the budget asks for' })),
  ];
  // Nothing moves a volume to another zone: what has one waits for its own.
  const bound = new Set(settled.pods.filter((pod) => isBound(pod)).map(ownerOf));
  return {
    // Most nodes come while it drains.
    counts: { steps, evicted, ...countsOf(settled, nodes), 'nodes added': nodes.count - before },
    findings: found.filter(({ what }) => !bound.has(what)),
    exceptions: found
      .filter(({ what }) => bound.has(what))
      .map((each) => ({ ...each, says: `its volume is in the zone: ${each.says}` })),
  };
}

/** The node, or the zone, that most pods are on. */
function busiest(pods: readonly LivePod[], nodes: readonly SimulatedNode[]): readonly SimulatedNode[] {
  const on = (node: SimulatedNode) => pods.filter(({ spec }) => spec.nodeName === node.name).length;
  return [...nodes].sort((one, other) => on(other) - on(one)).slice(0, 1);
}

function busiestZone(pods: readonly LivePod[], zones: ReadonlyMap<string, string>): string {
  const counts = new Map<string, number>();
  for (const { spec } of pods) {
    const zone = zones.get(spec.nodeName ?? '') ?? '';
    counts.set(zone, (counts.get(zone) ?? 0) + 1);
  }
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0] ?? '';
}

function countsOf({ pods, workloads, added }: Settled, nodes: NodesOnDemand) {
  return { workloads: workloads.length, pods: pods.length, nodes: nodes.count, 'nodes added': added };
}

function lacking(where: string, settled: Settled): readonly Finding[] {
  return lacksOf(settled).map((lack) => ({ where, ...lack }));
}

/** Whether a pod waits for the zone of its volume, and for nothing else that it could be given. */
export function isBound(pod: LivePod): boolean {
  const hasVolume = pod.spec.volumes.some(({ persistentVolumeClaim: claim }) => claim !== undefined);
  return hasVolume && (whyUnscheduled(pod)?.includes("PersistentVolume's node affinity") ?? false);
}

async function applyAll(
  { client }: ControlPlane,
  where: string,
  objects: readonly TreeObject[],
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const object of objects) {
    const place = collectionOf(object, await client.resources(object.apiVersion, object.kind));
    const answer = await client.apply(`${place?.collection}/${object.metadata.name}`, object);
    if (!answer.accepted)
      findings.push({ where, what: `${object.kind} ${object.metadata.name}`, says: answer.says });
  }
  return findings;
}
