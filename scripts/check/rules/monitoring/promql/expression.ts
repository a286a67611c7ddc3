import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';

/** `namespace="shop"`. */
export interface Matcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

/** A metric with what its series have to have. */
export interface Selector {
  readonly type: 'selector';
  /** Empty where only matchers say it. */
  readonly metric: string;
  readonly matchers: readonly Matcher[];
}

/** An expression of PromQL, without what its result does not depend on: parentheses, offsets, signs. */
export type Expression =
  | Selector
  | { readonly type: 'range'; readonly of: Expression; readonly window: number | undefined }
  | { readonly type: 'call'; readonly name: string; readonly given: readonly Expression[] }
  | {
      readonly type: 'aggregation';
      readonly operator: string;
      readonly given: readonly Expression[];
      readonly by: readonly string[] | undefined;
      readonly without: readonly string[] | undefined;
    }
  | {
      readonly type: 'operation';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
      readonly on: readonly string[] | undefined;
      readonly ignoring: readonly string[] | undefined;
      readonly many: 'left' | 'right' | undefined;
      readonly included: readonly string[];
      readonly isBool: boolean;
    }
  | { readonly type: 'number' }
  | { readonly type: 'text'; readonly text: string };

/** What a text is: an expression, or where it ceases to be one. */
export type Parsed =
  | { readonly expression: Expression; readonly mistake?: undefined }
  | { readonly expression?: undefined; readonly mistake: number };

const parsed = new Map<string, Parsed>();

/** Reads PromQL with the grammar of Prometheus' own user interface. */
export function parsePromql(text: string): Parsed {
  const known = parsed.get(text) ?? read(text);
  parsed.set(text, known);
  return known;
}

/** Longer ones nobody writes by hand, and the tree of one would be as deep as it is long. */
const LONGEST = 100_000;

function read(text: string): Parsed {
  if (text.length > LONGEST) return { mistake: LONGEST };
  const tree = parser.parse(text);
  let mistake: number | undefined;
  tree.iterate({
    enter: ({ type, from }) => {
      if (type.isError) mistake ??= from;
      return mistake === undefined;
    },
  });
  const top = tree.topNode.firstChild;
  if (mistake !== undefined || top === null) return { mistake: mistake ?? 0 };
  try {
    return { expression: expressionOf(nextMeant(top), text) };
  } catch (error) {
    // Thousands of nested parentheses.
    if (error instanceof RangeError) return { mistake: 0 };
    throw error;
  }
}

/** Comments stand between the nodes. */
function nextMeant(node: SyntaxNode): SyntaxNode {
  let found = node;
  while (found.name === 'LineComment' && found.nextSibling !== null) found = found.nextSibling;
  return found;
}

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== 'LineComment') children.push(child);
  }
  return children;
}

const NUMBER: Expression = { type: 'number' };

function expressionOf(node: SyntaxNode, text: string): Expression {
  const children = childrenOf(node);
  const [first] = children;
  const inner = (at: SyntaxNode | undefined) => (at === undefined ? NUMBER : expressionOf(at, text));
  switch (node.name) {
    case 'VectorSelector':
      return selectorOf(node, text);
    case 'MatrixSelector':
    case 'SubqueryExpr': {
      const window = children.find(({ name }) => name === 'DurationExpr');
      return { type: 'range', of: inner(first), window: secondsOf(textOf(window, text)) };
    }
    case 'FunctionCall': {
      const body = node.getChild('FunctionCallBody');
      const given = body === null ? [] : childrenOf(body).map(inner);
      return { type: 'call', name: textOf(first, text), given };
    }
    case 'AggregateExpr':
      return aggregationOf(node, text);
    case 'BinaryExpr':
      return operationOf(children, text);
    case 'StringLiteral':
      return { type: 'text', text: unquoted(textOf(node, text)) };
    case 'UnaryExpr':
      return inner(children.at(-1));
    case 'ParenExpr':
    case 'OffsetExpr':
    case 'StepInvariantExpr':
      return inner(first);
    default:
      return NUMBER;
  }
}

