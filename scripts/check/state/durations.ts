const UNITS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001, us: 0.000_001, ns: 1e-9 };

/** Seconds of a duration such as `1m30s` or `500ms`; undefined for anything else. */
export function secondsOf(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^(?:\d+(?:\.\d+)?(?:ms|us|ns|[hms]))+$/.test(value)) return undefined;
  return [...value.matchAll(/(\d+(?:\.\d+)?)(ms|us|ns|[hms])/g)].reduce(
    (sum, [, number, unit = 's']) => sum + Number(number) * (UNITS[unit] ?? 0),
    0,
  );
}
