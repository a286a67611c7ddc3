import type { Context } from '../unit.ts';
import type { WorkloadDeclaration } from './declaration.ts';

/**
 * A place that workloads may connect to, and who it is when it connects itself. A service and a store both have one.
 */
export interface Endpoint {
  readonly name: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** Labels of its pods that never change. */
  readonly labels: Readonly<Record<string, string>>;
  /** The port of the Service. */
  readonly servicePort: number;
  /** The port of the container: what policies speak of. */
  readonly containerPort: number;
  readonly protocol: 'http' | 'tcp';
  /** Whether it speaks TLS by itself and asks callers for a certificate of the cluster's own authority. */
  readonly tls?: true;
}

/** A declared workload with its place: what a unit carries for others to see. */
export interface PlacedWorkload {
  readonly declaration: WorkloadDeclaration;
  readonly namespace: string;
  readonly product: string;
  /** Percent of its requests in 30 days that must not fail. */
  readonly availability: number;
  /** Whether its namespace belongs to the mesh, on clusters that have one. */
  readonly mesh: boolean;
}

/** Who is on a cluster and who calls whom there. */
export interface Graph {
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  readonly workloads: readonly PlacedWorkload[];
  /** The workloads that declare a call to the one of this name. */
  callersOf(name: string): readonly Endpoint[];
}

const graphs = new WeakMap<Context, Graph>();

/**
 * The graph of the context's cluster, made once.
 *
 * @throws when a workload calls one that is not on the cluster or out of its reach, or when two have one name
 */
export function graphOf(context: Context): Graph {
  const known = graphs.get(context);
  if (known !== undefined) return known;
  const graph = makeGraph(context);
  graphs.set(context, graph);
  return graph;
}

function makeGraph({ cluster, units }: Context): Graph {
  const here = units.filter((unit) => unit.clusters.includes(cluster.name));
  const workloads = here.flatMap((unit) => unit.workloads ?? []);
  const endpoints = new Map<string, Endpoint>();
  for (const endpoint of [...workloads.map(endpointOf), ...here.flatMap((unit) => unit.endpoints ?? [])]) {
    if (endpoints.has(endpoint.name)) {
      throw new Error(
        `Two workloads on ${cluster.name} are called ${endpoint.name}. Calls go by name, so give one of them another.`,
      );
    }
    endpoints.set(endpoint.name, endpoint);
  }
  const silent = new Map(
    workloads.flatMap(({ declaration: { name, kind } }) => (kind === 'service' ? [] : [[name, kind]])),
  );
  const meshed = new Set(workloads.flatMap(({ declaration, mesh }) => (mesh ? [declaration.name] : [])));
  const callers = new Map<string, Endpoint[]>();
  for (const { declaration, mesh } of workloads) {
    const caller = endpoints.get(declaration.name);
    for (const call of declaration.calls ?? []) {
      if (call.to !== 'workload' || caller === undefined) continue;
      if (!endpoints.has(call.name)) {
        throw new Error(unknownCallee(declaration.name, call.name, cluster.name, endpoints));
      }
      if (silent.has(call.name)) {
        throw new Error(
          `${declaration.name} calls ${call.name}, which is a ${silent.get(call.name)}: nothing listens there. Declare ${call.name} with service(), or send it its work by a queue.`,
        );
      }
      if (cluster.mesh !== undefined && !mesh && meshed.has(call.name)) {
        throw new Error(
          `${declaration.name} calls ${call.name}, which takes only the mTLS of the mesh, but the namespace of ${declaration.name} is outside it on ${cluster.name}. Give that namespace mesh: true.`,
        );
      }
      const others = callers.get(call.name) ?? [];
      if (!others.includes(caller)) callers.set(call.name, [...others, caller]);
    }
  }
  return { endpoints, workloads, callersOf: (name) => callers.get(name) ?? [] };
}

/** How others see a workload. A worker has no Service, nor has a job; nobody may call them, so the port is never used. */
export function endpointOf({ declaration, namespace }: PlacedWorkload): Endpoint {
  return {
    name: declaration.name,
    namespace,
    serviceAccount: declaration.name,
    labels: { app: declaration.name },
    servicePort: 80,
    containerPort: declaration.kind === 'service' ? declaration.port : 0,
    protocol: 'http',
  };
}

function unknownCallee(
  caller: string,
  callee: string,
  cluster: string,
  known: ReadonlyMap<string, unknown>,
): string {
  return `${caller} calls ${callee}, which is not on ${cluster}. Put ${callee} on that cluster in apps/index.ts, or take the call out. On ${cluster} are: ${[...known.keys()].sort().join(', ')}.`;
}
