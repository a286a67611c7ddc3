import type { CallSite } from './call-site.ts';
import type { FieldMistake } from './mistakes.ts';

/** What declares something, in the order in which they contain each other. */
type Kind = 'component' | 'product' | 'service' | 'worker' | 'job';

/** Something that was declared, right or wrong. */
export interface Declared {
  readonly kind: Kind;
  /** Undefined where that is what is wrong. */
  readonly name: string | undefined;
  readonly callSite: CallSite;
  readonly mistakes: readonly FieldMistake[];
}

const declarations = new Map<object, Declared>();

/**
 * Remembers a declaration with its mistakes. Nothing is thrown when something is declared: that happens while files are
 * imported, so the first mistake would hide those of every other file.
 */
export function remember<Value extends object>(value: Value, declared: Declared): Value {
  declarations.set(value, declared);
  return value;
}

/** What is known about a declaration; undefined for a copy, such as a spread makes. */
export function declaredAs(value: unknown): Declared | undefined {
  return typeof value === 'object' && value !== null ? declarations.get(value) : undefined;
}

/** Everything that was declared in this process, listed or not. */
export function allDeclared(): readonly Declared[] {
  return [...declarations.values()];
}

/** The mistakes of a declaration as a report prints them: file and line, field, what was found, what to write. */
export function reportOf({ kind, name, callSite, mistakes }: Declared): readonly string[] {
  const place = mistakes.length === 0 ? '' : callSite();
  return mistakes.map(({ field, message }) =>
    [
      place,
      [kind, ...(name === undefined ? [] : [name])].join(' '),
      ...(field === '' ? [] : [field]),
      message,
    ].join(': '),
  );
}
