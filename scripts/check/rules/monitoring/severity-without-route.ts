import type { ClusterRule } from '../../rule.ts';
import { textAt } from '../../state/read.ts';
import { titleOf } from '../../state/resource.ts';
import { alertingsIn, routesOf } from './alertmanager.ts';
import { alertsIn } from './queries.ts';
import { alerting } from './samples.ts';

const ROUTES = `---
apiVersion: monitoring.coreos.com/v1alpha1
kind: AlertmanagerConfig
metadata: { name: routes, namespace: shop }
spec:
  route: { receiver: chat, routes: [{ receiver: pager, matchers: [{ name: severity, value: critical, matchType: "=" }] }] }
  receivers: [{ name: chat, slackConfigs: [{ channel: alerts }] }, { name: pager, pagerdutyConfigs: [{ serviceKey: { name: pager, key: key } }] }]
`;

/** What goes to the receiver of all the rest on purpose. */
const QUIET = /^(?:warning|warn|info|none|notice|low|minor|ticket|debug)$/;
/** What is meant to wake somebody, however it is called. */
const LOUD = ['critical', 'page', 'error', 'high', 'major', 'emergency', 'fatal', 'p1', 'sev1'];

export const severityWithoutRoute: ClusterRule = {
  id: 'severity-without-route',
  severity: 'warning',
  summary: 'An alert whose severity no route knows, or that has none where routes go by it',
  breaks: 'It goes where everything goes that nobody waits for, and nobody wakes up.',
  failing: alerting('shop_up == 0', { labels: 'severity: page' }) + ROUTES,
  passing: alerting('shop_up == 0') + ROUTES,
  *judge(state) {
    const routes = alertingsIn(state).flatMap(({ route }) =>
      route === undefined ? [] : [...routesOf(route)],
    );
    const matchers = routes.flatMap((each) => each.matchers).filter(({ label }) => label === 'severity');
    if (matchers.length === 0) return;
    const values = matchers.flatMap(({ operator, value }) =>
      operator === '=' ? [value] : operator === '=~' ? value.split('|') : [],
    );
    // Where none of the routes is for what wakes somebody, everything goes to one place; a pattern or a negation may mean any value.
    if (
      !values.some((value) => LOUD.includes(value)) ||
      matchers.some(({ operator, value }) => operator.startsWith('!') || /[.*+[(]/.test(value))
    )
      return;
    const alerts = alertsIn(state).filter(({ resource }) => !resource.isExtract);
    const said = alerts.filter(({ rule }) => textAt(rule, 'labels', 'severity') !== undefined);
    for (const { resource, rule, rulePath } of alerts) {
      const severity = textAt(rule, 'labels', 'severity');
      const inText = rulePath[0] === 'data';
      if (severity === undefined) {
        // Few others leave it to the general rule about what all others have.
        if (said.length > 2) continue;
        yield {
          resource,
          path: rulePath,
          message: `The alert ${textAt(rule, 'alert') ?? ''} has no severity, by which the routes go (${values.join(', ')}): it goes where all the rest goes.`,
          fix: `Write a severity among its labels, such as ${values[0] ?? ''}.`,
        };
      } else if (!values.includes(severity) && !QUIET.test(severity) && LOUD.includes(severity)) {
        yield {
          resource,
          path: inText ? rulePath : [...rulePath, 'labels', 'severity'],
          message: `The alert ${textAt(rule, 'alert') ?? ''} has the severity ${severity}, and the routes wait for ${values.join(', ')}: it wakes nobody.`,
          fix: `Write severity: ${values[0] ?? ''}, or add a route for ${severity}.`,
        };
      }
    }
    yield* ofStrategy(state);
  },
};

type State = Parameters<typeof alertsIn>[0];

/** Routes of an object hold for alerts of its own namespace only, unless Alertmanager is told otherwise. */
function* ofStrategy(state: State) {
  const configs = state.of('monitoring.coreos.com/AlertmanagerConfig');
  const namespaces = new Set(configs.map(({ namespace }) => namespace));
  const apart = state
    .of('monitoring.coreos.com/PrometheusRule')
    .filter(({ namespace }) => !namespaces.has(namespace));
  const [first] = apart;
  if (first === undefined || configs.length === 0) return;
  for (const resource of state.of('monitoring.coreos.com/Alertmanager')) {
    if (
      resource.isExtract ||
      (textAt(resource.value, 'spec', 'alertmanagerConfigMatcherStrategy', 'type') ?? 'OnNamespace') !==
        'OnNamespace'
    )
      continue;
    const hasOwn =
      textAt(resource.value, 'spec', 'configSecret') !== undefined ||
      textAt(resource.value, 'spec', 'alertmanagerConfiguration', 'name') !== undefined ||
      state.find('/Secret', resource.namespace, `alertmanager-${resource.name}`) !== undefined ||
      state.find(
        'external-secrets.io/ExternalSecret',
        resource.namespace,
        `alertmanager-${resource.name}`,
      ) !== undefined;
    // Where each team has a config of its own, it is meant so.
    if (hasOwn || namespaces.size > 1 || !namespaces.has(resource.namespace)) continue;
    yield {
      resource,
      path: ['spec', 'alertmanagerConfigMatcherStrategy'],
      message: `The routes of ${configs.map(titleOf).join(', ')} hold for alerts of ${[...namespaces].join(', ')} only, and ${titleOf(first)} has alerts of another namespace: nobody gets them.`,
      fix: 'Write alertmanagerConfigMatcherStrategy: { type: None }.',
    };
  }
}
