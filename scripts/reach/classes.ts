import type { Endpoint } from './endpoints.ts';

/** Endpoints between which no policy makes a difference: what holds for the first holds for all. */
export interface Class {
  readonly first: number;
  readonly members: readonly number[];
}

/**
 * Groups endpoints that are the same to every policy, so that each kind of pair is judged once.
 *
 * @param selections the sets of endpoints that policies name
 * @param traits what else decides about an endpoint
 */
export function classesOf(
  endpoints: readonly Endpoint[],
  selections: Iterable<ReadonlySet<number>>,
  traits: (endpoint: Endpoint) => string,
): readonly Class[] {
  const within: string[][] = endpoints.map(() => []);
  let number = 0;
  for (const selection of selections) {
    const name = String(number++);
    for (const at of selection) within[at]?.push(name);
  }
  const classes = new Map<string, number[]>();
  for (const [at, endpoint] of endpoints.entries()) {
    const listens = endpoint.listens.map(({ protocol, number: port, name }) => `${protocol}/${port}/${name}`);
    const own = endpoint.type === 'pods' ? '' : endpoint.peer;
    const key = [own, within[at]?.join(), listens.join(), traits(endpoint)].join('\0');
    const members = classes.get(key);
    if (members === undefined) classes.set(key, [at]);
    else members.push(at);
  }
  return [...classes.values()].flatMap((members) => {
    const [first] = members;
    return first === undefined ? [] : [{ first, members }];
  });
}
