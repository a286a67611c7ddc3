import { expect } from 'vitest';
import { explain } from '../../scripts/reach/explain.ts';
import { isJudged, isSelf, type Reach } from '../../scripts/reach/reach.ts';

/** Ports that are asked for where a peer declares none. */
const PROBED = [80, 8080, 9000];

/** What is listed is open for `--explain`, with the same conditions, and what is not listed is closed. */
export function expectExplained(reach: Reach): void {
  const { endpoints } = reach;
  const connections = reach.connections();
  for (const source of endpoints) {
    for (const target of endpoints) {
      if (!isJudged(source, target) || isSelf(source, target)) continue;
      const [from, to] = [source.peer, target.peer];
      const told = connections.filter((each) => each.from === from && each.to === to);
      const declared = target.listens.map(({ protocol, number }) => `${protocol}/${number}`);
      const probed = declared.length > 0 ? declared : PROBED.map((number) => `TCP/${number}`);
      const firsts = told.flatMap(({ ports }) => ports.flatMap((text) => firstOf(text) ?? []));
      for (const port of new Set([...probed, ...firsts])) {
        const ways = told.filter(({ ports }) => ports.some((text) => covers(text, port)));
        const found = explain([reach], [from, to, port]).filter(({ open }) => open);
        const conditionsOf = (each: { readonly conditions: readonly string[] }) => each.conditions.join('; ');
        expect(new Set(found.map(conditionsOf)), `${from} → ${to} ${port}`).toEqual(
          new Set(ways.map(conditionsOf)),
        );
      }
    }
  }
}

function firstOf(text: string): string | undefined {
  return /^\w+\/\d+/.exec(text)?.[0];
}

/** Whether a text of a list is about a port too: `TCP/80`, `TCP/80-90`, `TCP/*` or `*`. */
function covers(text: string, port: string): boolean {
  const [protocol, number] = port.split('/');
  if (text === '*' || text === port || text === `${protocol}/*`) return true;
  const [, of, first, last] = /^(\w+)\/(\d+)-(\d+)$/.exec(text) ?? [];
  return of === protocol && Number(first) <= Number(number) && Number(number) <= Number(last);
}
