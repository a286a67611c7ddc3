import type { Connection } from '../../../reach/connection.ts';
import type { Interval } from '../../../reach/ports.ts';

/** A port that is open, and for which requests. */
export interface OpenPort {
  readonly port: string;
  readonly conditions: readonly string[];
}

/** What `reach` has found open, by its two ends, and which of it somebody has declared. */
export class OpenWays {
  readonly #open = new Map<string, OpenPort[]>();
  readonly #declared = new Map<string, Set<string>>();

  constructor(readonly connections: readonly Connection[]) {
    for (const { from, to, ports, conditions } of connections) {
      const key = keyOf(from, to);
      const found = this.#open.get(key) ?? [];
      found.push(...ports.map((port) => ({ port, conditions })));
      this.#open.set(key, found);
    }
  }

  /** What is open of the ports; from now on it is declared. */
  declare(from: string, to: string, wanted: Interval): readonly OpenPort[] {
    const key = keyOf(from, to);
    const open = this.#open.get(key) ?? [];
    const declared = this.#declared.get(key) ?? new Set();
    this.#declared.set(key, declared);
    const found = open.filter(({ port }) => isOf(port, wanted));
    for (const { port } of found) if (isWhole(port, wanted)) declared.add(port);
    return found;
  }

  isDeclared(from: string, to: string, port: string): boolean {
    return this.#declared.get(keyOf(from, to))?.has(port) === true;
  }
}

function keyOf(from: string, to: string): string {
  return `${from}\0${to}`;
}

/** The ports of a text of `reach`, such as `TCP/8000-8099`, `UDP/*` or `*`. */
function intervalOf(text: string): Pick<Interval, 'first' | 'last'> & { readonly protocol: string } {
  const [protocol = '', numbers = '*'] = text.split('/');
  if (protocol === '*' || numbers === '*') return { protocol, first: 1, last: 65_535 };
  const [first = '', last = first] = numbers.split('-');
  return { protocol, first: Number(first), last: Number(last) };
}

function isOf(text: string, wanted: Interval): boolean {
  const { protocol, first, last } = intervalOf(text);
  const isProtocol = protocol === '*' || protocol === wanted.protocol;
  return isProtocol && first <= wanted.last && wanted.first <= last;
}

/** Whether nothing else is open with what was declared. */
function isWhole(text: string, wanted: Interval): boolean {
  const { protocol, first, last } = intervalOf(text);
  return protocol === wanted.protocol && wanted.first <= first && last <= wanted.last;
}