function selectorOf(node: SyntaxNode, text: string): Selector {
  let metric = textOf(node.getChild('Identifier') ?? undefined, text);
  const matchers: Matcher[] = [];
  const all = node.getChild('LabelMatchers');
  for (const matcher of all === null ? [] : childrenOf(all)) {
    const [label, operator, value] = childrenOf(matcher);
    if (matcher.name === 'QuotedLabelName') metric ||= unquoted(textOf(matcher, text));
    const found = textOf(operator, text);
    if (found !== '=' && found !== '!=' && found !== '=~' && found !== '!~') continue;
    const own = { label: unquoted(textOf(label, text)), value: unquoted(textOf(value, text)) };
    if (own.label === '__name__' && found === '=') metric ||= own.value;
    else matchers.push({ ...own, operator: found });
  }
  return { type: 'selector', metric, matchers };
}

function aggregationOf(node: SyntaxNode, text: string): Expression {
  const body = node.getChild('FunctionCallBody');
  const modifier = node.getChild('AggregateModifier');
  const labels = modifier === null ? undefined : labelsOf(modifier.getChild('GroupingLabels'), text);
  return {
    type: 'aggregation',
    operator: textOf(node.getChild('AggregateOp') ?? undefined, text),
    given: body === null ? [] : childrenOf(body).map((child) => expressionOf(child, text)),
    by: modifier?.getChild('By') ? labels : undefined,
    without: modifier?.getChild('Without') ? labels : undefined,
  };
}

function operationOf(children: readonly SyntaxNode[], text: string): Expression {
  const [left] = children;
  const right = children.at(-1);
  const operator = children.slice(1, -1).find(({ name }) => !/Modifier/.test(name));
  const matching = children.find(({ name }) => name === 'MatchingModifierClause');
  const lists = matching?.getChildren('GroupingLabels').map((list) => labelsOf(list, text)) ?? [];
  const many = matching?.getChild('GroupLeft')
    ? 'left'
    : matching?.getChild('GroupRight')
      ? 'right'
      : undefined;
  return {
    type: 'operation',
    operator: textOf(operator, text).toLowerCase(),
    left: left === undefined ? NUMBER : expressionOf(left, text),
    right: right === undefined ? NUMBER : expressionOf(right, text),
    on: matching?.getChild('On') ? (lists[0] ?? []) : undefined,
    ignoring: matching?.getChild('Ignoring') ? (lists[0] ?? []) : undefined,
    many,
    included: lists[1] ?? [],
    isBool: children.some(({ name }) => name === 'BoolModifier'),
  };
}

function labelsOf(list: SyntaxNode | null, text: string): readonly string[] {
  return list === null ? [] : childrenOf(list).map((label) => unquoted(textOf(label, text)));
}

function textOf(node: SyntaxNode | undefined, text: string): string {
  return node === undefined ? '' : text.slice(node.from, node.to);
}

function unquoted(text: string): string {
  const quote = text[0];
  if (quote === '`') return text.slice(1, -1);
  if (quote !== '"' && quote !== "'") return text;
  return text.slice(1, -1).replace(/\\(["'\\])/g, '$1');
}

const UNITS: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  y: 31_536_000,
};

/** Seconds of a duration such as `1h30m`; undefined where it is none. */
export function secondsOf(duration: unknown): number | undefined {
  if (typeof duration !== 'string' || !/^(?:\d+(?:ms|[smhdwy]))+$/.test(duration)) {
    return duration === '0' ? 0 : undefined;
  }
  let seconds = 0;
  for (const [, amount = '', unit = ''] of duration.matchAll(/(\d+)(ms|[smhdwy])/g)) {
    seconds += Number(amount) * (UNITS[unit] ?? 0);
  }
  return seconds;
}

/** A part of an expression, and what it stands in. */
export interface Part {
  readonly part: Expression;
  readonly within: Expression | undefined;
}

const taken = new WeakMap<Expression, readonly Part[]>();

/** Every part of an expression, itself among them. */
export function partsOf(expression: Expression): readonly Part[] {
  let parts = taken.get(expression);
  if (parts === undefined) {
    const found: Part[] = [];
    addParts(expression, undefined, found);
    parts = found;
    taken.set(expression, parts);
  }
  return parts;
}

function addParts(part: Expression, within: Expression | undefined, found: Part[]): void {
  found.push({ part, within });
  for (const inner of insideOf(part)) addParts(inner, part, found);
}

function insideOf(expression: Expression): readonly Expression[] {
  if (expression.type === 'range') return [expression.of];
  if (expression.type === 'operation') return [expression.left, expression.right];
  return expression.type === 'call' || expression.type === 'aggregation' ? expression.given : [];
}
