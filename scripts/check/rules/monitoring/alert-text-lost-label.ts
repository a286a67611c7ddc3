import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule } from '../../rule.ts';
import { textAt, textsAt } from '../../state/read.ts';
import { mayHave, withLabels } from './promql/result-labels.ts';
import { alertsIn, labelsOfRule } from './queries.ts';
import { alerting } from './samples.ts';
import { labelsOfResult } from './series.ts';

const annotated = (text: string) => ({
  further: `          annotations: { summary: ${JSON.stringify(text)} }`,
});

export const alertTextLostLabel: ClusterRule = {
  id: 'alert-text-lost-label',
  severity: 'warning',
  summary: "An alert's text that names a label which its expression throws away, or that is no template",
  breaks:
    'The message that wakes somebody has a hole where the name of the pod should stand, or holds an error instead.',
  failing: alerting(
    'sum by (namespace) (increase(kube_pod_container_status_restarts_total[15m])) > 5',
    annotated('{{ $labels.pod }} restarts again and again.'),
  ),
  passing: alerting(
    'sum by (namespace, pod) (increase(kube_pod_container_status_restarts_total[15m])) > 5',
    annotated('{{ $labels.pod }} restarts again and again.'),
  ),
  *judge(state) {
    for (const query of alertsIn(state)) {
      const { resource, rule, rulePath, expression } = query;
      // The labels of the rule are put on after its texts are made, but for the name of the alert.
      const labels = withLabels(labelsOfResult(state, expression), ['alertname']);
      for (const part of ['annotations', 'labels'] as const) {
        for (const [key, text] of Object.entries(textsAt(rule, part))) {
          const path =
            rulePath.at(-1) === undefined || rulePath[0] === 'data' ? rulePath : [...rulePath, part, key];
          const wrong = wrongTemplate(text);
          if (wrong !== undefined) {
            yield {
              resource,
              path,
              message: `The text ${key} of the alert ${textAt(rule, 'alert') ?? ''} is no template: ${wrong}.`,
              fix: 'Write {{ $labels.NAME }}, {{ $value }} and functions of Prometheus, and close each {{ with }}.',
            };
            continue;
          }
          const named = new Set(
            [...text.matchAll(/\$labels\.([a-zA-Z_]\w*)/g)].map(([, label = '']) => label),
          );
          for (const label of named) {
            if (mayHave(labels, label)) continue;
            const isOfRule = Object.hasOwn(labelsOfRule(query), label);
            yield {
              resource,
              path,
              message: `The text ${key} names $labels.${label}, and ${isOfRule ? 'the labels of the rule are not in $labels' : `the expression of the alert ${textAt(rule, 'alert') ?? ''} keeps no such label`}: it stays empty.`,
              fix: `Keep ${label} in the expression, in by (…), or name a label that it keeps${didYouMean(label, labels.isOpen ? [] : [...labels.names])}.`,
            };
          }
        }
      }
    }
  },
};

/** What Prometheus gives templates: functions of Go's, and its own. */
const FUNCTIONS = new Set([
  ...[
    'and',
    'or',
    'not',
    'len',
    'index',
    'print',
    'printf',
    'println',
    'eq',
    'ne',
    'lt',
    'le',
    'gt',
    'ge',
    'html',
    'js',
    'urlquery',
    'slice',
    'call',
  ],
  ...[
    'query',
    'first',
    'label',
    'value',
    'sortByLabel',
    'strvalue',
    'args',
    'reReplaceAll',
    'safeHtml',
    'match',
    'title',
    'toUpper',
    'toLower',
  ],
  ...[
    'graphLink',
    'tableLink',
    'parseDuration',
    'humanize',
    'humanize1024',
    'humanizeDuration',
    'humanizePercentage',
    'humanizeTimestamp',
    'toTime',
  ],
  ...['pathPrefix', 'externalURL', 'stripPort', 'stripDomain', 'now', 'toDuration', 'urlQueryEscape'],
  ...[
    'if',
    'else',
    'end',
    'range',
    'with',
    'template',
    'define',
    'block',
    'nil',
    'true',
    'false',
    'break',
    'continue',
  ],
]);

function wrongTemplate(text: string): string | undefined {
  const rest = text.replace(/\{\{`[^`]*`\}\}/g, '');
  const opened = rest.match(/\{\{/g)?.length ?? 0;
  const closed = rest.match(/\}\}/g)?.length ?? 0;
  if (opened > closed) return 'a {{ is not closed';
  let depth = 0;
  for (const [, action = ''] of rest.matchAll(/\{\{-?\s*([\s\S]*?)\s*-?\}\}/g)) {
    if (/^(?:if|range|with|define|block)\b/.test(action)) depth++;
    if (/^end\b/.test(action) && --depth < 0) return 'an {{ end }} ends nothing';
    const bare = action.replace(/"(?:[^"\\]|\\.)*"|`[^`]*`/g, '""');
    const assigned = [...rest.matchAll(/\$(\w+)\s*(?:,\s*\$(\w+)\s*)?:=/g)].flatMap(
      ([, one = '', other = '']) => [one, other],
    );
    for (const [, variable = ''] of bare.matchAll(/\$([A-Za-z_]\w*)/g)) {
      if (!['labels', 'externalLabels', 'externalURL', 'value', ...assigned].includes(variable))
        return `there is no $${variable}${didYouMean(variable, ['labels', 'value', 'externalLabels'])}`;
    }
    for (const [, name = ''] of bare.matchAll(/(?:^|[\s(|])([A-Za-z]\w*)/g)) {
      if (!FUNCTIONS.has(name)) return `there is no function ${name}${didYouMean(name, [...FUNCTIONS])}`;
    }
  }
  return depth > 0 ? 'an {{ end }} is missing' : undefined;
}
