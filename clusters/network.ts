/** Ranges that are nobody's on the Internet: private, shared by carriers, and of one link. */
export const PRIVATE_NETWORKS = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
] as const;

/** The first and the last address of an IPv4 network, as numbers. */
interface Range {
  readonly first: number;
  readonly last: number;
}

function rangeOf(cidr: string): Range | undefined {
  const [address = '', length = ''] = cidr.split('/');
  const parts = address.split('.').map(Number);
  const prefix = Number(length);
  if (
    parts.length !== 4 ||
    parts.some((part) => !(part >= 0 && part <= 255)) ||
    !(prefix >= 0 && prefix <= 32)
  ) {
    return undefined;
  }
  const first = parts.reduce((sum, part) => sum * 256 + part, 0);
  return { first, last: first + 2 ** (32 - prefix) - 1 };
}

/** Whether the text is an IPv4 network with the address aligned to its prefix, as AWS and NetworkPolicy want it. */
export function isNetwork(cidr: string): boolean {
  const range = rangeOf(cidr);
  return range !== undefined && range.first % (range.last - range.first + 1) === 0;
}

/** Whether the second network lies entirely within the first. */
export function contains(outer: string, inner: string): boolean {
  const [whole, part] = [rangeOf(outer), rangeOf(inner)];
  return whole !== undefined && part !== undefined && whole.first <= part.first && part.last <= whole.last;
}

/** Whether the two networks have an address in common: such networks cannot be routed to each other. */
export function overlaps(one: string, other: string): boolean {
  const [left, right] = [rangeOf(one), rangeOf(other)];
  return left !== undefined && right !== undefined && left.first <= right.last && right.first <= left.last;
}
