import type { Connection } from './connection.ts';

/** As many as one write takes: the whole of a large cluster is more than one text may be. */
const AT_ONCE = 5_000;

/** `{"connections":[…]}`, in parts; one connection a line, so that two of them can be compared by any tool. */
export function* jsonParts(connections: readonly Connection[]): Generator<string> {
  yield '{"connections":[';
  for (let at = 0; at < connections.length; at += AT_ONCE) {
    const lines = connections
      .slice(at, at + AT_ONCE)
      .map(({ cluster, from, to, ports, conditions }) =>
        JSON.stringify({ cluster, from, to, ports, conditions }),
      );
    yield `${at === 0 ? '\n' : ',\n'}${lines.join(',\n')}`;
  }
  yield connections.length === 0 ? ']}\n' : '\n]}\n';
}
