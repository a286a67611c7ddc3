import { compareTexts } from '../../check/order.ts';

/** Orders versions: numbers by their value, so that 1.10 is above 1.9, and a release above what came before it, as 1.0.0-rc.1. */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [partsOf(one), partsOf(other)];
  return compareParts(a.release, b.release) || beforeRelease(a.before, b.before) || compareTexts(one, other);
}

function partsOf(version: string): {
  readonly release: readonly string[];
  readonly before: readonly string[];
} {
  const [plain = ''] = version.replace(/^v(?=\d)/, '').split('+', 1);
  const at = plain.indexOf('-');
  const split = (text: string) => text.split(/[._-]/).filter(Boolean);
  return at < 0
    ? { release: split(plain), before: [] }
    : { release: split(plain.slice(0, at)), before: split(plain.slice(at + 1)) };
}

function beforeRelease(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 || other.length === 0)
    return other.length === one.length ? 0 : one.length === 0 ? 1 : -1;
  return compareParts(one, other);
}

function compareParts(one: readonly string[], other: readonly string[]): number {
  for (let at = 0; at < Math.max(one.length, other.length); at++) {
    const [a = '0', b = '0'] = [one[at], other[at]];
    const areNumbers = /^\d+$/.test(a) && /^\d+$/.test(b);
    const order = areNumbers ? Number(a) - Number(b) : compareTexts(a, b);
    if (order !== 0) return order;
  }
  return 0;
}
