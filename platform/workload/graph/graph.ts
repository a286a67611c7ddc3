import { didYouMean } from '../../../clusters/nearest-name.ts';
import type { Endpoint } from '../../kit/network/endpoint.ts';
import type { Context } from '../../unit/unit.ts';
import { unitsOn } from '../../unit/units-on.ts';
import type { PlacedWorkload } from '../declaration/placed-workload.ts';

/** Who is on a cluster and who calls whom there. */
export interface Graph {
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  readonly workloads: readonly PlacedWorkload[];
  /** The workload of this name. */
  workload(name: string): PlacedWorkload | undefined;
  /** Calls of the workload of this name to what is not on the cluster or out of reach; whoever renders it reports them. */
  mistakesOf(name: string): readonly string[];
  /** The workloads that declare a call to the workload of this name. */
  callersOf(name: string): readonly Endpoint[];
  /** The workloads that declare a call to the workload of this name on linked clusters. */
  linkedCallersOf(name: string): readonly PlacedWorkload[];
}

const graphs = new WeakMap<Context, Graph>();

/**
 * The graph of the context's cluster, made once.
 *
 * @throws when two workloads have one name
 */
export function graphOf(context: Context): Graph {
  const known = graphs.get(context);
  if (known !== undefined) return known;
  const graph = makeGraph(context);
  graphs.set(context, graph);
  return graph;
}

function makeGraph(context: Context): Graph {
  const { cluster, units } = context;
  const here = unitsOn(cluster.name, units);
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
  const named = new Map(workloads.map((placed) => [placed.declaration.name, placed]));
  const callers = new Map<string, Set<Endpoint>>();
  const linkedCallers = new Map<string, Set<PlacedWorkload>>();
  const mistakes = new Map<string, Set<string>>();
  for (const placed of workloads) {
    const caller = endpoints.get(placed.declaration.name);
    for (const call of placed.declaration.calls ?? []) {
      if (call.to === 'linked') addUnder(linkedCallers, call.name, placed);
      if (call.to !== 'workload' || caller === undefined) continue;
      const message = refusedCall(placed, call.name, named.get(call.name), endpoints, context);
      if (message !== undefined) addUnder(mistakes, caller.name, message);
      addUnder(callers, call.name, caller);
    }
  }
  const listed = <Value>(groups: ReadonlyMap<string, ReadonlySet<Value>>) => {
    const lists = new Map(Array.from(groups, ([name, group]) => [name, [...group]]));
    return (name: string): readonly Value[] => lists.get(name) ?? [];
  };
  return {
    endpoints,
    workloads,
    workload: (name) => named.get(name),
    mistakesOf: listed(mistakes),
    callersOf: listed(callers),
    linkedCallersOf: listed(linkedCallers),
  };
}

/** Each value once, in the original order. */
function addUnder<Value>(groups: Map<string, Set<Value>>, name: string, value: Value): void {
  const group = groups.get(name);
  if (group === undefined) groups.set(name, new Set([value]));
  else group.add(value);
}

/** Why a workload cannot call another on the cluster; undefined where it can. */
function refusedCall(
  { declaration: { name }, mesh }: PlacedWorkload,
  callee: string,
  placed: PlacedWorkload | undefined,
  endpoints: ReadonlyMap<string, Endpoint>,
  { cluster, units }: Context,
): string | undefined {
  if (!endpoints.has(callee)) {
    const elsewhere = units
      .filter((unit) =>
        [...(unit.workloads ?? []).map(endpointOf), ...(unit.endpoints ?? [])].some(
          (one) => one.name === callee,
        ),
      )
      .flatMap(({ clusters }) => clusters);
    const near = didYouMean(
      callee,
      [...endpoints.keys()].filter((other) => other !== name),
    );
    const hint =
      elsewhere.length > 0
        ? `Put ${callee} on that cluster too, take the call out, or limit ${name} with \`clusters\` to where ${callee} runs: ${elsewhere.join(', ')}.`
        : `No product declares it${near}. Declare ${callee}, or ${near === '' ? 'take the call out' : 'correct the call'}.`;
    return `${name} calls ${callee}, which is not on ${cluster.name}. ${hint}`;
  }
  if (placed !== undefined && placed.declaration.kind !== 'service') {
    return `${name} calls ${callee}, which is a ${placed.declaration.kind}: nothing listens there. Declare ${callee} with service(), or send it its work by a queue.`;
  }
  if (cluster.mesh !== undefined && !mesh && placed?.mesh === true) {
    return `${name} calls ${callee}, which takes only the mTLS of the mesh, but the namespace of ${name} is outside it on ${cluster.name}. Give that namespace mesh: true.`;
  }
  return undefined;
}

const asEndpoints = new WeakMap<PlacedWorkload, Endpoint>();

/** How others see a workload. Neither a worker nor a job has a Service; nobody may call them, so the port is never used. */
export function endpointOf(placed: PlacedWorkload): Endpoint {
  const known = asEndpoints.get(placed);
  if (known !== undefined) return known;
  const { declaration, namespace } = placed;
  const endpoint: Endpoint = {
    name: declaration.name,
    namespace,
    serviceAccount: declaration.name,
    labels: { app: declaration.name },
    servicePort: 80,
    containerPort: declaration.kind === 'service' ? declaration.port : 0,
    protocol: 'http',
  };
  asEndpoints.set(placed, endpoint);
  return endpoint;
}
