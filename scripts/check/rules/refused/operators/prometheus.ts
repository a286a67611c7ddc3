import { fields, isFields, list, number, type Path, text } from '../../../state/read.ts';
import type { Fault } from '../fault.ts';
import { templateMistake } from '../go-template.ts';
import { fault, type Judged, type Topic, word } from '../topic.ts';
import { promqlMistake } from './promql.ts';

const METRIC = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const DURATION = /^(?:0|(?:\d+y)?(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?(?:\d+ms)?)$/;

/** What Prometheus takes as a duration: whole numbers, from the largest unit to the smallest. */
export function isPromDuration(value: string): boolean {
  return value !== '' && DURATION.test(value);
}

function* ruleFaults(rule: Readonly<Record<string, unknown>>, path: Path): Generator<Fault> {
  const { alert, record, expr } = rule;
  const [alerts, records] = [
    typeof alert === 'string' && alert !== '',
    typeof record === 'string' && record !== '',
  ];
  if (alerts === records)
    yield fault(
      path,
      alerts ? 'it alerts and records' : 'it neither alerts nor records',
      'write exactly one of alert, record',
    );
  const mistake = typeof expr === 'string' ? promqlMistake(expr) : undefined;
  if (mistake)
    yield fault(
      [...path, 'expr'],
      `the expression can't be read: ${mistake}`,
      'write it so that Prometheus can read it',
    );
  if (records && typeof record === 'string' && !METRIC.test(record))
    yield fault(
      [...path, 'record'],
      `${JSON.stringify(record)} is no name of a metric`,
      'write letters, digits, underscores and colons',
    );
  for (const field of ['for', 'keep_firing_for']) {
    const own = text(rule[field]);
    if (own === undefined) continue;
    if (records) yield fault([...path, field], 'is for an alert', 'remove it');
    else if (!isPromDuration(own))
      yield fault([...path, field], `${JSON.stringify(own)} is no duration`, 'write one such as 5m or 1h30m');
  }
  if (records && Object.keys(fields(rule.annotations)).length > 0)
    yield fault([...path, 'annotations'], 'are for an alert', 'remove them');
  for (const kind of ['labels', 'annotations']) {
    for (const [name, own] of Object.entries(fields(rule[kind]))) {
      if (!LABEL.test(name) || name === '__name__')
        yield fault(
          [...path, kind, name],
          `${JSON.stringify(name)} is no name of a label`,
          'write letters, digits and underscores',
        );
      const broken = typeof own === 'string' && alerts ? templateMistake(own) : undefined;
      if (broken)
        yield fault(
          [...path, kind, name],
          `the template can't be read: ${broken}`,
          'write it such as {{ $labels.pod }}',
        );
    }
  }
}

function* groupFaults(spec: Readonly<Record<string, unknown>>): Generator<Fault> {
  const names = new Set<unknown>();
  for (const [index, group] of list(spec.groups).entries()) {
    if (!isFields(group)) continue;
    const path = ['spec', 'groups', index];
    if (names.has(group.name))
      yield fault([...path, 'name'], `two groups are called ${word(group.name)}`, 'write another name');
    names.add(group.name);
    const interval = text(group.interval);
    if (interval !== undefined && interval !== '' && !isPromDuration(interval))
      yield fault(
        [...path, 'interval'],
        `${JSON.stringify(interval)} is no duration`,
        'write one such as 30s',
      );
    for (const [position, rule] of list(group.rules).entries())
      if (isFields(rule)) yield* ruleFaults(rule, [...path, 'rules', position]);
  }
}

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
};

function milliseconds(value: unknown): number | undefined {
  if (typeof value !== 'string' || !isPromDuration(value)) return undefined;
  return [...value.matchAll(/(\d+)(ms|[smhdwy])/g)].reduce(
    (sum, [, amount, unit = '']) => sum + Number(amount) * (UNITS[unit] ?? 0),
    0,
  );
}

function* monitorFaults(kind: string, spec: Readonly<Record<string, unknown>>): Generator<Fault> {
  const field = kind === 'ServiceMonitor' ? 'endpoints' : 'podMetricsEndpoints';
  for (const [index, endpoint] of list(spec[field]).entries()) {
    if (!isFields(endpoint)) continue;
    const path = ['spec', field, index];
    const [interval, timeout] = [milliseconds(endpoint.interval), milliseconds(endpoint.scrapeTimeout)];
    if (interval !== undefined && timeout !== undefined && timeout > interval)
      yield fault(
        [...path, 'scrapeTimeout'],
        `${word(endpoint.scrapeTimeout)} is more than the interval ${word(endpoint.interval)}`,
        `write ${word(endpoint.interval)} or less`,
      );
    if (text(endpoint.port) && endpoint.targetPort !== undefined && endpoint.targetPort !== null)
      yield fault([...path, 'targetPort'], 'stands beside port, which counts', 'keep port', 'warning');
    const own = text(endpoint.path);
    if (own !== undefined && own !== '' && !own.startsWith('/') && !own.includes('$'))
      yield fault(
        [...path, 'path'],
        `${JSON.stringify(own)} does not start with /`,
        `write /${own}`,
        'warning',
      );
    for (const list_ of ['relabelings', 'metricRelabelings'])
      yield* relabelFaults(endpoint[list_], [...path, list_]);
  }
}

function* relabelFaults(rules: unknown, path: Path): Generator<Fault> {
  for (const [index, rule] of list(rules).entries()) {
    if (!isFields(rule)) continue;
    const action = (text(rule.action) ?? 'replace').toLowerCase();
    if (
      ['replace', 'hashmod', 'lowercase', 'uppercase', 'keepequal', 'dropequal'].includes(action) &&
      !text(rule.targetLabel)
    )
      yield fault([...path, index, 'targetLabel'], `${action} needs targetLabel`, 'write targetLabel');
    if (action === 'hashmod' && (number(rule.modulus) ?? 0) === 0)
      yield fault([...path, index, 'modulus'], 'hashmod needs modulus', 'write modulus');
  }
}

function* judge({ kind, value }: Judged): Generator<Fault> {
  const spec = fields(value.spec);
  if (kind === 'PrometheusRule') yield* groupFaults(spec);
  else yield* monitorFaults(kind, spec);
}

export const prometheus: Topic = {
  id: 'refused-prometheus',
  severity: 'error',
  summary: 'rules and monitors that Prometheus or its operator refuses',
  breaks:
    'The operator or Prometheus rejects the rules or the scrape configuration: nobody is told, or nothing is measured.',
  kinds: ['PrometheusRule', 'ServiceMonitor', 'PodMonitor'].map((kind) => `monitoring.coreos.com/${kind}`),
  judge,
  failing: `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: shop
spec:
  groups:
    - name: shop
      rules:
        - { alert: ShopDown, expr: 'rate(http_requests_total) == 0', for: 5m }
`,
  passing: `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: shop
spec:
  groups:
    - name: shop
      rules:
        - { alert: ShopDown, expr: 'rate(http_requests_total[5m]) == 0', for: 5m }
`,
};
