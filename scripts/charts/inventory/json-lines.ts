/** A line is broken where it would be longer. */
const WIDTH = 120;

/**
 * JSON with one fact a line: what is short stands on one, and only what would not fit is broken up, so that a changed fact
 * is one line of a diff, and a file is not mostly brackets.
 */
export function jsonLines(value: unknown, indent = '', lead = ''): string {
  const short = onOneLine(value);
  if (indent.length + lead.length + short.length <= WIDTH || !isNested(value)) return short;
  const inner = `${indent} `;
  if (Array.isArray(value)) {
    return `[\n${value.map((item) => `${inner}${jsonLines(item, inner)}`).join(',\n')}\n${indent}]`;
  }
  const fields = Object.entries(value).map(([name, item]) => {
    const key = `${JSON.stringify(name)}: `;
    return `${inner}${key}${jsonLines(item, inner, key)}`;
  });
  return `{\n${fields.join(',\n')}\n${indent}}`;
}

function onOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  if (!isNested(value)) return JSON.stringify(value);
  const fields = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${onOneLine(item)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
