import { canonicalText, isMapping } from '../compare/value.ts';

const PATH = /^(self|oldSelf)((?:\.\w+)*)$/;
const COMPARISON = /^(.+?)\s*(==|!=|>=|<=|>|<)\s*(.+)$/;

/**
 * Whether a rule in CEL holds, for the forms in which rules about `oldSelf` are written: fields, literals and sizes that are
 * compared, `has()`, and these joined by `&&`, `||` and `!`.
 *
 * @returns undefined for any other rule, of which nobody here knows
 */
export function evaluate(rule: string, self: unknown, oldSelf: unknown): boolean | undefined {
  const text = withoutParentheses(rule.replaceAll(/\s+/g, ' ').trim());
  const either = split(text, '||');
  if (either.length > 1)
    return joined(
      either.map((part) => evaluate(part, self, oldSelf)),
      true,
    );
  const all = split(text, '&&');
  if (all.length > 1)
    return joined(
      all.map((part) => evaluate(part, self, oldSelf)),
      false,
    );
  if (text.startsWith('!') && !text.startsWith('!=')) {
    const inner = evaluate(text.slice(1), self, oldSelf);
    return inner === undefined ? undefined : !inner;
  }
  const [, present] = /^has\(([^()]+)\)$/.exec(text) ?? [];
  if (present !== undefined) {
    const found = operandOf(present, self, oldSelf);
    return found === undefined ? undefined : found.value !== undefined;
  }
  const [, left = '', operator = '', right = ''] = COMPARISON.exec(text) ?? [];
  const [one, other] = [operandOf(left, self, oldSelf), operandOf(right, self, oldSelf)];
  if (one === undefined || other === undefined) return undefined;
  return compared(one.value, operator, other.value);
}

/** An answer that decides counts whatever the others are. */
function joined(parts: readonly (boolean | undefined)[], deciding: boolean): boolean | undefined {
  if (parts.includes(deciding)) return deciding;
  return parts.includes(undefined) ? undefined : !deciding;
}

function compared(one: unknown, operator: string, other: unknown): boolean | undefined {
  const isEqual = canonicalText(one ?? null) === canonicalText(other ?? null);
  if (operator === '==') return isEqual;
  if (operator === '!=') return !isEqual;
  if (typeof one !== 'number' || typeof other !== 'number') return undefined;
  if (operator === '>=') return one >= other;
  if (operator === '<=') return one <= other;
  return operator === '>' ? one > other : one < other;
}

/** Undefined for what is neither a field, nor a literal, nor the size of a field. */
function operandOf(text: string, self: unknown, oldSelf: unknown): { readonly value: unknown } | undefined {
  const trimmed = text.trim();
  const [, sized] = /^size\(([^()]+)\)$/.exec(trimmed) ?? /^(.+)\.size\(\)$/.exec(trimmed) ?? [];
  if (sized !== undefined) {
    const inner = operandOf(sized, self, oldSelf)?.value;
    if (typeof inner === 'string' || Array.isArray(inner)) return { value: inner.length };
    return isMapping(inner) ? { value: Object.keys(inner).length } : undefined;
  }
  const [, root, path = ''] = PATH.exec(trimmed) ?? [];
  if (root !== undefined) {
    const steps = path.split('.').filter((step) => step !== '');
    const start = root === 'self' ? self : oldSelf;
    return {
      value: steps.reduce<unknown>((found, step) => (isMapping(found) ? found[step] : undefined), start),
    };
  }
  const [, , quoted] = /^(['"])(.*)\1$/.exec(trimmed) ?? [];
  if (quoted !== undefined) return { value: quoted };
  if (/^-?\d+(?:\.\d+)?$/.test(trimmed)) return { value: Number(trimmed) };
  if (trimmed === 'true' || trimmed === 'false') return { value: trimmed === 'true' };
  return trimmed === 'null' ? { value: null } : undefined;
}

/** The parts of a text between an operator that stands in no parentheses. */
function split(text: string, operator: string): readonly string[] {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '(') depth++;
    if (text[index] === ')') depth--;
    if (depth === 0 && text.startsWith(operator, index)) {
      parts.push(text.slice(start, index).trim());
      start = index + operator.length;
    }
  }
  return [...parts, text.slice(start).trim()];
}

function withoutParentheses(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  const [inner = ''] = [text.slice(1, -1)];
  let depth = 0;
  for (const character of inner) {
    if (character === '(') depth++;
    if (character === ')' && --depth < 0) return text;
  }
  return withoutParentheses(inner.trim());
}
