import { type Fields, fields } from './read.ts';

/** Amounts of resources by their names, such as `cpu`, in billionths of a unit: what Kubernetes can tell apart. */
export type Amounts = ReadonlyMap<string, bigint>;

const UNIT = 1_000_000_000n;
const DECIMAL: Readonly<Record<string, bigint>> = {
  n: 1n,
  u: 1_000n,
  m: 1_000_000n,
  '': UNIT,
  k: UNIT * 10n ** 3n,
  M: UNIT * 10n ** 6n,
  G: UNIT * 10n ** 9n,
  T: UNIT * 10n ** 12n,
  P: UNIT * 10n ** 15n,
  E: UNIT * 10n ** 18n,
};
const BINARY: Readonly<Record<string, bigint>> = {
  Ki: UNIT * 2n ** 10n,
  Mi: UNIT * 2n ** 20n,
  Gi: UNIT * 2n ** 30n,
  Ti: UNIT * 2n ** 40n,
  Pi: UNIT * 2n ** 50n,
  Ei: UNIT * 2n ** 60n,
};
const QUANTITY = /^([+-]?)(\d*)(?:\.(\d*))?(?:([eE][+-]?\d{1,3})|([numkMGTPE]|[KMGTPE]i))?$/;

/** A quantity of Kubernetes, such as `250m` or `1.5Gi`, in billionths; what is finer is rounded up, as Kubernetes does. */
export function quantityOf(value: unknown): bigint | undefined {
  const text = typeof value === 'number' ? plain(value) : value;
  if (typeof text !== 'string') return undefined;
  const match = QUANTITY.exec(text);
  const [, sign = '', whole = '', fraction = '', exponent, suffix = ''] = match ?? [];
  if (match === null || whole + fraction === '') return undefined;
  const unit = DECIMAL[suffix] ?? BINARY[suffix] ?? UNIT;
  const power = exponent === undefined ? 0 : Number(exponent.slice(1));
  const digits = BigInt(whole + fraction) * unit * (power > 0 ? 10n ** BigInt(power) : 1n);
  const divisor = 10n ** BigInt(fraction.length + (power < 0 ? -power : 0));
  const amount = (digits + divisor - 1n) / divisor;
  return sign === '-' ? -amount : amount;
}

function plain(value: number): string {
  return Number.isFinite(value) ? String(value).replace('e+', 'e') : '';
}

/** What can be read of a list of resources, such as `limits`. */
export function amountsOf(value: unknown): Amounts {
  return new Map(
    Object.entries(fields(value)).flatMap(([name, each]): [string, bigint][] => {
      const amount = quantityOf(each);
      return amount === undefined ? [] : [[name, amount]];
    }),
  );
}

/** Reads `requests` and `limits`; a limit without a request is the request too. */
export function requestsAndLimits(resources: Fields): {
  readonly requests: Amounts;
  readonly limits: Amounts;
} {
  const limits = amountsOf(resources.limits);
  return { requests: new Map([...limits, ...amountsOf(resources.requests)]), limits };
}

const IN_BYTES = /memory|storage|hugepages/;

/** An amount as people write it: `250m`, `1.5Gi`, `12`. */
export function amountText(resource: string, amount: bigint): string {
  if (IN_BYTES.test(resource)) return bytesText(amount);
  if (amount % UNIT === 0n) return String(amount / UNIT);
  return `${(amount + 999_999n) / 1_000_000n}m`;
}

function bytesText(amount: bigint): string {
  for (const suffix of ['Ti', 'Gi', 'Mi', 'Ki'] as const) {
    const unit = BINARY[suffix] ?? UNIT;
    if (amount < unit) continue;
    const hundredths = (amount * 100n + unit - 1n) / unit;
    return `${Number(hundredths) / 100}${suffix}`;
  }
  return String((amount + UNIT - 1n) / UNIT);
}

/** A whole number as an amount. */
export function amountOf(whole: number): bigint {
  return Number.isFinite(whole) ? BigInt(Math.ceil(whole)) * UNIT : 0n;
}
