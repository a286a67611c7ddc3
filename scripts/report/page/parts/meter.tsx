import type { Bounds } from '../../data/rows/fleet.ts';

/** From the least to the most against a limit; what it shows is also told in words beside it. */
export function Meter({
  min,
  max,
  limit,
  scale = limit ?? max,
}: Bounds & {
  readonly limit?: number | undefined;
  /** The amount at its right end. */
  readonly scale?: number;
}) {
  const end = Math.max(scale, max, limit ?? 0) || 1;
  const share = (amount: number) => `${(amount / end) * 100}%`;
  return (
    <span class={`meter ${toneOf({ min, max }, limit)}`} aria-hidden="true">
      <span class="most" style={{ width: share(max) }} />
      <span class="least" style={{ width: share(min) }} />
      {limit === undefined ? null : (
        <span class="limit" style={{ left: `min(${share(limit)}, 100% - 2px)` }} />
      )}
    </span>
  );
}

/** How near amounts are to a limit, in a word. */
export function toneOf(
  { min, max }: Bounds,
  limit: number | undefined,
): 'bad' | 'warning' | 'good' | 'quiet' {
  if (limit === undefined) return 'quiet';
  // Sums of fractions differ in their last digits.
  const over = limit * (1 + 1e-9);
  if (min > over) return 'bad';
  return max > over ? 'warning' : 'good';
}
