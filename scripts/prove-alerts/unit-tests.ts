import type { AlertCase, Cases, Series } from './case.ts';
import type { RenderedRule, RuleFile } from './rule-files.ts';

/** A file that `promtool test rules` reads. */
export interface UnitTestFile {
  readonly rule_files: readonly string[];
  readonly evaluation_interval: string;
  readonly tests: readonly object[];
}

/**
 * Two tests of each alert of a file: one in which it has to be reported, with these labels and no others, and one in
 * which it must not.
 *
 * @param rules the file of the rules, as promtool finds it
 * @returns one file for each interval of evaluation, and the alerts that have no case
 */
export function unitTestsOf(
  file: RuleFile,
  rules: string,
  { alertCases, alwaysFiring }: Cases,
): { readonly tests: readonly UnitTestFile[]; readonly missing: readonly string[] } {
  const alerts = file.groups.flatMap((group) => group.rules.filter(({ alert }) => alert !== undefined));
  const cases = alerts.map((rule) => ({ rule, alertCase: caseOf(rule, file, alertCases) }));
  const intervals = new Set(cases.flatMap(({ alertCase }) => (alertCase ? [intervalOf(alertCase)] : [])));
  return {
    tests: [...intervals].map((interval) => ({
      rule_files: [rules],
      evaluation_interval: interval,
      tests: cases.flatMap(({ rule, alertCase }) =>
        alertCase === undefined || intervalOf(alertCase) !== interval
          ? []
          : bothTests(rule, alertCase, alwaysFiring.includes(rule.alert ?? '')),
      ),
    })),
    missing: cases.flatMap(({ rule, alertCase }) => (alertCase === undefined ? [rule.alert ?? ''] : [])),
  };
}

function intervalOf({ every = '1m' }: AlertCase): string {
  return every;
}

function caseOf(
  { alert = '', expr, labels }: RenderedRule,
  file: RuleFile,
  alertCases: Cases['alertCases'],
): AlertCase | undefined {
  const makeCase = alertCases[alert];
  return makeCase?.({
    alert,
    expression: expr,
    unit: labels.unit ?? file.name,
    namespace: file.namespace,
    owner: file.partOf,
  });
}

function bothTests(
  rule: RenderedRule,
  { fires, alsoFires = [], silent, alsoSilent = [], after, silentAfter = after, labels }: AlertCase,
  isNeverSilent: boolean,
): readonly object[] {
  const { alert = '' } = rule;
  const own = Object.fromEntries(
    Object.entries(rule.labels).map(([label, value]) => [label, filled(value, labels)]),
  );
  const all = { alertname: alert, alertstate: 'firing', ...labels, ...own };
  const selector = Object.entries(all).map(([label, value]) => `${label}="${value}"`);
  return [
    ...[fires, ...alsoFires].map((series) =>
      test(`${alert} is reported`, alert, series, after, [
        { labels: `ALERTS{${selector.join(', ')}}`, value: 1 },
      ]),
    ),
    ...(isNeverSilent
      ? []
      : [silent, ...alsoSilent].map((series) => test(`${alert} is silent`, alert, series, silentAfter, []))),
  ];
}

function test(
  name: string,
  alert: string,
  series: Series,
  after: string,
  expected: readonly object[],
): object {
  return {
    name,
    interval: '1m',
    input_series: Object.entries(series).map(([selector, values]) => ({ series: selector, values })),
    promql_expr_test: [
      { expr: `ALERTS{alertname="${alert}",alertstate="firing"}`, eval_time: after, exp_samples: expected },
    ],
  };
}

/** A label that is a template of another one, such as the owner of an Application. */
function filled(value: string, labels: Readonly<Record<string, string>>): string {
  return value.replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, (_, label: string) => labels[label] ?? '');
}
