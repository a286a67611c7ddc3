import type { Connection } from '../reach/connection.ts';

/** What a request has to be: each field with the values that pass. */
type Demands = ReadonlyMap<string, readonly string[]>;

/** `method GET or POST, path /a or method HEAD`: an alternative begins with the name of a field, a value does not. */
const NEXT_ALTERNATIVE = / or (?=[a-z]+ \S)/;

/** `ext-authz allows the request of path /admin`: all that is no such request passes. */
const ASKED = /^\S+ allows the request of (.+)$/;

/** Whether everything that passes some conditions passes others too. */
function isWithin(conditions: readonly string[], others: readonly string[]): boolean {
  return others.every((wanted) => conditions.some((given) => implies(given, wanted)));
}

function implies(given: string, wanted: string): boolean {
  if (given === wanted) return true;
  const asked = ASKED.exec(wanted)?.[1];
  // Nobody is asked about what is refused anyway.
  if (asked !== undefined && given.startsWith('not '))
    return covers(demandsOf(given.slice(4)), demandsOf(asked));
  const [isDenial, isWantedDenial] = [given, wanted].map((text) => text.startsWith('not '));
  if (isDenial !== isWantedDenial) return false;
  // Whoever refuses more lets less pass.
  if (isDenial) return covers(demandsOf(given.slice(4)), demandsOf(wanted.slice(4)));
  const [some, all] = [given, wanted].map((text) => text.split(NEXT_ALTERNATIVE).map(demandsOf));
  return (some ?? []).every((one) => (all ?? []).some((other) => covers(other, one)));
}

/** Whether all that meets the narrow demands meets the wide ones. */
function covers(wide: Demands, narrow: Demands): boolean {
  return [...wide].every(([field, values]) =>
    narrow.get(field)?.every((value) => values.some((each) => matches(each, value))),
  );
}

function matches(pattern: string, value: string): boolean {
  if (pattern === value || pattern === '*') return true;
  if (pattern.endsWith('*')) return value.startsWith(pattern.slice(0, -1));
  return pattern.startsWith('*') && value.endsWith(pattern.slice(1));
}

function demandsOf(text: string): Demands {
  return new Map(
    text.split(/, | with /).map((demand) => {
      const [, field = demand, values = ''] = /^(\S+) (.+)$/.exec(demand) ?? [];
      return [field, values.split(' or ')] as const;
    }),
  );
}

/** What opens and what closes; and beside a path that only became wider or narrower, how it was or is. */
export interface Settled {
  readonly opened: readonly Connection[];
  readonly closed: readonly Connection[];
  readonly beside: ReadonlyMap<Connection, Connection>;
}

/** A path that lets more pass than before has not closed, and one that lets less pass has not opened. */
export function settled(opened: readonly Connection[], closed: readonly Connection[]): Settled {
  const beside = new Map<Connection, Connection>();
  return {
    opened: opened.flatMap((each) => remaining(each, closed, beside)),
    closed: closed.flatMap((each) => remaining(each, opened, beside)),
    beside,
  };
}

function remaining(
  own: Connection,
  others: readonly Connection[],
  beside: Map<Connection, Connection>,
): readonly Connection[] {
  const between = others.filter(
    ({ cluster, from, to }) => cluster === own.cluster && from === own.from && to === own.to,
  );
  if (between.length === 0) return [own];
  const wider = between.filter((other) => isWithin(own.conditions, other.conditions));
  const ports = own.ports.filter(
    (port) => !wider.some((other) => other.ports.some((each) => admits(each, port))),
  );
  if (ports.length === 0) return [];
  const left = ports.length === own.ports.length ? own : { ...own, ports };
  const narrower = between.find(
    (other) =>
      isWithin(other.conditions, own.conditions) &&
      other.ports.some((port) => ports.some((each) => admits(each, port))),
  );
  if (narrower !== undefined) beside.set(left, narrower);
  return [left];
}

function admits(wide: string, port: string): boolean {
  return wide === port || wide === '*' || (wide.endsWith('/*') && port.startsWith(wide.slice(0, -1)));
}
