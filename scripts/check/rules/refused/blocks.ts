import { isIP } from 'node:net';

/** An address block as bits; nothing where the text is none. */
export interface Block {
  readonly version: 4 | 6;
  readonly address: bigint;
  readonly length: number;
}

export function blockOf(text: string): Block | undefined {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(text);
  if (!match) return undefined;
  const [, address = '', digits = ''] = match;
  const version = isIP(address);
  const length = Number(digits);
  if (version === 4) return length <= 32 ? { version: 4, address: ipv4(address), length } : undefined;
  if (version === 6) return length <= 128 ? { version: 6, address: ipv6(address), length } : undefined;
  return undefined;
}

const width = ({ version }: Block): number => (version === 4 ? 32 : 128);

/** Whether no bit of a host is set, as the block would be printed. */
export function isCanonical(block: Block): boolean {
  const host = BigInt(width(block) - block.length);
  return (block.address >> host) << host === block.address;
}

/** Whether a block contains another that is smaller. */
export function containsStrictly(outer: Block, inner: Block): boolean {
  if (outer.version !== inner.version || inner.length <= outer.length) return false;
  const shift = BigInt(width(outer) - outer.length);
  return outer.address >> shift === inner.address >> shift;
}

function ipv4(address: string): bigint {
  return address.split('.').reduce((total, part) => total * 256n + BigInt(part), 0n);
}

function ipv6(address: string): bigint {
  const mapped = address.replace(/(\d+\.\d+\.\d+\.\d+)$/, (dotted) => {
    const number = ipv4(dotted);
    return `${(number >> 16n).toString(16)}:${(number & 0xffffn).toString(16)}`;
  });
  const [head = '', tail] = mapped.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros =
    tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  return [...left, ...zeros, ...right].reduce((total, part) => total * 65536n + BigInt(`0x${part}`), 0n);
}

/** The block with its host bits cleared, as text; of IPv4 only. */
export function canonicalText(block: Block): string | undefined {
  if (block.version !== 4) return undefined;
  const host = BigInt(32 - block.length);
  const address = (block.address >> host) << host;
  return `${[24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join('.')}/${block.length}`;
}
