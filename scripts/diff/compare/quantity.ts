const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

const FORM = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)|[eE]([+-]?\d+))?$/;

/** An amount as Kubernetes reads it, such as `500m` or `1Gi`; undefined for what is none. */
export function quantityOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  const [match, digits, unit = '', exponent] = FORM.exec(value.trim()) ?? [];
  if (match === undefined || digits === undefined) return undefined;
  if (exponent !== undefined) return Number(digits) * 10 ** Number(exponent);
  return Number(digits) * (UNITS[unit] ?? 1);
}

/** Whether two amounts are the same; `0.1` and `100m` differ in the last bit of a number. */
export function isSameAmount(one: number, other: number): boolean {
  return Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other));
}

/** For people: CPU in cores. */
export function coresText(cores: number): string {
  if (cores === 0) return '0 CPU';
  return Math.abs(cores) < 10 ? `${Math.round(cores * 1000)}m CPU` : `${round(cores)} CPU`;
}

/** For people: bytes. */
export function bytesText(bytes: number): string {
  const unit = Math.abs(bytes) >= 2 ** 40 ? 'Ti' : Math.abs(bytes) >= 2 ** 30 ? 'Gi' : 'Mi';
  return `${round(bytes / (UNITS[unit] ?? 1))}${unit}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
