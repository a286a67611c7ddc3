const LONGEST = 80;

/** How a report shows a value that it refuses: short, on one line, text in quotes so that "12" and 12 differ. */
export function foundValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'nothing (null)';
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object') {
    const keys = Object.keys(value).join(', ');
    return keys === '' ? 'an empty map' : `a map with the keys ${shortened(keys)}`;
  }
  return shortened(typeof value === 'string' ? JSON.stringify(value) : String(value));
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
