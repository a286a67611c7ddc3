const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
};
const PART = /([+-]?\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h|d|w|y)/gy;

/** Milliseconds of a duration as Go and Prometheus write it, such as `1h30m`; undefined for any other text. */
export function durationOf(value: unknown): number | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  let [sum, end] = [0, 0];
  for (const part of value.matchAll(PART)) {
    const [text, number = '', unit = ''] = part;
    sum += Number(number) * (UNITS[unit] ?? 0);
    end = part.index + text.length;
  }
  return end === value.length ? sum : undefined;
}
