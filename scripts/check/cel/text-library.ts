import type { Environment } from '@marcbachmann/cel-js';
import { RE2JS } from 're2js';

class Sets {}
class Lists {}

type Item = bigint | number | string | boolean | Date;

function found(text: string, pattern: string, limit: bigint): string[] {
  const matcher = RE2JS.compile(pattern).matcher(text);
  const all: string[] = [];
  while ((limit < 0n || all.length < limit) && matcher.find()) all.push(matcher.group() ?? '');
  return all;
}

function less(a: Item, b: Item): boolean {
  return a < b;
}

function extreme(list: readonly Item[], better: (a: Item, b: Item) => boolean): Item {
  const [first, ...rest] = list;
  if (first === undefined) throw new Error('the list is empty');
  return rest.reduce((best, item) => (better(item, best) ? item : best), first);
}

function sum(list: readonly unknown[]): bigint | number {
  if (list.every((item) => typeof item === 'bigint'))
    return list.reduce<bigint>((total, item) => total + item, 0n);
  return list.reduce<number>((total, item) => total + Number(item), 0);
}

function key(value: unknown): string {
  return JSON.stringify(value, (_name, own: unknown) => (typeof own === 'bigint' ? `${own}n` : own)) ?? '';
}

function containsAll(list: readonly unknown[], sub: readonly unknown[]): boolean {
  const keys = new Set(list.map(key));
  return sub.every((item) => keys.has(key(item)));
}

/** Functions on texts, lists and sets that Kubernetes adds to CEL. */
export function addTextLibrary(environment: Environment): void {
  environment
    .registerFunction(
      'string.find(string): string',
      (text: string, pattern: string) => found(text, pattern, 1n)[0] ?? '',
    )
    .registerFunction('string.findAll(string): list<string>', (text: string, pattern: string) =>
      found(text, pattern, -1n),
    )
    .registerFunction('string.findAll(string, int): list<string>', found)
    .registerFunction('string.charAt(int): string', (text: string, index: bigint) =>
      text.charAt(Number(index)),
    )
    .registerFunction('string.replace(string, string): string', (text: string, a: string, b: string) =>
      text.split(a).join(b),
    )
    .registerFunction('string.reverse(): string', (text: string) => [...text].reverse().join(''))
    .registerFunction('list.isSorted(): bool', (list: readonly Item[]) =>
      list.every((item, index) => index === 0 || !less(item, list[index - 1] ?? item)),
    )
    .registerFunction('list.sum(): dyn', sum)
    .registerFunction('list.min(): dyn', (list: readonly Item[]) => extreme(list, less))
    .registerFunction('list.max(): dyn', (list: readonly Item[]) => extreme(list, (a, b) => less(b, a)))
    .registerFunction('list.indexOf(dyn): int', (list: readonly unknown[], item: unknown) =>
      BigInt(list.map(key).indexOf(key(item))),
    )
    .registerFunction('list.lastIndexOf(dyn): int', (list: readonly unknown[], item: unknown) =>
      BigInt(list.map(key).lastIndexOf(key(item))),
    )
    .registerFunction('list.distinct(): list', (list: readonly unknown[]) =>
      list.filter((item, index) => list.map(key).indexOf(key(item)) === index),
    )
    .registerFunction('list.sort(): list', (list: readonly Item[]) =>
      [...list].sort((a, b) => (less(a, b) ? -1 : 1)),
    )
    .registerFunction('list.reverse(): list', (list: readonly unknown[]) => [...list].reverse())
    .registerFunction('list.flatten(): list', (list: readonly unknown[]) => list.flat())
    .registerFunction('list.slice(int, int): list', (list: readonly unknown[], a: bigint, b: bigint) =>
      list.slice(Number(a), Number(b)),
    )
    .registerType('Sets', Sets)
    .registerConstant('sets', 'Sets', new Sets())
    .registerFunction(
      'Sets.contains(list, list): bool',
      (_sets: Sets, list: readonly unknown[], sub: readonly unknown[]) => containsAll(list, sub),
    )
    .registerFunction(
      'Sets.equivalent(list, list): bool',
      (_sets: Sets, a: readonly unknown[], b: readonly unknown[]) => containsAll(a, b) && containsAll(b, a),
    )
    .registerFunction(
      'Sets.intersects(list, list): bool',
      (_sets: Sets, a: readonly unknown[], b: readonly unknown[]) => {
        const keys = new Set(a.map(key));
        return b.some((item) => keys.has(key(item)));
      },
    )
    .registerType('Lists', Lists)
    .registerConstant('lists', 'Lists', new Lists())
    .registerFunction('Lists.range(int): list<int>', (_lists: Lists, size: bigint) =>
      Array.from({ length: Number(size) }, (_, index) => BigInt(index)),
    );
}
