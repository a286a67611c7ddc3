import type { Context } from '../../unit/unit.ts';
import { unitsOn } from '../../unit/units-on.ts';
import type { WorkloadDeclaration } from '../declaration/workload.ts';
import { calleesFirst } from '../graph/callees-first.ts';
import { graphOf } from '../graph/graph.ts';
import { type LinkedCluster, linkedServices, onCluster } from '../graph/linked-clusters.ts';

/** Seconds where nothing is declared and nothing that is called takes longer (S4-169). */
const DEFAULT_SECONDS = 30;

/** Seconds that a service has besides its longest call: to see that it has failed, and still to answer. */
const OWN_SECONDS = 2;

/** What whoever calls a service may count on. */
export interface Waiting {
  /** Seconds until a caller gives up, retries included. */
  readonly seconds: number;
  /** Whether it calls no other service, so that failures are made good for at its door and nowhere before. */
  readonly isLast: boolean;
}

/** A call of a service to another, and how long it may take. */
interface Call {
  readonly callee: string;
  readonly seconds: number;
  /** Seconds that the caller must have besides; none around a circle, where nobody can wait longer than all others. */
  readonly own: number;
}

/** By the units of the cluster, where nothing else counts: most clusters of a fleet have the same. */
const known = new WeakMap<Context | Context['units'], ReadonlyMap<string, Waiting>>();
const knownToLinked = new WeakMap<Context['units'], ReadonlyMap<string, Waiting>>();

/**
 * How long callers wait for a service. It follows from the graph: a caller waits longer than whatever it calls, or it would
 * give up while the answer is still being made.
 */
export function waitingOf({ name }: Pick<WorkloadDeclaration, 'name'>, context: Context): Waiting {
  return found(name, waitingsOn(context));
}

/** The same for callers on a linked cluster. A request goes to another region once: what it called there would call is left out. */
export function waitingOnLinked(name: string, cluster: LinkedCluster, context: Context): Waiting {
  return found(name, waitingsForLinked(onCluster(cluster, context)));
}

/** What is wrong with a declared timeout: it ends before that of something that the service calls. */
export function waitingMistake(declaration: WorkloadDeclaration, context: Context): string | undefined {
  if (declaration.kind !== 'service' || declaration.timeoutSeconds === undefined) return undefined;
  const { name, timeoutSeconds } = declaration;
  for (const { callee, seconds, own } of callsOf(name, context, waitingsOn(context))) {
    const needed = seconds + own;
    if (needed <= timeoutSeconds) continue;
    const less = timeoutSeconds - own;
    const or = less > 0 ? `, or give ${callee} a timeoutSeconds of ${less} at most` : '';
    return `${name}: timeoutSeconds ${timeoutSeconds} ends before its call of ${callee}, which may take ${seconds} s. Set it to ${needed} at least${or}.`;
  }
  return undefined;
}

function found(name: string, waitings: ReadonlyMap<string, Waiting>): Waiting {
  return waitings.get(name) ?? { seconds: DEFAULT_SECONDS, isLast: true };
}

function waitingsOn(context: Context): ReadonlyMap<string, Waiting> {
  const { cluster, units } = context;
  const key = cluster.linkedTo.length === 0 ? unitsOn(cluster.name, units) : context;
  const waitings = known.get(key) ?? computed(context, (name) => linkedCallsOf(name, context));
  known.set(key, waitings);
  return waitings;
}

function waitingsForLinked(context: Context): ReadonlyMap<string, Waiting> {
  const here = unitsOn(context.cluster.name, context.units);
  const waitings = knownToLinked.get(here) ?? computed(context, () => []);
  knownToLinked.set(here, waitings);
  return waitings;
}

function computed(
  context: Context,
  linkedCalls: (name: string) => readonly Call[],
): ReadonlyMap<string, Waiting> {
  const services = new Map(
    graphOf(context).workloads.flatMap(({ declaration }) =>
      declaration.kind === 'service' ? [[declaration.name, declaration] as const] : [],
    ),
  );
  const callees = new Map(Array.from(services.keys(), (name) => [name, calledServices(name, context)]));
  const calleesOf = (name: string) => callees.get(name) ?? [];
  const waitings = new Map<string, Waiting>();
  for (const group of calleesFirst([...services.keys()], calleesOf)) {
    const declared = group.flatMap((name) => services.get(name)?.timeoutSeconds ?? []);
    const below = group.flatMap((name) => [
      ...linkedCalls(name),
      ...calleesOf(name).flatMap((callee) => callTo(callee, waitings.get(callee)?.seconds)),
    ]);
    const seconds = Math.max(DEFAULT_SECONDS, ...declared, ...below.map((call) => call.seconds + call.own));
    for (const name of group) {
      waitings.set(name, {
        seconds: services.get(name)?.timeoutSeconds ?? seconds,
        isLast: calleesOf(name).length === 0 && linkedCalls(name).length === 0,
      });
    }
  }
  return waitings;
}

/** The services of its own cluster that a service calls; what it calls besides has no routes of ours. */
function calledServices(name: string, context: Context): readonly string[] {
  const { workload } = graphOf(context);
  return (workload(name)?.declaration.calls ?? []).flatMap((call) =>
    call.to === 'workload' && workload(call.name)?.declaration.kind === 'service' ? call.name : [],
  );
}

function linkedCallsOf(name: string, context: Context): readonly Call[] {
  return (graphOf(context).workload(name)?.declaration.calls ?? []).flatMap((call) =>
    call.to === 'linked'
      ? linkedServices(call.name, context).map(({ cluster }) => ({
          callee: call.name,
          seconds: waitingOnLinked(call.name, cluster, context).seconds,
          own: OWN_SECONDS,
        }))
      : [],
  );
}

/** Nothing for one of the same circle, whose time is being computed. */
function callTo(callee: string, seconds: number | undefined): readonly Call[] {
  return seconds === undefined ? [] : [{ callee, seconds, own: OWN_SECONDS }];
}

function callsOf(name: string, context: Context, waitings: ReadonlyMap<string, Waiting>): readonly Call[] {
  const reached = (from: string): ReadonlySet<string> => {
    const seen = new Set<string>();
    const next = [from];
    for (let at = next.pop(); at !== undefined; at = next.pop()) {
      for (const callee of calledServices(at, context)) {
        if (!seen.has(callee)) next.push(callee);
        seen.add(callee);
      }
    }
    return seen;
  };
  const local = calledServices(name, context).map((callee) => ({
    callee,
    seconds: found(callee, waitings).seconds,
    own: reached(callee).has(name) ? 0 : OWN_SECONDS,
  }));
  return [...local, ...linkedCallsOf(name, context)];
}
