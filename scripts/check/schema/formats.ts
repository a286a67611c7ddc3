import { isIP, isIPv4, isIPv6 } from 'node:net';

/** What a format demands, by its name, and what to write. Those that are not here are not checked. */
const FORMATS: ReadonlyMap<string, readonly [check: (value: string) => boolean, example: string]> = new Map<
  string,
  readonly [(value: string) => boolean, string]
>([
  ['date-time', [isDateTime, 'a time such as 2026-11-30T08:00:00Z']],
  [
    'date',
    [
      (value) => /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)),
      'a day such as 2026-11-30',
    ],
  ],
  ['byte', [isBase64, 'base64 with its padding']],
  ['duration', [isSchemaDuration, 'a duration such as 30s or 1h30m']],
  ['ipv4', [isIPv4, 'an IPv4 address']],
  ['ipv6', [isIPv6, 'an IPv6 address']],
  ['cidr', [isCidr, 'a block of addresses such as 10.0.0.0/8']],
  [
    'uuid',
    [(value) => /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i.test(value), 'a UUID'],
  ],
]);

/** @returns what to write instead, where the text isn't of the format */
export function wrongFormat(format: string, value: string): string | undefined {
  const known = FORMATS.get(format);
  return known === undefined || known[0](value) ? undefined : known[1];
}

function isDateTime(value: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/.test(value) &&
    !Number.isNaN(Date.parse(value))
  );
}

/** Line breaks are allowed in it, as Go's decoder does. */
export function isBase64(value: string): boolean {
  const plain = value.replace(/[\r\n]/g, '');
  return plain.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(plain);
}

/** Go's durations, and such as `2 days`, which CRDs take too. */
function isSchemaDuration(value: string): boolean {
  return (
    isGoDuration(value) ||
    /^\d+\s*(?:ns|us|µs|ms|s|m|h|d|w|nano\w*|micro\w*|milli\w*|sec\w*|min\w*|hour\w*|hr|day\w*|week\w*|wk)$/i.test(
      value.trim(),
    )
  );
}

/** What Go's `time.ParseDuration` takes. */
export function isGoDuration(value: string): boolean {
  return /^[+-]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/.test(value);
}

const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** Milliseconds of a duration of Go's; nothing where it is none. */
export function goDuration(value: string): number | undefined {
  if (!isGoDuration(value)) return undefined;
  let total = 0;
  for (const [, amount = '0', unit = ''] of value.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)) {
    total += Number(amount) * (UNITS[unit] ?? 0);
  }
  return value.startsWith('-') ? -total : total;
}

/** An address block as Go reads it: without leading zeros; host bits are allowed. */
export function isCidr(value: string): boolean {
  const match = /^([^/]+)\/(0|[1-9]\d*)$/.exec(value);
  if (!match) return false;
  const [, address = '', length = ''] = match;
  const version = isIP(address);
  return version !== 0 && Number(length) <= (version === 4 ? 32 : 128);
}
