import { PrometheusRuleSpecGroupsRulesExpr as Expression, PrometheusRule } from '@cdk8s/prometheus-operator';
import type { Construct } from 'constructs';
import type { Fleet } from '../../../clusters/index.ts';
import type { DeclaredObject } from '../declared-object.ts';
import { addDeclared, declare } from '../manifest.ts';
import type { Alert, Rule } from './alert.ts';
import type { DashboardName } from './dashboard.ts';

/** Whose rules these are. */
export interface RuleOwner {
  /** The unit that they watch; its objects are in its folder in `dist`. */
  readonly unit: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The team that is alerted: the name of a product, or `platform` (S3-74). */
  readonly owner: string;
  /** Where its alerts are shown, unless one says it itself. */
  readonly dashboard: DashboardName;
  /** The published address of Grafana, where the cluster has one. */
  readonly grafana: string | undefined;
  /** PromQL of the builds that run, by `image_spec`: a message names them. */
  readonly builds?: string;
}

/**
 * The PrometheusRule of a unit (S1-38, S3-69). The name of the cluster is not among the labels: Prometheus adds it to
 * everything that leaves it.
 *
 * @throws when the unit has two alerts with one name, whose tests and runbooks could not be told apart
 */
export function addRules(
  scope: Construct,
  fleet: Fleet,
  owner: RuleOwner,
  groups: Readonly<Record<string, readonly Rule[]>>,
): void {
  const declared = declaredRules(fleet.repository, owner, groups);
  if (declared !== undefined) addDeclared(scope, declared);
}

/**
 * The same, not yet added to a chart. Undefined where there are no rules.
 *
 * @throws as {@link addRules}
 */
export function declaredRules(
  repository: Fleet['repository'],
  owner: RuleOwner,
  groups: Readonly<Record<string, readonly Rule[]>>,
): DeclaredObject | undefined {
  const filled = Object.entries(groups).filter(([, rules]) => rules.length > 0);
  if (filled.length === 0) return undefined;
  assertNamesDiffer(owner.unit, Object.values(groups).flat());
  const messages = messagesOf(owner, repository);
  return declare(PrometheusRule, {
    metadata: { name: owner.unit, namespace: owner.namespace, labels: { ...owner.labels } },
    spec: {
      groups: filled.map(([name, rules]) => ({
        name: `${owner.unit}-${name}`,
        rules: rules.map((rule) => ('alert' in rule ? alertOf(rule, owner, messages) : recordingOf(rule))),
      })),
    },
  });
}

/** What the messages of all alerts of a unit have in common. */
interface Messages {
  readonly runbooks: string;
  readonly build: string | undefined;
}

function messagesOf({ builds }: RuleOwner, { url, revision }: Fleet['repository']): Messages {
  return {
    // In the revision that the clusters run.
    runbooks: `${url.replace(/\.git$/, '')}/blob/${revision}/docs/runbooks.md`,
    build: builds === undefined ? undefined : buildsOf(builds),
  };
}

function alertOf(alert: Alert, ruleOwner: RuleOwner, { runbooks, build }: Messages) {
  const { unit, owner, grafana } = ruleOwner;
  const dashboard = alert.dashboard ?? ruleOwner.dashboard;
  // Written one by one: a spread takes several times as long, and a fleet has tens of thousands of alerts.
  const annotations: Record<string, string> = {
    summary: alert.summary,
    description: alert.description,
    runbook_url: `${runbooks}#${alert.alert.toLowerCase()}`,
    dashboard,
  };
  if (grafana !== undefined) annotations.dashboard_url = `${grafana}/d/${dashboard}`;
  if (build !== undefined) annotations.build = build;
  if (alert.annotations !== undefined) Object.assign(annotations, alert.annotations);
  const rule = {
    alert: alert.alert,
    expr: Expression.fromString(alert.expression),
    labels: { severity: alert.severity, owner: alert.owner ?? owner, unit },
    annotations,
  };
  return alert.for === undefined ? rule : { ...rule, for: alert.for };
}

function recordingOf({ record, expression, labels }: Exclude<Rule, Alert>) {
  const rule = { record, expr: Expression.fromString(expression) };
  return labels === undefined ? rule : { ...rule, labels: { ...labels } };
}

/** What runs when the message is written: a build that is promoted later must not change the rule. */
function buildsOf(expression: string): string {
  return `{{ range query \`${expression}\` }}{{ reReplaceAll "^.*/" "" .Labels.image_spec }} {{ end }}`;
}

function assertNamesDiffer(unit: string, rules: readonly Rule[]): void {
  const names = new Set<string>();
  for (const rule of rules) {
    if (!('alert' in rule)) continue;
    if (names.has(rule.alert)) {
      throw new Error(`${unit} has two alerts ${rule.alert}. Give one of them another name.`);
    }
    names.add(rule.alert);
  }
}
