import type { Amounts } from '../../check/state/quantity.ts';

const UNIT = 1_000_000_000;

/** An amount in cores, bytes or pieces: to show, and exact enough for it. */
export function amount(amounts: Amounts, resource: string): number {
  return numberOf(amounts.get(resource) ?? 0n);
}

export function numberOf(billionths: bigint): number {
  return Number(billionths) / UNIT;
}
