import { RE2JS } from 're2js';

const compiled = new Map<string, ((value: string) => boolean) | undefined>();

/** What JavaScript reads as RE2 does: no flags, no classes by name, no ends of text, no groups but plain ones. */
const READ_ALIKE = /\\[AzpPQEC]|\[\[:|\(\?(?!:)|\{,|\\x\{/;

/** Whether a text has what a regular expression of Go describes; nothing where the expression is none. */
export function goPattern(pattern: string): ((value: string) => boolean) | undefined {
  if (compiled.has(pattern)) return compiled.get(pattern);
  const made = compile(pattern);
  compiled.set(pattern, made);
  return made;
}

/** What is wrong with a regular expression, as Go would say it; nothing where it is one. */
export function goPatternMistake(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : 'it is none';
  }
}

function compile(pattern: string): ((value: string) => boolean) | undefined {
  try {
    const exact = RE2JS.compile(pattern);
    if (!READ_ALIKE.test(pattern)) {
      const native = new RegExp(pattern, 'v');
      return (value) => native.test(value);
    }
    return (value) => exact.matcher(value).find();
  } catch {
    try {
      const exact = RE2JS.compile(pattern);
      return (value) => exact.matcher(value).find();
    } catch {
      return undefined;
    }
  }
}
