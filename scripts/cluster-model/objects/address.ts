import { isIP } from 'node:net';

/** Addresses of one family from the first to the last, as numbers. */
export interface Range {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** The addresses of a network in CIDR notation, or of one address; undefined for any other text. */
export function rangeOf(text: string): Range | undefined {
  const [address = '', length, ...more] = text.split('/');
  const family = isIP(address);
  if ((family !== 4 && family !== 6) || more.length > 0) return undefined;
  const bits = family === 4 ? 32 : 128;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return undefined;
  const prefix = length === undefined ? bits : Number(length);
  if (prefix > bits) return undefined;
  const size = 1n << BigInt(bits - prefix);
  const value = family === 4 ? numberOf4(address) : numberOf6(address);
  const first = value - (value % size);
  return { family, first, last: first + size - 1n };
}

function numberOf4(address: string): bigint {
  return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function numberOf6(address: string): bigint {
  const [plain = ''] = address.split('%');
  const last = plain.lastIndexOf(':') + 1;
  // The last 32 bits may be written as an IPv4 address.
  const tail = plain.slice(last);
  const hex = tail.includes('.')
    ? `${plain.slice(0, last)}${(numberOf4(tail) >> 16n).toString(16)}:${(numberOf4(tail) & 0xffffn).toString(16)}`
    : plain;
  const [left = '', right] = hex.split('::');
  const groups = (part: string) => part.split(':').filter((group) => group !== '');
  const [before, after] = [groups(left), groups(right ?? '')];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}

/** Whether every address of the second is in the first. */
export function covers(outer: Range, inner: Range): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

/** The network as it is written: the address aligned to its prefix. */
export function canonical(cidr: string): string {
  const range = rangeOf(cidr);
  if (range === undefined) return cidr;
  const size = range.last - range.first + 1n;
  const prefix = (range.family === 4 ? 32 : 128) - (size.toString(2).length - 1);
  return `${range.family === 4 ? text4(range.first) : text6(range.first)}/${prefix}`;
}

function text4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => ((value >> shift) & 255n).toString()).join('.');
}

function text6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, at) =>
    ((value >> BigInt(112 - 16 * at)) & 0xffffn).toString(16),
  );
  const longest = /(?:^|:)0(?::0)+(?=:|$)/g;
  const runs = [...groups.join(':').matchAll(longest)].sort((one, other) => other[0].length - one[0].length);
  const [run] = runs;
  const text = groups.join(':');
  if (run === undefined) return text;
  const rest = text.slice(run.index + run[0].length);
  return `${text.slice(0, run.index)}:${rest === '' ? ':' : rest}`;
}
