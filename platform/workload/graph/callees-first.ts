/** Where the search is with one name. */
interface Visit {
  /** When it was reached. */
  readonly order: number;
  /** The earliest that is reached from it and has no group yet. */
  earliest: number;
}

/**
 * The names in groups: whoever calls each other around a circle stands in one, all others alone, and each group comes after
 * those that it calls (Tarjan's algorithm).
 */
export function calleesFirst(
  names: readonly string[],
  calleesOf: (name: string) => readonly string[],
): readonly (readonly string[])[] {
  const visits = new Map<string, Visit>();
  const open: string[] = [];
  const opened = new Set<string>();
  const groups: string[][] = [];
  const visit = (name: string): Visit => {
    const own = { order: visits.size, earliest: visits.size };
    visits.set(name, own);
    open.push(name);
    opened.add(name);
    for (const callee of calleesOf(name)) {
      const known = visits.get(callee);
      if (known === undefined) own.earliest = Math.min(own.earliest, visit(callee).earliest);
      else if (opened.has(callee)) own.earliest = Math.min(own.earliest, known.order);
    }
    if (own.earliest === own.order) {
      const group = open.splice(open.lastIndexOf(name));
      for (const member of group) opened.delete(member);
      groups.push(group);
    }
    return own;
  };
  for (const name of names) if (!visits.has(name)) visit(name);
  return groups;
}
