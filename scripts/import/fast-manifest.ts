const FILTER =
  'return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});';
const MAP_START =
  /Object\.entries\((obj(?:\.\w+|\['[^']+'\])|i\[1\]|y)\)\.reduce\(\(r, i\) => \(i\[1\] === undefined\) \? r : \(\{ \.\.\.r, \[i\[0\]\]: /g;
const MAP_END = ' }), {})';

const HELPERS = `
function setFields(result: Record<string, any>): Record<string, any> {
  const set: Record<string, any> = {};
  for (const key in result) {
    const value = result[key];
    if (value !== undefined) set[key] = value;
  }
  return set;
}

function setEntries<T>(map: Record<string, T>, convert: (entry: [string, T]) => any): Record<string, any> {
  const set: Record<string, any> = {};
  for (const entry of Object.entries(map)) {
    if (entry[1] !== undefined) set[entry[0]] = convert(entry);
  }
  return set;
}
`;

/**
 * cdk8s's generated `toJson_X` functions copy the whole object for every field that they add, which makes them
 * quadratic in the fields. The same functions, undefined dropped as before, with one copy.
 * @throws Error when cdk8s-cli writes them in another way than the one known here
 */
export function withLinearCopies(source: string): string {
  const linear = source
    .replaceAll(FILTER, 'return setFields(result);')
    .replaceAll(MAP_START, 'setEntries($1, (i) => (')
    .replaceAll(MAP_END, '))')
    .replaceAll('export function toJson_', 'function toJson_');
  if (linear.includes('.reduce(')) {
    const line = linear.split('\n').find((candidate) => candidate.includes('.reduce('));
    throw new Error(`cdk8s-cli wrote a conversion that is not known here: ${line?.trim()}`);
  }
  return linear + HELPERS;
}
