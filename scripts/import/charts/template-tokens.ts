/** A piece of an action `{{ … }}`, as Go's text/template reads it. */
export interface Token {
  readonly kind: 'field' | 'variable' | 'name' | 'text' | 'number' | 'sign';
  /** A field without its dot, a variable with its dollar, a text without its quotes. */
  readonly value: string;
  /** Whether nothing stands between it and the token before, as in `$x.field` and `(list).field`. */
  readonly attached: boolean;
}

const TOKENS = [
  ['space', /\s+/y],
  ['text', /"(?:[^"\\]|\\.)*"|`[^`]*`|'(?:[^'\\]|\\.)*'/y],
  ['field', /\.[A-Za-z_]\w*/y],
  ['variable', /\$\w*/y],
  ['number', /[-+]?\d[\w.]*/y],
  ['name', /[A-Za-z_]\w*/y],
  ['sign', /:=|[=|(),.]/y],
] as const;

/**
 * The actions of a template, each as its tokens; what stands between them is only printed, and left out.
 *
 * @throws Error for a template that Go would not read either
 */
export function actionsOf(template: string): Token[][] {
  const actions: Token[][] = [];
  for (let at = template.indexOf('{{'); at >= 0; at = template.indexOf('{{', at)) {
    const comment = /\{\{(?:-\s)?\s*\/\*[\s\S]*?\*\/\s*(?:\s-)?\}\}/y;
    comment.lastIndex = at;
    if (comment.test(template)) {
      at = comment.lastIndex;
      continue;
    }
    const { tokens, end } = tokensFrom(template, at + 2);
    actions.push(tokens);
    at = end;
  }
  return actions;
}

function tokensFrom(template: string, start: number): { tokens: Token[]; end: number } {
  const tokens: Token[] = [];
  let at = /^-\s/.test(template.slice(start, start + 2)) ? start + 1 : start;
  let attached = false;
  while (true) {
    const close = /\s*(?:\s-)?\}\}/y;
    close.lastIndex = at;
    if (close.test(template)) return { tokens, end: close.lastIndex };
    const found = tokenAt(template, at);
    if (found === undefined) {
      throw new Error(`not a template: ${JSON.stringify(template.slice(at, at + 40))}`);
    }
    at += found.text.length;
    if (found.kind !== 'space') tokens.push({ kind: found.kind, value: plain(found), attached });
    attached = found.kind !== 'space';
  }
}

function tokenAt(template: string, at: number) {
  for (const [kind, pattern] of TOKENS) {
    pattern.lastIndex = at;
    const text = pattern.exec(template)?.[0];
    if (text !== undefined) return { kind, text };
  }
  return undefined;
}

function plain({ kind, text }: { kind: string; text: string }): string {
  if (kind === 'field') return text.slice(1);
  return kind === 'text' ? text.slice(1, -1) : text;
}
