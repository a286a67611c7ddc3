import type { Expression, Selector } from './expression.ts';

/** Labels that series may have: only some, or all but some. */
export interface LabelSet {
  readonly isOpen: boolean;
  readonly names: ReadonlySet<string>;
}

export function mayHave({ isOpen, names }: LabelSet, label: string): boolean {
  return names.has(label) !== isOpen;
}

export const ANY: LabelSet = { isOpen: true, names: new Set() };
const NONE: LabelSet = { isOpen: false, names: new Set() };

export function only(...names: readonly string[]): LabelSet {
  return { isOpen: false, names: new Set(names) };
}

function kept(set: LabelSet, labels: readonly string[]): LabelSet {
  return only(...labels.filter((label) => mayHave(set, label)));
}

function without({ isOpen, names }: LabelSet, labels: readonly string[]): LabelSet {
  return {
    isOpen,
    names: isOpen
      ? new Set([...names, ...labels])
      : new Set([...names].filter((name) => !labels.includes(name))),
  };
}

export function withLabels({ isOpen, names }: LabelSet, labels: readonly string[]): LabelSet {
  return {
    isOpen,
    names: isOpen
      ? new Set([...names].filter((name) => !labels.includes(name)))
      : new Set([...names, ...labels]),
  };
}

export function either(one: LabelSet, other: LabelSet): LabelSet {
  if (!one.isOpen && !other.isOpen) return only(...one.names, ...other.names);
  if (one.isOpen && other.isOpen) {
    return { isOpen: true, names: new Set([...one.names].filter((name) => other.names.has(name))) };
  }
  const [open, closed] = one.isOpen ? [one, other] : [other, one];
  return withLabels(open, [...closed.names]);
}

/** Aggregations that pick series and leave them as they are. */
const PICKING = new Set(['topk', 'bottomk', 'limitk', 'limit_ratio']);
const SET_OPERATORS = new Set(['and', 'or', 'unless']);

/**
 * The labels that the result of an expression may have, as Prometheus' engine computes them.
 *
 * @param known those of expressions that have been asked for
 */
export function resultLabels(
  expression: Expression,
  ofSeries: (selector: Selector) => LabelSet,
  known: WeakMap<Expression, LabelSet>,
): LabelSet {
  const found = known.get(expression);
  if (found !== undefined) return found;
  const inner = (one: Expression | undefined): LabelSet =>
    one === undefined ? NONE : resultLabels(one, ofSeries, known);
  const labels = labelsOf(expression, ofSeries, inner);
  // What a selector finds depends on records that may still be looked at.
  if (expression.type !== 'selector') known.set(expression, labels);
  return labels;
}

function labelsOf(
  expression: Expression,
  ofSeries: (selector: Selector) => LabelSet,
  inner: (one: Expression | undefined) => LabelSet,
): LabelSet {
  switch (expression.type) {
    case 'selector':
      return ofSeries(expression);
    case 'range':
      return inner(expression.of);
    case 'call':
      return ofCall(expression, inner);
    case 'aggregation': {
      const { operator, given, by, without: dropped } = expression;
      const source = inner(given.at(-1));
      if (PICKING.has(operator)) return source;
      const grouped = dropped === undefined ? kept(source, by ?? []) : without(source, dropped);
      const [value] = given;
      return operator === 'count_values' && value?.type === 'text'
        ? withLabels(grouped, [value.text])
        : grouped;
    }
    case 'operation':
      return ofOperation(expression, inner);
    default:
      return NONE;
  }
}

function ofCall(
  { name, given }: Extract<Expression, { type: 'call' }>,
  inner: (one: Expression | undefined) => LabelSet,
): LabelSet {
  if (name === 'absent' || name === 'absent_over_time') {
    const [first] = given;
    const selector = first?.type === 'range' ? first.of : first;
    if (selector?.type !== 'selector') return NONE;
    return only(...selector.matchers.filter(({ operator }) => operator === '=').map(({ label }) => label));
  }
  if (name === 'label_replace' || name === 'label_join') {
    const target = given[1];
    return target?.type === 'text' ? withLabels(inner(given[0]), [target.text]) : ANY;
  }
  if (name === 'info') return ANY;
  if (/^(?:scalar|vector|time|pi)$/.test(name)) return NONE;
  if (name === 'histogram_quantile') return without(inner(given[1]), ['le']);
  const source = given.find(({ type }) => type !== 'number' && type !== 'text');
  return source === undefined ? NONE : inner(source);
}

function isNumber(expression: Expression): boolean {
  if (expression.type === 'operation') return isNumber(expression.left) && isNumber(expression.right);
  return (
    expression.type === 'number' ||
    (expression.type === 'call' && /^(?:scalar|time|pi)$/.test(expression.name))
  );
}

function ofOperation(
  { operator, left, right, on, ignoring, many, included }: Extract<Expression, { type: 'operation' }>,
  inner: (one: Expression) => LabelSet,
): LabelSet {
  if (operator === 'or') return either(inner(left), inner(right));
  if (SET_OPERATORS.has(operator)) return inner(left);
  if (isNumber(left)) return inner(right);
  if (isNumber(right)) return inner(left);
  if (many !== undefined) {
    const [own, other] = many === 'left' ? [inner(left), inner(right)] : [inner(right), inner(left)];
    return withLabels(
      without(own, included),
      included.filter((label) => mayHave(other, label)),
    );
  }
  if (on !== undefined) return kept(inner(left), on);
  return without(inner(left), ignoring ?? []);
}
