import type { HubDrift } from '../drift.ts';

/** For programs. */
export function jsonOf(all: readonly HubDrift[]): string {
  const hubs = all.map(({ comparedAt, ...rest }) => ({
    ...rest,
    comparedAt: comparedAt === undefined ? null : new Date(comparedAt).toISOString(),
  }));
  return `${JSON.stringify({ hubs }, null, 2)}\n`;
}
