import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { textAt, textsAt } from '../../state/read.ts';
import { type Alerting, type AlertMatcher, alertingsIn, type Route, routesOf } from './alertmanager.ts';
import { patternOf } from './promql/pattern.ts';
import { mayHave, withLabels } from './promql/result-labels.ts';
import { alertsIn } from './queries.ts';
import { alerting } from './samples.ts';
import { addedLabels, labelsOfResult } from './series.ts';

const sample = (severity: string) => `${alerting('shop_up == 0')}---
apiVersion: monitoring.coreos.com/v1alpha1
kind: AlertmanagerConfig
metadata: { name: shop, namespace: shop }
spec:
  route: { receiver: chat, routes: [{ receiver: pager, matchers: [{ name: severity, value: ${severity}, matchType: "=" }] }] }
  receivers:
    - { name: chat, slackConfigs: [{ channel: "#shop", apiURL: { name: chat, key: url } }] }
    - { name: pager, pagerdutyConfigs: [{ routingKey: { name: pager, key: key } }] }
`;

export const alertRouteMatchesNothing: ClusterRule = {
  id: 'alert-route-matches-nothing',
  severity: 'warning',
  summary:
    'A route or an inhibition for a label or a value that no alert of the tree has, and an alert that nobody hears of',
  breaks:
    'The alert that it was written for goes to the receiver for everything else, or to nobody; what should be silent is not.',
  failing: sample('critcal'),
  passing: sample('critical'),
  *judge(state) {
    if (alertsIn(state).length === 0) return;
    for (const alertings of alertingsIn(state)) {
      const { resource, route, inhibitions } = alertings;
      const places = [
        ...(route === undefined
          ? []
          : [...routesOf(route)].map(({ path, matchers }) => ({ path, matchers, what: 'route' }))),
        ...inhibitions.flatMap(({ path, sources, targets }) => [
          { path, matchers: sources, what: 'inhibition' },
          { path, matchers: targets, what: 'inhibition' },
        ]),
      ];
      for (const { path, matchers, what } of places) {
        for (const matcher of matchers) {
          const reason = reasonAgainst(state, matcher);
          if (reason === undefined) continue;
          yield {
            resource,
            path,
            message: `No alert has ${matcher.label}${matcher.operator}"${matcher.value}", and this ${what} never takes effect.`,
            fix: reason,
          };
        }
      }
      for (const { path, equal } of inhibitions) {
        for (const label of equal.filter((one) => !isKnown(state, one))) {
          yield {
            resource,
            path,
            message: `No alert has the label ${label}, which has to be equal: two alerts without it are equal, and this silences more than it says.`,
            fix: `Name labels that the alerts have${didYouMean(label, labelsOfAlerts(state).keys)}.`,
          };
        }
      }
      yield* unheard(state, alertings);
    }
  },
};

interface AlertLabels {
  readonly keys: readonly string[];
  readonly values: ReadonlyMap<string, ReadonlySet<string>>;
}

const labelsOfAlerts = remembered((state: ClusterState): AlertLabels => {
  const values = new Map<string, Set<string>>([['alertname', new Set()]]);
  for (const { rule } of alertsIn(state)) {
    values.get('alertname')?.add(textAt(rule, 'alert') ?? '');
    for (const [key, value] of Object.entries(textsAt(rule, 'labels'))) {
      values.set(key, (values.get(key) ?? new Set()).add(value));
    }
  }
  return { keys: [...values.keys()], values };
});

const resultLabelsOfAlerts = remembered((state: ClusterState) =>
  alertsIn(state).map((alert) =>
    withLabels(labelsOfResult(state, alert.expression), Object.keys(textsAt(alert.rule, 'labels'))),
  ),
);

function isKnown(state: ClusterState, label: string): boolean {
  return (
    label === 'alertname' ||
    addedLabels(state).has(label) ||
    resultLabelsOfAlerts(state).some((labels) => mayHave(labels, label))
  );
}

/** Severities of alerts that come with charts. */
const OF_CHARTS = ['critical', 'warning', 'info', 'none'];

function reasonAgainst(state: ClusterState, { label, operator, value }: AlertMatcher): string | undefined {
  if (operator !== '=' && operator !== '=~') return undefined;
  const { keys, values } = labelsOfAlerts(state);
  const known = values.get(label);
  if (known === undefined) {
    const hint = didYouMean(label, keys);
    return isKnown(state, label) || hint === '' ? undefined : `Name a label that the alerts have${hint}.`;
  }
  const all = [...known, ...(label === 'severity' ? OF_CHARTS : [])];
  const pattern = operator === '=' ? undefined : patternOf(value);
  if (operator === '=~' && pattern === undefined) return undefined;
  if (
    value === '' ||
    all.some((one) => one.includes('{{') || (pattern === undefined ? one === value : pattern.test(one)))
  )
    return undefined;
  // Alerts of other names come from elsewhere too.
  const hint = didYouMean(value, all);
  if (label === 'alertname' && hint === '') return undefined;
  return `Write a value that alerts have${hint === '' ? `: ${all.slice(0, 6).join(', ')}` : hint}.`;
}

/** Alerts that should be acted on, and end at a receiver that tells nobody. */
function* unheard(state: ClusterState, { resource, route, receivers, isObject }: Alerting): Generator<Said> {
  // One that tells nobody of anything is not set up yet.
  if (route === undefined || isObject || ![...receivers.values()].some(({ tells }) => tells)) return;
  for (const { rule, resource: own, rulePath } of alertsIn(state)) {
    const labels = { ...textsAt(rule, 'labels'), alertname: textAt(rule, 'alert') ?? '' };
    if (!/^(?:critical|warning|page|error)$/.test(textAt(rule, 'labels', 'severity') ?? '')) continue;
    const ends = endsOf(route, labels, route.receiver);
    if (ends === undefined || ends.some((receiver) => receivers.get(receiver)?.tells !== false)) continue;
    yield {
      resource: own,
      path: rulePath,
      message: `The alert ${labels.alertname} ends at the receiver ${ends.join(', ')} of ${resource.kind} ${resource.name}, which tells nobody.`,
      fix: 'Write a route for it to a receiver that tells somebody.',
    };
  }
}

/** The receivers of an alert; undefined where a matcher looks at labels that only series have. */
function endsOf(
  route: Route,
  labels: Readonly<Record<string, string>>,
  inherited: string | undefined,
): readonly string[] | undefined {
  const receiver = route.receiver ?? inherited;
  const found: string[] = [];
  for (const inner of route.routes) {
    const fitting = inner.matchers.map((matcher) => fits(matcher, labels));
    if (fitting.includes(undefined) && !fitting.includes(false)) return undefined;
    if (fitting.includes(false)) continue;
    const ends = endsOf(inner, labels, receiver);
    if (ends === undefined) return undefined;
    found.push(...ends);
    if (!inner.goesOn) return found;
  }
  return found.length > 0 ? found : receiver === undefined ? [] : [receiver];
}

function fits(
  { label, operator, value }: AlertMatcher,
  labels: Readonly<Record<string, string>>,
): boolean | undefined {
  const own = Object.hasOwn(labels, label) ? labels[label] : undefined;
  if (own === undefined || own.includes('{{')) return undefined;
  const isFitting = operator.endsWith('~') ? patternOf(value)?.test(own) : own === value;
  return isFitting === undefined ? undefined : isFitting === !operator.startsWith('!');
}
