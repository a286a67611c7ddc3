import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { textAt } from '../../state/read.ts';
import { alertsIn, type ReadQuery } from './queries.ts';
import { alerting } from './samples.ts';

const further = (
  labels: string,
) => `        - { alert: ShopSlow, expr: shop_slow > 1, labels: { severity: warning } }
        - { alert: ShopFull, expr: shop_full > 1, labels: { severity: critical } }
        - { alert: ShopOld, expr: shop_old > 1, labels: { ${labels} } }
`;

/** Labels and texts by which alerts are routed and read, where a tree has them. */
const FIELDS = [
  { part: 'labels', key: 'severity', does: 'no route by severity takes it' },
  { part: 'annotations', key: 'runbook_url', does: 'whoever is woken has nothing to go by' },
  { part: 'annotations', key: 'summary', does: 'the message says no more than a name' },
] as const;
/** So many others have to agree before one that differs is a mistake. */
const AGREEING = 3;

export const alertUnlikeOthers: ClusterRule = {
  id: 'alert-unlike-others',
  severity: 'warning',
  summary:
    'An alert without the severity, runbook or summary that every other alert of the tree has, or with a severity that is misspelt',
  breaks: 'It goes another way than the others: no route takes it, or nobody knows what to do.',
  failing: alerting('shop_up == 0', { further: further('team: shop') }),
  passing: alerting('shop_up == 0', { further: further('severity: warning') }),
  *judge(state) {
    const alerts = alertsIn(state);
    for (const { part, key, does } of FIELDS) {
      const without = alerts.filter(({ rule }) => textAt(rule, part, key) === undefined);
      if (without.length === 0 || without.length > alerts.length / 10 + 1) continue;
      if (alerts.length - without.length < AGREEING) continue;
      for (const { resource, rule, rulePath } of without) {
        yield {
          resource,
          path: rulePath,
          message: `The alert ${textAt(rule, 'alert') ?? ''} has no ${key}, as ${alerts.length - without.length} others have: ${does}.`,
          fix: `Write ${key} in its ${part}.`,
        };
      }
    }
    yield* misspelt(state, alerts);
  },
};

const USUAL = [
  'critical',
  'warning',
  'info',
  'none',
  'error',
  'major',
  'minor',
  'page',
  'ticket',
  'high',
  'medium',
  'low',
];

/** Labels whose values are few, and wait for routes. */
const ENUMERATED = ['severity', 'owner', 'team', 'squad', 'tier', 'priority'];

function* misspelt(_: ClusterState, alerts: readonly ReadQuery[]): Generator<Said> {
  for (const label of ENUMERATED) {
    const counts = new Map<string, number>();
    for (const { rule } of alerts) {
      const value = textAt(rule, 'labels', label);
      if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const usual =
      label === 'severity'
        ? USUAL
        : [...counts].filter(([, count]) => count >= AGREEING).map(([value]) => value);
    for (const { resource, rule, rulePath } of alerts) {
      const value = textAt(rule, 'labels', label);
      if (
        value === undefined ||
        usual.includes(value) ||
        value.includes('{{') ||
        (counts.get(value) ?? 0) > 1
      )
        continue;
      const hint = didYouMean(value, [
        ...usual,
        ...[...counts.keys()].filter((one) => label === 'severity' && one !== value),
      ]);
      if (hint === '') continue;
      yield {
        resource,
        path: rulePath[0] === 'data' ? rulePath : [...rulePath, 'labels', label],
        message: `No other alert has the ${label} ${value}, and no route waits for it.`,
        fix: `Write a value that others have${hint}.`,
      };
    }
  }
}
