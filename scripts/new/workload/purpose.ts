/** What is wrong with the sentence that stands above a declaration. */
export function purposeMistakes(purpose: string): readonly string[] {
  return /[\r\n]|\*\//.test(purpose) ? ['--purpose: expected one line, without */.'] : [];
}

/** With a full stop at its end. */
export function sentence(purpose: string): string {
  const text = purpose.trim();
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
