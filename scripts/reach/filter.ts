import { type Connection, homeOf } from './connection.ts';

/** The connections from some peers, to some peers, in whichever cluster; a star in a name stands for any text. */
export function between(
  connections: readonly Connection[],
  from: string | undefined,
  to: string | undefined,
): readonly Connection[] {
  const [isFrom, isTo] = [pattern(from), pattern(to)];
  return connections.filter(
    ({ cluster, from: caller, to: callee }) => names(isFrom, caller, cluster) && names(isTo, callee, cluster),
  );
}

function names(filter: RegExp, peer: string, cluster: string): boolean {
  return filter.test(peer) || filter.test(homeOf(peer, cluster).peer);
}

/** Whom a filter means. */
export function pattern(text = '*'): RegExp {
  const parts = text.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}
