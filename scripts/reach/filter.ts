import type { Connection } from './connection.ts';

/** The connections from some peers, to some peers; a star in a name stands for any text. */
export function between(
  connections: readonly Connection[],
  from: string | undefined,
  to: string | undefined,
): readonly Connection[] {
  const [isFrom, isTo] = [pattern(from), pattern(to)];
  return connections.filter((each) => isFrom.test(each.from) && isTo.test(each.to));
}

/** Whom a filter means. */
export function pattern(text = '*'): RegExp {
  const parts = text.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}
