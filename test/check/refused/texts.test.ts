import { describe, expect, test } from 'vitest';
import { blockOf, containsStrictly, isCanonical } from '../../../scripts/check/rules/refused/blocks.ts';
import { cronMistake, isTimeZone } from '../../../scripts/check/rules/refused/cron.ts';
import { labelValue, portName, qualifiedName } from '../../../scripts/check/rules/refused/forms.ts';
import { templateMistake } from '../../../scripts/check/rules/refused/go-template.ts';
import { isPromDuration } from '../../../scripts/check/rules/refused/operators/prometheus.ts';
import { promqlMistake } from '../../../scripts/check/rules/refused/operators/promql.ts';
import { goDuration } from '../../../scripts/check/schema/formats.ts';
import { quantity } from '../../../scripts/check/schema/quantity.ts';

describe('schedules', () => {
  test.each([
    '* * * * *',
    '*/5 0-6 1,15 * MON-FRI',
    '0 0 29 2 *',
    '@daily',
    '@every 1h30m',
    '0 0 ? * sun',
    '5/15 * * * *',
  ])('%s', (schedule) => {
    expect(cronMistake(schedule)).toBeUndefined();
  });
  test.each([
    '',
    '* * * *',
    '* * * * * *',
    '60 * * * *',
    '0 24 * * *',
    '0 0 0 * *',
    '0 0 * 13 *',
    '0 0 * * 7',
    '0 0 30 2 *',
    '*/0 * * * *',
    '5-1 * * * *',
    'a * * * *',
    '@fortnightly',
    '1,,2 * * * *',
  ])('not %s', (schedule) => {
    expect(cronMistake(schedule)).toBeDefined();
  });
  test('time zones', () => {
    expect(['Europe/Berlin', 'Etc/UTC', 'UTC'].every(isTimeZone)).toBe(true);
    expect(['Europe/Berln', 'Local', '', 'CEST+2x'].some(isTimeZone)).toBe(false);
  });
});

test('names, labels and ports', () => {
  expect(['app', 'example.org/app', 'a.b-c_d'].map(qualifiedName)).toEqual([undefined, undefined, undefined]);
  for (const wrong of ['', 'a/b/c', 'Example.org/app', '-app', `a/${'x'.repeat(64)}`])
    expect(qualifiedName(wrong), wrong).toBeDefined();
  for (const wrong of ['a b', '-a', 'x'.repeat(64)]) expect(labelValue(wrong), wrong).toBeDefined();
  for (const wrong of ['8080', 'HTTP', 'a--b', '-a', 'a-name-of-sixteen'])
    expect(portName(wrong), wrong).toBeDefined();
  expect(portName('http-2')).toBeUndefined();
});

test('blocks of addresses', () => {
  const of = (text: string) => blockOf(text) ?? expect.fail(`${text} is a block`);
  expect(isCanonical(of('10.0.0.0/8')) && !isCanonical(of('10.0.0.1/8')) && isCanonical(of('fd00::/8'))).toBe(
    true,
  );
  expect(containsStrictly(of('10.0.0.0/8'), of('10.1.0.0/16'))).toBe(true);
  expect(containsStrictly(of('10.0.0.0/8'), of('10.0.0.0/8'))).toBe(false);
  expect(containsStrictly(of('10.0.0.0/8'), of('11.0.0.0/16'))).toBe(false);
  for (const wrong of ['10.0.0.0', '10.0.0.0/33', '10.0.0/8', 'x/8', '::/129'])
    expect(blockOf(wrong), wrong).toBeUndefined();
});

test('quantities and durations', () => {
  expect(['1', '500m', '1Ki', '1e3', 2.5, '.5'].map(quantity)).toEqual([1, 0.5, 1024, 1000, 2.5, 0.5]);
  for (const wrong of ['', '1 Gi', '1gi', 'one', null, {}]) expect(quantity(wrong)).toBeUndefined();
  expect([goDuration('1h30m'), goDuration('1.5s'), goDuration('0')]).toEqual([5_400_000, 1500, 0]);
  for (const wrong of ['1d', '5', '1 h', '']) expect(goDuration(wrong), wrong).toBeUndefined();
  expect(['5m', '1d', '1h30m', '0'].every(isPromDuration)).toBe(true);
  expect(['1.5h', '5', '30m1h', ''].some(isPromDuration)).toBe(false);
});

test.each([
  '{{ $labels.pod }}',
  '{{ if .a }}x{{ else }}y{{ end }}',
  '{{ "}}" }}',
  'plain',
  '{{- range .x }}{{ . }}{{ end -}}',
  '{{ printf "%s" (index .a 0) | toJson }}',
])('a template: %s', (text) => {
  expect(templateMistake(text)).toBeUndefined();
});
test.each(['{{ $labels.pod }', '{{ if .a }}x', '{{ end }}', '{{ }}', '{{ .a | }}', '{{ index (.a 0 }}'])(
  'no template: %s',
  (text) => {
    expect(templateMistake(text)).toBeDefined();
  },
);

test.each([
  'sum by (pod) (rate(x{a=~"b|c"}[5m])) > 0',
  'max_over_time((rate(x[5m]))[1h:1m])',
  'last_over_time(x[5m] offset 15m)',
  'absent(up{job="x"}) or vector(0)',
  'x unless on (a) group_left () y',
  'histogram_quantile(0.99, sum by (le) (rate(b[5m])))',
  'predict_linear(x[4h], 3600) < 0',
])('PromQL: %s', (expression) => {
  expect(promqlMistake(expression)).toBeUndefined();
});
test.each([
  '',
  'sum(x',
  'rate(x)',
  'x[5m]',
  'sum(x[5m])',
  'x{a=~"("}',
  'x{a="b"',
  'foo(x)',
  'x > > 1',
  'x[5m] / y',
  'x[5]',
])('no PromQL: %s', (expression) => {
  expect(promqlMistake(expression)).toBeDefined();
});
