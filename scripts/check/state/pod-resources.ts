import type { ClusterState } from './cluster-state.ts';
import { limitsIn } from './limit-ranges.ts';
import { injectedContainers } from './mesh.ts';
import { type Amounts, amountsOf, requestsAndLimits } from './quantity.ts';
import { at, type Fields, fieldsAt, textAt } from './read.ts';
import type { Container, Workload } from './workload.ts';

/** What a container asks for and may use, after the defaults of the namespace. */
export interface ContainerResources {
  readonly container: Container;
  /** Whether the injector adds it, so that it stands nowhere in the tree. */
  readonly isInjected: boolean;
  readonly requests: Amounts;
  readonly limits: Amounts;
}

/** What the scheduler and quotas count for a pod. */
export interface PodResources {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

/** Every container of a pod, those of the mesh among them, in the order in which they start. */
export function containerResources(state: ClusterState, workload: Workload): readonly ContainerResources[] {
  const known = KNOWN.get(workload);
  if (known !== undefined) return known;
  const found = computed(state, workload);
  KNOWN.set(workload, found);
  return found;
}

/** A workload is of one state, so that nothing else need tell them apart. */
const KNOWN = new WeakMap<Workload, readonly ContainerResources[]>();

function computed(state: ClusterState, workload: Workload): readonly ContainerResources[] {
  const limits = limitsIn(state, workload.namespace).filter(({ type }) => type === 'Container');
  const resourcesOf = (container: Container, isInjected: boolean): ContainerResources => {
    const own = requestsAndLimits(fieldsAt(container.value, 'resources'));
    return {
      container,
      isInjected,
      requests: withDefaults(
        own.requests,
        limits.map(({ defaultRequests }) => defaultRequests),
      ),
      limits: withDefaults(
        own.limits,
        limits.map(({ defaults }) => defaults),
      ),
    };
  };
  const injected = injectedContainers(state, workload).map((container) => resourcesOf(container, true));
  return [...injected, ...workload.containers.map((container) => resourcesOf(container, false))];
}

function withDefaults(own: Amounts, defaults: readonly Amounts[]): Amounts {
  return defaults.length === 0 ? own : new Map([...defaults.flatMap((each) => [...each]), ...own]);
}

/** What a pod takes: what runs together, or the init container that takes more, and what the sandbox takes. */
export function podResources(state: ClusterState, workload: Workload): PodResources {
  const containers = containerResources(state, workload);
  const overhead = overheadOf(state, workload.spec);
  const ofPod = fieldsAt(workload.spec, 'resources');
  const declared = requestsAndLimits(ofPod);
  return {
    requests: plus(
      instead(
        counted(containers, ({ requests }) => requests),
        declared.requests,
      ),
      overhead,
    ),
    limits: plus(
      instead(
        counted(containers, ({ limits }) => limits),
        declared.limits,
      ),
      overhead,
    ),
  };
}

function counted(
  containers: readonly ContainerResources[],
  amounts: (container: ContainerResources) => Amounts,
): Amounts {
  let running: Amounts = new Map();
  let initial: Amounts = new Map();
  let sidecars: Amounts = new Map();
  for (const each of containers) {
    const own = amounts(each);
    if (each.container.role === 'init') initial = most(initial, plus(sidecars, own));
    else running = plus(running, own);
    if (each.container.role !== 'sidecar') continue;
    sidecars = plus(sidecars, own);
    initial = most(initial, sidecars);
  }
  return most(running, initial);
}

/** Amounts of the whole pod take the place of those of its containers. */
function instead(counted: Amounts, declared: Amounts): Amounts {
  return declared.size === 0 ? counted : new Map([...counted, ...declared]);
}

export function plus(one: Amounts, other: Amounts): Amounts {
  const sum = new Map(one);
  for (const [name, amount] of other) sum.set(name, (sum.get(name) ?? 0n) + amount);
  return sum;
}

export function times(one: Amounts, factor: number): Amounts {
  return new Map([...one].map(([name, amount]) => [name, amount * BigInt(Math.max(Math.trunc(factor), 0))]));
}

function most(one: Amounts, other: Amounts): Amounts {
  const result = new Map(one);
  for (const [name, amount] of other) {
    const known = result.get(name);
    if (known === undefined || amount > known) result.set(name, amount);
  }
  return result;
}

function overheadOf(state: ClusterState, spec: Fields): Amounts {
  const name = textAt(spec, 'runtimeClassName');
  const runtime = name === undefined ? undefined : state.find('node.k8s.io/RuntimeClass', '', name);
  return amountsOf(at(runtime?.value, 'overhead', 'podFixed'));
}
