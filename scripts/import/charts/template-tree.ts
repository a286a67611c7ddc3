import { actionsOf, type Token } from './template-tokens.ts';

/** What an action computes. */
export type Expression =
  | { readonly is: 'dot' }
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'plain' }
  | { readonly is: 'variable'; readonly name: string }
  | { readonly is: 'field'; readonly of: Expression; readonly name: string }
  | { readonly is: 'call'; readonly name: string; readonly given: readonly Expression[] };

/** The statements of a template, of which text has none. */
export type Statement =
  | { readonly does: 'print'; readonly value: Expression }
  | { readonly does: 'declare' | 'assign'; readonly variable: string; readonly value: Expression }
  | {
      readonly does: 'if' | 'with' | 'range';
      readonly value: Expression;
      readonly variables: readonly string[];
      readonly body: readonly Statement[];
      readonly otherwise: readonly Statement[];
    };

export type Body = readonly Statement[];

/** A file of templates: its own statements, and the templates that it defines. */
export interface Template {
  readonly body: Body;
  readonly defines: ReadonlyMap<string, Body>;
}

/** @throws Error for a template that Go would not read either */
export function parseTemplate(text: string): Template {
  const actions = actionsOf(text);
  const defines = new Map<string, Body>();
  let at = 0;
  const block = (): { body: Statement[]; end: readonly Token[] } => {
    const body: Statement[] = [];
    while (at < actions.length) {
      const action = actions[at++] ?? [];
      const [first, second] = action;
      const word = first?.kind === 'name' ? first.value : '';
      if (word === 'end' || word === 'else') return { body, end: action };
      if (word === 'define') defines.set(second?.value ?? '', block().body);
      else if (word === 'block') {
        const name = second?.value ?? '';
        defines.set(name, block().body);
        body.push({ does: 'print', value: include(name, action.slice(2)) });
      } else if (word === 'template') {
        body.push({ does: 'print', value: include(second?.value ?? '', action.slice(2)) });
      } else if (word === 'if' || word === 'with' || word === 'range')
        body.push(branch(word, action.slice(1)));
      else if (first !== undefined && word !== 'break' && word !== 'continue') body.push(plainAction(action));
    }
    return { body, end: [] };
  };
  const branch = (does: 'if' | 'with' | 'range', head: readonly Token[]): Statement => {
    const { variables, value } = assigned(head);
    const { body, end } = block();
    const word = end[1]?.value;
    let otherwise: Statement[] = [];
    if (end[0]?.value === 'else') {
      otherwise = word === 'if' || word === 'with' ? [branch(word, end.slice(2))] : block().body;
    }
    return { does, variables, value, body, otherwise };
  };
  const { body } = block();
  return { body, defines };
}

function plainAction(action: readonly Token[]): Statement {
  const { variables, value } = assigned(action);
  const [variable] = variables;
  if (variable === undefined) return { does: 'print', value };
  return { does: isSign(action[1], ':=') ? 'declare' : 'assign', variable, value };
}

function include(name: string, argument: readonly Token[]): Expression {
  const given = argument.length > 0 ? pipeline(argument) : ({ is: 'plain' } as const);
  return { is: 'call', name: 'include', given: [{ is: 'text', text: name }, given] };
}

/** `$key, $value := pipeline`, or only a pipeline. */
function assigned(tokens: readonly Token[]): { variables: string[]; value: Expression } {
  const sign = tokens.findIndex(({ kind, value }) => kind === 'sign' && (value === ':=' || value === '='));
  const variables = tokens.slice(0, Math.max(sign, 0)).filter(({ kind }) => kind === 'variable');
  return { variables: variables.map(({ value }) => value), value: pipeline(tokens.slice(sign + 1)) };
}

function pipeline(tokens: readonly Token[]): Expression {
  let rest = tokens;
  let value: Expression | undefined;
  while (rest.length > 0 || value === undefined) {
    const words: Expression[] = [];
    let called: string | undefined;
    while (rest.length > 0 && !isSign(rest[0], '|')) {
      const first = rest[0];
      if (
        words.length === 0 &&
        called === undefined &&
        first?.kind === 'name' &&
        !CONSTANTS.has(first.value)
      ) {
        called = first.value;
        rest = rest.slice(1);
      } else {
        const [word, after] = operand(rest);
        words.push(word);
        rest = after;
      }
    }
    if (value !== undefined) words.push(value);
    const [only] = words;
    value =
      called === undefined && words.length === 1 && only !== undefined
        ? only
        : { is: 'call', name: called ?? 'method', given: words };
    if (rest.length === 0) break;
    rest = rest.slice(1);
  }
  return value;
}

const CONSTANTS = new Set(['true', 'false', 'nil']);

function operand(tokens: readonly Token[]): [Expression, readonly Token[]] {
  const [first] = tokens;
  let rest = tokens.slice(1);
  let value: Expression = { is: 'plain' };
  if (first?.kind === 'field') value = { is: 'field', of: { is: 'dot' }, name: first.value };
  else if (first?.kind === 'variable') value = { is: 'variable', name: first.value };
  else if (first?.kind === 'text' || first?.kind === 'number') value = { is: 'text', text: first.value };
  else if (isSign(first, '.')) value = { is: 'dot' };
  else if (first?.kind === 'name') value = CONSTANTS.has(first.value) ? value : call(first.value);
  else if (isSign(first, '(')) {
    const end = closing(rest);
    value = pipeline(rest.slice(0, end));
    rest = rest.slice(end + 1);
  }
  while (rest[0]?.kind === 'field' && rest[0].attached) {
    value = { is: 'field', of: value, name: rest[0].value };
    rest = rest.slice(1);
  }
  return [value, rest];
}

function call(name: string): Expression {
  return { is: 'call', name, given: [] };
}

function closing(tokens: readonly Token[]): number {
  let open = 1;
  const end = tokens.findIndex((token) => {
    if (isSign(token, '(')) open += 1;
    if (isSign(token, ')')) open -= 1;
    return open === 0;
  });
  return end < 0 ? tokens.length : end;
}

function isSign(token: Token | undefined, value: string): boolean {
  return token?.kind === 'sign' && token.value === value;
}
