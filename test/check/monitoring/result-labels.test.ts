import { describe, expect, test } from 'vitest';
import { parsePromql } from '../../../scripts/check/rules/monitoring/promql/expression.ts';
import {
  ANY,
  mayHave,
  only,
  resultLabels,
} from '../../../scripts/check/rules/monitoring/promql/result-labels.ts';

const LABELS = ['namespace', 'pod', 'container', 'node', 'reason'];

/** Which of some labels a result may have, where every series has all of them but those of `few`. */
function labelsOf(text: string): readonly string[] {
  const { expression } = parsePromql(text);
  if (expression === undefined) throw new Error(`no PromQL: ${text}`);
  const result = resultLabels(
    expression,
    ({ metric }) => (metric === 'few' ? only('namespace', 'reason') : ANY),
    new WeakMap(),
  );
  return LABELS.filter((label) => mayHave(result, label));
}

describe('Labels of a result', () => {
  test.each([
    ['sum(x)', []],
    ['sum by (namespace, pod) (x)', ['namespace', 'pod']],
    ['sum(x) by (pod)', ['pod']],
    ['sum without (pod, container) (x)', ['namespace', 'node', 'reason']],
    ['topk(3, few)', ['namespace', 'reason']],
    ['count_values("reason", x)', ['reason']],
    ['rate(few[5m]) > 1', ['namespace', 'reason']],
    ['absent(few{namespace="a", pod=~"b.*"})', ['namespace']],
    ['label_replace(few, "pod", "$1", "reason", "(.*)")', ['namespace', 'pod', 'reason']],
    ['x / on (namespace) few', ['namespace']],
    ['x / ignoring (pod, container) few', ['namespace', 'node', 'reason']],
    ['few * on (namespace) group_left (node) x', ['namespace', 'node', 'reason']],
    ['x * on (namespace) group_right (node) few', ['namespace', 'node', 'reason']],
    ['few and on (namespace) x', ['namespace', 'reason']],
    ['few or sum by (node) (x)', ['namespace', 'node', 'reason']],
    ['1 - few', ['namespace', 'reason']],
    ['time() - few > 60', ['namespace', 'reason']],
    ['vector(1)', []],
    ['max_over_time(sum by (pod) (x)[1h:5m])', ['pod']],
  ])('%s', (text, expected) => {
    expect(labelsOf(text)).toEqual(expected);
  });
});
