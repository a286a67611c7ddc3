import { KnownValue } from './known-value.ts';
import { meaningOf, shows } from './template-functions.ts';
import type { Body, Expression, Statement, Template } from './template-tree.ts';
import type { ValuePath } from './value-path.ts';

/** Names and what is known of them, in a block and in those around it. */
class Scope {
  readonly #own = new Map<string, KnownValue>();
  readonly dot: KnownValue;
  readonly #around: Scope | undefined;

  constructor(dot: KnownValue, around?: Scope) {
    this.dot = dot;
    this.#around = around;
  }

  get(name: string): KnownValue {
    return this.#own.get(name) ?? this.#around?.get(name) ?? new KnownValue();
  }

  declare(name: string, value: KnownValue): void {
    this.#own.set(name, value);
  }

  /** It may keep what it was, as an assignment often stands in a condition. */
  assign(name: string, value: KnownValue): void {
    const known = this.#own.get(name);
    if (known === undefined && this.#around !== undefined) this.#around.assign(name, value);
    else this.#own.set(name, KnownValue.either(known, value));
  }
}

/**
 * Notes in `values` what the templates of a chart read of its values. Every branch is taken, and nothing is rendered.
 *
 * @param shown functions by which this chart only shows people what it was told
 */
export function noteReads(
  templates: readonly Template[],
  values: ValuePath,
  shown: ReadonlySet<string> = new Set(),
): void {
  const defines = new Map(templates.flatMap((template) => [...template.defines]));
  const seen = new Set<string>();

  function run(body: Body, scope: Scope): void {
    for (const statement of body) step(statement, scope);
  }

  function step(statement: Statement, scope: Scope): void {
    const value = evaluate(statement.value, scope);
    switch (statement.does) {
      case 'print':
        value.usePlain();
        return;
      case 'declare':
        scope.declare(statement.variable, value);
        return;
      case 'assign':
        scope.assign(statement.variable, value);
        return;
      case 'range':
        value.useEach();
        each(statement, value, scope);
        return;
      default: {
        if (statement.does === 'if') for (const path of value.paths) path.plain = true;
        const inner = new Scope(statement.does === 'with' ? value : scope.dot, scope);
        const [variable] = statement.variables;
        if (variable !== undefined) inner.declare(variable, value);
        run(statement.body, inner);
        run(statement.otherwise, new Scope(scope.dot, scope));
      }
    }
  }

  function each(
    statement: Extract<Statement, { does: 'if' | 'with' | 'range' }>,
    value: KnownValue,
    scope: Scope,
  ) {
    const item = value.item();
    const inner = new Scope(item, scope);
    const [first, second] = statement.variables;
    if (second !== undefined) inner.declare(second, item);
    if (first !== undefined) {
      inner.declare(first, second === undefined ? item : KnownValue.text(...value.fields.keys()));
    }
    run(statement.body, inner);
    run(statement.otherwise, new Scope(scope.dot, scope));
  }

  function evaluate(expression: Expression, scope: Scope): KnownValue {
    switch (expression.is) {
      case 'dot':
        return scope.dot;
      case 'variable':
        return scope.get(expression.name);
      case 'text':
        return KnownValue.text(expression.text);
      case 'field':
        return evaluate(expression.of, scope).field(expression.name, values);
      case 'call': {
        const given = expression.given.map((argument) => evaluate(argument, scope));
        if (expression.name === 'include') return include(given);
        const meaning = shown.has(expression.name) ? shows : meaningOf(expression.name);
        return meaning(given, values);
      }
      default:
        return new KnownValue();
    }
  }

  /** Once for each thing that it is given. */
  function include([name, dot = new KnownValue()]: readonly KnownValue[]): KnownValue {
    for (const called of name?.texts ?? []) {
      const key = `${called} ${dot.key()}`;
      if (seen.has(key)) continue;
      seen.add(key);
      run(defines.get(called) ?? [], rootScope(dot));
    }
    return new KnownValue();
  }

  const root = new KnownValue();
  root.isRoot = true;
  for (const { body } of templates) run(body, rootScope(root));
}

function rootScope(dot: KnownValue): Scope {
  const scope = new Scope(dot);
  scope.declare('$', dot);
  return scope;
}
