import { setTimeout as wait } from 'node:timers/promises';
import { byDefault } from '../../cluster-model/defaults/defaults.ts';
import { type LivePod, type LiveWorkload, podsOf, whyUnscheduled, workloadsOf } from './cluster-state.ts';
import type { ControlPlane } from './control-plane.ts';
import type { NodesOnDemand } from './nodes-on-demand.ts';
import { makeVolumes } from './volumes.ts';

/** How long nothing may change before a cluster counts as settled: longer than the scheduler takes to try again. */
const QUIET_ROUNDS = 8;
const ROUND = 500;
const MOST_ROUNDS = 1200;

/** What a cluster has come to rest at. */
export interface Settled {
  readonly pods: readonly LivePod[];
  readonly workloads: readonly LiveWorkload[];
  /** Nodes that were added meanwhile. */
  readonly added: number;
}

/** Lets controllers, scheduler, volumes and nodes work until nothing changes any more. */
export async function settle(plane: ControlPlane, nodes: NodesOnDemand): Promise<Settled> {
  let [quiet, before, added] = [0, '', 0];
  for (let round = 0; ; round++) {
    plane.assertRunning();
    await makeVolumes(plane.client, nodes.zones);
    const [pods, workloads] = await Promise.all([podsOf(plane.client), workloadsOf(plane.client)]);
    const now =
      pods.map(({ metadata, spec }) => `${metadata.name} ${spec.nodeName}`).join() +
      workloads.map(lackOf).join();
    quiet = now === before ? quiet + 1 : 0;
    before = now;
    const grown = await nodes.grow(pods);
    added += grown;
    if (grown > 0) quiet = 0;
    const isWhole =
      workloads.every((each) => lackOf(each) === undefined) &&
      pods.every(({ spec }) => spec.nodeName !== undefined);
    if ((isWhole && quiet >= 2) || quiet >= QUIET_ROUNDS || round === MOST_ROUNDS)
      return { pods, workloads, added };
    await wait(ROUND);
  }
}

/** What a workload lacks, such as `2 of 3 pods are ready`; undefined where nothing. */
export function lackOf({ kind, metadata, spec, status }: LiveWorkload): string | undefined {
  if (status.observedGeneration < metadata.generation) return 'was not looked at yet';
  const wanted =
    kind === 'DaemonSet'
      ? (status.desiredNumberScheduled ?? 0)
      : (spec.replicas ?? byDefault('apps/Deployment', 'spec.replicas'));
  const ready = kind === 'DaemonSet' ? status.currentNumberScheduled : status.readyReplicas;
  const refused = status.conditions.find(
    ({ type, status: is }) => type === 'ReplicaFailure' && is === 'True',
  );
  if (refused !== undefined) return refused.message;
  return ready >= wanted ? undefined : `${ready} of ${wanted} pods are ready`;
}

/** What a workload or its pods lack. */
export interface Lack {
  /** Namespace and name, such as `prod/video-service`; pods are called by their owner. */
  readonly what: string;
  readonly says: string;
}

/** Everything that has no place, the same of several pods once. */
export function lacksOf({ pods, workloads }: Pick<Settled, 'pods' | 'workloads'>): readonly Lack[] {
  const waiting = pods.flatMap((pod) => {
    const says = whyUnscheduled(pod);
    return says === undefined ? [] : [{ what: ownerOf(pod), says }];
  });
  const alike = (one: Lack) => (other: Lack) => one.what === other.what && one.says === other.says;
  const nowhere = waiting
    .filter((each, index) => waiting.findIndex(alike(each)) === index)
    .map((each) => ({ ...each, says: `${waiting.filter(alike(each)).length} without a node: ${each.says}` }));
  const short = workloads.flatMap((workload) => {
    const says = lackOf(workload);
    return says === undefined
      ? []
      : [{ what: `${workload.metadata.namespace}/${workload.metadata.name}`, says }];
  });
  return [...nowhere, ...short];
}

/** Namespace and name of what has made a pod: of a Deployment its ReplicaSet. */
export function ownerOf({ metadata }: LivePod): string {
  return `${metadata.namespace}/${metadata.ownerReferences[0]?.name ?? metadata.name}`;
}
