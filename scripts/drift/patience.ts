const MINUTE = 60_000;

/** How long something may last before it is told, in milliseconds. */
export const PATIENCE = {
  /** Argo CD reads main every two minutes, and a sync of a cluster takes its waves one after the other. */
  behind: 15 * MINUTE,
  /** A comparison is made every two minutes, whether main has moved or not. */
  comparison: 30 * MINUTE,
  /** A new pod has to be pulled, started and found ready, replica after replica. */
  progressing: 20 * MINUTE,
  /** A sync waits for the pods of each wave. */
  operation: 30 * MINUTE,
} as const;

/** `5 min`, `3 h 20 min`, `4 days`. */
export function duration(milliseconds: number): string {
  const minutes = Math.max(0, Math.floor(milliseconds / MINUTE));
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.floor(hours / 24)} days`;
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

/** `2026-03-01 03:04 UTC`. */
export function moment(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
