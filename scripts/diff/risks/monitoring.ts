import { isMapping } from '../compare/value.ts';
import { type FieldRule, judge, said } from './rule.ts';

const RULES = /^monitoring\.coreos\.com\/PrometheusRule$/;

/** What watches: an alert that is gone stops nothing, but whoever would have been told is not. */
export const monitoring: readonly FieldRule[] = [
  {
    types: RULES,
    shape: /^spec\.groups(?:\[\](?:\.rules(?:\[\])?)?)?$/,
    says: ({ before, after, path }) => {
      if (after === undefined)
        return judge(
          'outage',
          `monitoring is lost: ${namesOf(before) || path} is gone, and nobody is told any more`,
        );
      return before === undefined
        ? judge('routine', `new: ${namesOf(after) || path}`)
        : judge('routine', `rules change: ${path}`);
    },
  },
  {
    types: RULES,
    shape: /\.rules\[\]\.(?:expr|for|keep_firing_for|labels\b.*)$/,
    says: ({ path, before, after }) =>
      judge('routine', `an alert or a recording counts otherwise: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: /^monitoring\.coreos\.com\/(?:ServiceMonitor|PodMonitor|Probe)$/,
    shape: /^spec\.(?:selector|namespaceSelector|endpoints|podMetricsEndpoints)\b/,
    says: ({ path, before, after }) =>
      judge('routine', `metrics are read elsewhere: ${path} ${said(before)} → ${said(after)}`),
  },
];

function namesOf(value: unknown): string {
  const rules = isMapping(value) && Array.isArray(value.rules) ? value.rules : [value];
  return rules
    .flatMap((rule) => (isMapping(rule) ? [rule.alert ?? rule.record] : []))
    .filter((name) => name !== undefined)
    .map(String)
    .join(', ');
}
