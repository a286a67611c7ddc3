import { durationOf } from '../compare/duration.ts';
import { at, listAt } from '../compare/value.ts';
import { weaker } from './alert-strength.ts';
import { goneNames, ruleNames } from './alerts-elsewhere.ts';
import { type FieldRule, judge, lost, said } from './rule.ts';

const MONITORS = /^monitoring\.coreos\.com\/(?:ServiceMonitor|PodMonitor|Probe)$/;
/** How far Prometheus looks back for the last value, in milliseconds, unless it is told otherwise (`--query.lookback-delta`). */
const LOOKBACK = 300_000;
const RULES = /^monitoring\.coreos\.com\/PrometheusRule$/;

/** What watches: an alert that is gone stops nothing, but whoever would have been told is not. */
export const monitoring: readonly FieldRule[] = [
  {
    types: RULES,
    shape: /^spec\.groups(?:\[\](?:\.rules(?:\[\])?)?)?$/,
    says: ({ before, after, path }, { after: item }, trees) => {
      const names = ruleNames(before);
      const gone = goneNames(names, item, trees);
      if (after === undefined && names.length > 0 && gone.length === 0)
        return judge('routine', `${names.join(', ')} goes to another group or object`);
      if (after === undefined)
        return judge(
          'outage',
          `monitoring is lost: ${gone.join(', ') || path} is gone, and nobody is told any more`,
        );
      return before === undefined
        ? judge('routine', `new: ${ruleNames(after).join(', ') || path}`)
        : judge('routine', `rules change: ${path}`);
    },
  },
  {
    types: RULES,
    shape: /\.rules\[\]\.(?:expr|for|keep_firing_for|labels\b.*)$/,
    says: ({ path, shape, before, after }) => {
      const text = `an alert or a recording counts otherwise: ${path} ${said(before)} → ${said(after)}`;
      // A recording has nobody to tell.
      const less = path.includes('.rules[alert=') ? weaker(shape, before, after) : undefined;
      return [...(less === undefined ? [] : [less]), judge('routine', text)];
    },
  },
  {
    types: MONITORS,
    shape: /^spec\.namespaceSelector\b/,
    says: (field) => {
      const isAny = (value: unknown) => value === true || at(value, 'any') === true;
      const isNarrower = field.path.endsWith('any')
        ? isAny(field.before) && !isAny(field.after)
        : lost({ ...field, before: namesIn(field.before), after: namesIn(field.after) }).length > 0;
      const text = `${field.path} ${said(field.before)} → ${said(field.after)}`;
      return isNarrower
        ? judge(
            'outage',
            `metrics of other namespaces are no longer read, and alerts on them fall silent: ${text}`,
          )
        : judge('routine', `metrics of other namespaces are read: ${text}`);
    },
  },
  {
    types: MONITORS,
    shape: /^spec\.(?:endpoints|podMetricsEndpoints)(?:\[\])?$/,
    says: ({ path, before, after }) =>
      after === undefined
        ? judge(
            'outage',
            `its metrics are no longer read, and alerts on them fall silent: ${path} ${said(before)}`,
          )
        : judge('routine', `metrics are read elsewhere: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: MONITORS,
    shape: /^spec\.(?:(?:endpoints|podMetricsEndpoints)\[\]\.)?interval$/,
    says: ({ before, after }) => {
      const [old, now] = [before, after].map((value) => durationOf(value) ?? 0);
      const text = `interval ${said(before)} → ${said(after)}`;
      return (now ?? 0) >= LOOKBACK && (old ?? 0) < LOOKBACK
        ? judge(
            'outage',
            `metrics are read so seldom that Prometheus forgets them in between, and alerts on them fall silent: ${text}`,
          )
        : judge('routine', `metrics are read at another pace: ${text}`);
    },
  },
  {
    types: MONITORS,
    shape: /^spec\.(?:selector|namespaceSelector|endpoints|podMetricsEndpoints)\b/,
    says: ({ path, before, after }) =>
      judge('routine', `metrics are read elsewhere: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: /^telemetry\.istio\.io\/Telemetry$/,
    shape:
      /^spec\.(?:accessLogging|metrics|tracing)(?:$|\[\]$|(?:\[\])?\.(?:disabled|disableSpanReporting|providers\b|overrides\[\](?:$|\.disabled$)))/,
    says: ({ path, shape, before, after }) => {
      const isOff = shape.endsWith('.overrides[]')
        ? at(after, 'disabled') === true
        : /\.disable\w*$/.test(shape)
          ? after === true
          : after === undefined;
      const text = `${path} ${said(before)} → ${said(after)}`;
      return isOff
        ? judge(
            'outage',
            `logs, metrics or traces of the mesh are no longer made, and alerts on them fall silent: ${text}`,
          )
        : judge('routine', `logs, metrics or traces of the mesh are made otherwise: ${text}`);
    },
  },
];

/** The namespaces that a selector names; of a mapping, those in it. */
function namesIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : listAt(value, 'matchNames');
}
