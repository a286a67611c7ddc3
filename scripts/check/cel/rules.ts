import { isDeepStrictEqual } from 'node:util';
import { Optional } from '@marcbachmann/cel-js';
import type { Fault } from '../rules/refused/fault.ts';
import type { CelRule, SchemaNode } from '../schema/node.ts';
import { fields, isFields, type Path } from '../state/read.ts';
import { firstLine, program } from './environment.ts';
import { celValue } from './values.ts';

const OLD = /\boldSelf\b/;

/** Errors of evaluation that may be this library's alone; any other the API server has too, and refuses the object. */
const OF_THE_LIBRARY = /overload|unknown|unsupported|not supported|limit|expected|operator/i;

/** Rules in CEL that a valid value breaks. One that compares with an older state, or that can't be evaluated here, is passed over. */
export function* brokenRules(node: SchemaNode, value: unknown, path: Path): Generator<Fault> {
  if (node.rules.length === 0) return;
  const self = celValue(node, value, path.length === 0);
  for (const rule of node.rules) {
    if (OLD.test(rule.rule) && !rule.optionalOldSelf) continue;
    const broken = breaks(rule, self);
    if (broken !== undefined) yield { path, message: broken, fix: fixOf(rule), kind: 'rule' };
  }
}

/**
 * Rules in CEL that hold a value against what it was, and that its change breaks. As in the API server, what has no value on one
 * side, or cannot be found again in a list without keys, is passed over.
 */
export function* brokenTransitions(
  node: SchemaNode,
  before: unknown,
  after: unknown,
  path: Path = [],
): Generator<Fault> {
  if (before === undefined || before === null || after === undefined || after === null) return;
  if (isDeepStrictEqual(before, after)) return;
  const rules = node.rules.filter(({ rule }) => OLD.test(rule));
  if (rules.length > 0) {
    const isRoot = path.length === 0;
    const [self, old] = [celValue(node, after, isRoot), celValue(node, before, isRoot)];
    for (const rule of rules) {
      const broken = breaks(rule, self, { self, oldSelf: rule.optionalOldSelf ? Optional.of(old) : old });
      if (broken !== undefined) yield { path, message: broken, fix: fixOf(rule), kind: 'rule' };
    }
  }
  if (isFields(before) && isFields(after)) {
    for (const [key, own] of Object.entries(after)) {
      const inner = node.property(key) ?? node.additional;
      if (inner) yield* brokenTransitions(inner, before[key], own, [...path, key]);
    }
  } else if (Array.isArray(before) && Array.isArray(after) && node.items && node.listType === 'map') {
    const { items } = node;
    const keyOf = (item: unknown) =>
      JSON.stringify(node.listKeys.map((key) => fields(item)[key] ?? items.property(key)?.default ?? null));
    const old = new Map(before.map((item): [string, unknown] => [keyOf(item), item]));
    for (const [index, item] of after.entries())
      yield* brokenTransitions(items, old.get(keyOf(item)), item, [...path, index]);
  }
}

function breaks(
  rule: CelRule,
  self: unknown,
  context: Record<string, unknown> = rule.optionalOldSelf ? { self, oldSelf: Optional.none() } : { self },
): string | undefined {
  const { run } = program(rule.rule);
  if (!run) return undefined;
  try {
    return run(context) === false ? sentence(rule, context) : undefined;
  } catch (error) {
    const reason = firstLine(error);
    // A zero without its unit is a duration in Go.
    if (OF_THE_LIBRARY.test(reason) || self === '0') return undefined;
    return rule.message === undefined
      ? `can't be judged by its rule: ${reason}`
      : `${rule.message} (${reason})`;
  }
}

function sentence(rule: CelRule, context: Record<string, unknown>): string {
  if (rule.messageExpression !== undefined) {
    try {
      const said: unknown = program(rule.messageExpression).run?.(context);
      if (typeof said === 'string' && said.trim() !== '') return said;
    } catch {
      // The API server falls back in the same way.
    }
  }
  return rule.message ?? `breaks the rule ${rule.rule.replace(/\s+/g, ' ')}`;
}

function fixOf({ rule }: CelRule): string {
  const text = rule.replace(/\s+/g, ' ');
  return text.length > 140 ? 'write what the kind demands' : `write what keeps ${text}`;
}
