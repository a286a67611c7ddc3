import { kedaOperator } from '../../components/keda/address.ts';
import type { Endpoint } from '../../kit/network/endpoint.ts';
import type { Flow } from '../../kit/network/flows.ts';
import { kafkaFlows, pods } from '../../kit/network/flows.ts';
import type { Context } from '../../unit/unit.ts';
import type { PlacedWorkload } from '../declaration/placed-workload.ts';
import { graphOf } from '../graph/graph.ts';

/** What KEDA's operator connects to on a cluster, besides AWS and Prometheus, for the numbers that scale its workloads. */
export function kedaSources(context: Context): readonly Flow[] {
  const { workloads, endpoints } = graphOf(context);
  const stores = [...new Set(workloads.flatMap(storeOf))].sort();
  return [
    ...stores.flatMap((name) => endpoints.get(name) ?? []).map((store) => pods(store, store.containerPort)),
    ...(workloads.some(readsTopic) ? kafkaFlows(context.cluster) : []),
  ];
}

/** The other side: KEDA's operator at a store, where a workload scales by a stream in it. */
export function kedaAt(store: Endpoint, context: Context): readonly Flow[] {
  const asked = graphOf(context).workloads.flatMap(storeOf).includes(store.name);
  return asked ? [pods(kedaOperator, store.containerPort)] : [];
}

/** Whether KEDA logs in somewhere on a cluster with the Secret of a workload. */
export function logsInBySecret(context: Context): boolean {
  return graphOf(context).workloads.some((placed) => storeOf(placed).length > 0);
}

function storeOf({ declaration }: PlacedWorkload): readonly string[] {
  const stream = declaration.kind === 'job' ? undefined : declaration.scale.stream;
  return stream === undefined ? [] : [stream.store];
}

function readsTopic({ declaration }: PlacedWorkload): boolean {
  return declaration.kind !== 'job' && declaration.scale.topic !== undefined;
}
