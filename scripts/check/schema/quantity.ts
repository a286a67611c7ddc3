const QUANTITY = /^([+-]?)(\d+\.?\d*|\.\d+)((?:[KMGTPE]i)|[numkMGTPE]|[eE][+-]?\d+)?$/;

const POWERS: Readonly<Record<string, readonly [base: number, exponent: number]>> = {
  n: [10, -9],
  u: [10, -6],
  m: [10, -3],
  k: [10, 3],
  M: [10, 6],
  G: [10, 9],
  T: [10, 12],
  P: [10, 15],
  E: [10, 18],
  Ki: [2, 10],
  Mi: [2, 20],
  Gi: [2, 30],
  Ti: [2, 40],
  Pi: [2, 50],
  Ei: [2, 60],
};

export function isQuantity(value: unknown): value is string | number {
  return typeof value === 'number'
    ? Number.isFinite(value)
    : typeof value === 'string' && QUANTITY.test(value);
}

/** The amount of a quantity; nothing where it is none. */
export function quantity(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  const match = typeof value === 'string' ? QUANTITY.exec(value) : null;
  if (!match) return undefined;
  const [, sign, digits = '0', suffix] = match;
  const amount = Number(`${sign}${digits}`);
  if (suffix === undefined) return amount;
  const power = POWERS[suffix];
  // Division keeps thousandths exact where multiplication would not.
  if (power) return power[1] < 0 ? amount / power[0] ** -power[1] : amount * power[0] ** power[1];
  return Number(`${sign}${digits}e${suffix.slice(1)}`);
}
