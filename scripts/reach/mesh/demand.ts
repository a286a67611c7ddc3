import { fits } from './pattern.ts';

/** One thing that a request has to be. */
export interface Demand {
  readonly text: string;
  /** What of the request it is about; undefined where nothing else can be compared with it. */
  readonly on?: {
    readonly field: string;
    /** As Istio compares texts: exact, `abc*`, `*abc`, `*`. */
    readonly values: readonly string[];
    /** None of the values, in place of one of them. */
    readonly isOther: boolean;
  };
}

/** Fields that every request has, once. */
const OF_EVERY_REQUEST = ['host', 'method', 'path'];

export function oneOf(field: string, values: readonly string[]): Demand {
  return { text: `${field} ${listed(values)}`, on: { field, values, isOther: false } };
}

export function noneOf(field: string, values: readonly string[]): Demand {
  return { text: `${field} other than ${listed(values)}`, on: { field, values, isOther: true } };
}

/** Whether every request has one of the values. */
export function isAny(field: string, values: readonly string[]): boolean {
  if (!OF_EVERY_REQUEST.includes(field)) return false;
  return values.some((value) => value === '*' || (field === 'path' && /^\/(?:\*|\{\*\*\})$/.test(value)));
}

/** Whether each request of which the first is true is one of which the second is. */
export function implies({ text, on: own }: Demand, { text: otherText, on: other }: Demand): boolean {
  if (text === otherText) return true;
  if (own === undefined || other === undefined || own.field !== other.field) return false;
  const { field } = own;
  const isIn = (value: string, values: readonly string[]) =>
    values.some((each) => isWithin(field, value, each));
  if (!own.isOther && !other.isOther) return own.values.every((value) => isIn(value, other.values));
  if (own.isOther && other.isOther) return other.values.every((value) => isIn(value, own.values));
  if (own.isOther) return false;
  return own.values.every((value) => other.values.every((each) => isApart(field, value, each)));
}

/** Whether one pattern has no text that the other has not. */
export function isWithin(field: string, inner: string, outer: string): boolean {
  const [one, other] = [normal(field, inner), normal(field, outer)];
  if (one === other || isAny(field, [other])) return true;
  if (isTemplate(other)) return false;
  const [start, end] = [other.endsWith('*'), other.startsWith('*')];
  // What ends in a star begins with its text only, and what begins with one ends with it only.
  if (one.endsWith('*'))
    return other === '*' || (start && !end && one.slice(0, -1).startsWith(other.slice(0, -1)));
  if (one.startsWith('*')) return other === '*' || (end && one.slice(1).endsWith(other.slice(1)));
  return fits(one, other);
}

/** Whether nothing is in both of the patterns; false where it cannot be told. */
function isApart(field: string, one: string, other: string): boolean {
  // A claim may be a list, of which one item is this and another is that.
  if (!OF_EVERY_REQUEST.includes(field)) return false;
  const [own, their] = [normal(field, one), normal(field, other)];
  if (isTemplate(own) || isTemplate(their) || isAny(field, [own, their])) return false;
  if (!own.includes('*')) return !fits(own, their);
  if (!their.includes('*')) return !fits(their, own);
  const [prefix, theirPrefix] = [own.slice(0, -1), their.slice(0, -1)];
  if (own.endsWith('*') && their.endsWith('*'))
    return !prefix.startsWith(theirPrefix) && !theirPrefix.startsWith(prefix);
  const [suffix, theirSuffix] = [own.slice(1), their.slice(1)];
  if (own.startsWith('*') && their.startsWith('*'))
    return !suffix.endsWith(theirSuffix) && !theirSuffix.endsWith(suffix);
  return false;
}

/** Names of hosts have no case. */
function normal(field: string, value: string): string {
  return field === 'host' ? value.toLowerCase() : value;
}

/** `/a/{*}/b`: a path with parts that may be anything. */
function isTemplate(value: string): boolean {
  return value.includes('{');
}

export function listed(values: readonly string[]): string {
  return values.length > 1 ? `${values.slice(0, -1).join(', ')} or ${values.at(-1)}` : (values[0] ?? '');
}
