import type { Matcher } from './expression.ts';

const compiled = new Map<string, RegExp | undefined>();

/** A pattern as Prometheus takes it: it has to fit from the first letter to the last. Undefined where this cannot read it. */
export function patternOf(text: string): RegExp | undefined {
  if (compiled.has(text)) return compiled.get(text);
  let pattern: RegExp | undefined;
  try {
    // Flags at the start are RE2's own form.
    const [, flags = '', rest = text] = /^\(\?([is]+)\)(.*)$/s.exec(text) ?? [];
    pattern = text.length > 5000 ? undefined : new RegExp(`^(?:${rest})$`, flags.includes('i') ? 'is' : 's');
  } catch {
    pattern = undefined;
  }
  compiled.set(text, pattern);
  return pattern;
}

/** What a matcher asks for: each of the values that stand beside each other in a pattern, by itself. */
export function wantedOf({ operator, value }: Matcher): readonly string[] {
  if (operator === '=') return [value];
  return operator === '=~' ? alternativesOf(value) : [];
}

/** `a|b(c|d)` → `a`, `b(c|d)`. */
export function alternativesOf(pattern: string): readonly string[] {
  const found: string[] = [];
  let [depth, start, isClass] = [0, 0, false];
  const whole = /^\((?:\?:)?([^()]*)\)$/.exec(pattern)?.[1] ?? pattern;
  for (let at = 0; at < whole.length; at++) {
    const letter = whole[at];
    if (letter === '\\') at++;
    else if (letter === '[') isClass = true;
    else if (letter === ']') isClass = false;
    else if (isClass) continue;
    else if (letter === '(') depth++;
    else if (letter === ')') depth--;
    else if (letter === '|' && depth === 0) {
      found.push(whole.slice(start, at));
      start = at + 1;
    }
  }
  return [...found, whole.slice(start)];
}

/** Whether a text asks for one value, and not for many. */
export function isLiteral(text: string): boolean {
  return /^[\w.:/@-]*$/.test(text.replace(/\\\./g, '.'));
}

/** Whether a matcher, or one of its alternatives, lets one of the values through. */
export function fits(operator: Matcher['operator'], wanted: string, values: Iterable<string>): boolean {
  if (operator === '=') {
    if (values instanceof Set) return values.has(wanted);
    for (const value of values) if (value === wanted) return true;
    return false;
  }
  const pattern = patternOf(wanted);
  if (pattern === undefined) return true;
  for (const value of values) if (pattern.test(value)) return true;
  return false;
}
