import type { Direction } from '../cluster-model/policies.ts';
import type { Class } from './classes.ts';
import type { Network } from './network.ts';

/** Pairs of classes of which the second may be open to the first, without looking at those that a policy shuts. */
export function* candidates(
  classes: readonly Class[],
  network: Network,
): Generator<readonly [from: Class, to: Class]> {
  const classOf = new Map<number, Class>(classes.flatMap((each) => each.members.map((at) => [at, each])));
  const nodes = classes.filter(({ first }) => network.isNode(first));
  const anywhere: Class[] = [];
  const callersOf = new Map<Class, Class[]>();
  for (const from of classes) {
    const targets = namedBy(network, 'egress', from, classOf);
    if (targets === undefined) anywhere.push(from);
    else {
      for (const to of new Set([...targets, ...nodes])) {
        const callers = callersOf.get(to);
        if (callers === undefined) callersOf.set(to, [from]);
        else callers.push(from);
      }
    }
  }
  for (const to of classes) {
    const callers = namedBy(network, 'ingress', to, classOf);
    if (callers === undefined) {
      for (const from of anywhere) yield [from, to];
      for (const from of callersOf.get(to) ?? []) yield [from, to];
    } else {
      for (const from of new Set([...callers, ...nodes])) yield [from, to];
    }
  }
}

/** The classes that the policies of one admit by name; undefined where they admit anybody, or where none is. */
function namedBy(
  network: Network,
  direction: Direction,
  { first }: Class,
  classOf: ReadonlyMap<number, Class>,
): ReadonlySet<Class> | undefined {
  const isolation = network.isolation(direction, first);
  if (isolation === undefined) return undefined;
  const found = new Set<Class>();
  for (const { peers } of isolation.admissions) {
    if (peers === undefined) return undefined;
    for (const at of peers) {
      const each = classOf.get(at);
      if (each !== undefined) found.add(each);
    }
  }
  return found;
}
