import type { Bounds } from '../data/rows/fleet.ts';

const STEPS = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'] as const;

export function cores(amount: number): string {
  if (amount === 0) return '0';
  return amount < 1 ? `${rounded(amount * 1000)}m` : rounded(amount);
}

export function bytes(amount: number): string {
  let [value, step] = [amount, 0];
  while (value >= 1024 && step < STEPS.length - 1) [value, step] = [value / 1024, step + 1];
  return `${rounded(value)}${STEPS[step]}`;
}

/** As a quota or a pool calls it: memory and storage in bytes, processors in cores, all else in pieces. */
export function amountText(resource: string, amount: number): string {
  if (/memory|storage|hugepages/.test(resource)) return bytes(amount);
  return /(^|\.)cpu$/.test(resource) ? cores(amount) : rounded(amount);
}

export function boundsText({ min, max }: Bounds, text: (amount: number) => string = rounded): string {
  const [least, most] = [text(min), text(max)];
  return least === most ? least : `${least} – ${most}`;
}

function rounded(amount: number): string {
  const digits = amount >= 100 ? 0 : amount >= 10 ? 1 : 2;
  return Number(amount.toFixed(digits)).toLocaleString('en');
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}
