import { Optional } from '@marcbachmann/cel-js';
import type { Fault } from '../rules/refused/fault.ts';
import type { CelRule, SchemaNode } from '../schema/node.ts';
import type { Path } from '../state/read.ts';
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

function breaks(rule: CelRule, self: unknown): string | undefined {
  const { run } = program(rule.rule);
  if (!run) return undefined;
  const context = rule.optionalOldSelf ? { self, oldSelf: Optional.none() } : { self };
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
