import { describe, expect, test } from 'vitest';
import { monitoring } from '../../../scripts/check/rules/monitoring/family.ts';
import { findingsIn } from '../findings-in.ts';

const LONG = 'a-very-long-name-of-a-deployment-that-kubernetes-has-to-cut-off';

const workload = (kind: string, name: string) => `---
apiVersion: ${kind === 'CronJob' || kind === 'Job' ? 'batch/v1' : 'apps/v1'}
kind: ${kind}
metadata: { name: ${name}, namespace: shop }
spec: ${
  kind === 'CronJob'
    ? '{ jobTemplate: { spec: { template: { spec: { containers: [{ name: app }] } } } } }'
    : '{ template: { spec: { containers: [{ name: app }] } } }'
}
`;

const alert = (matcher: string) => `
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: shop, namespace: shop }
spec:
  groups:
    - name: shop
      rules:
        - alert: Restarts
          expr: ${JSON.stringify(`increase(kube_pod_container_status_restarts_total{namespace="shop", ${matcher}}[15m]) > 3`)}
`;

const found = (kind: string, name: string, matcher: string) =>
  findingsIn(alert(matcher) + workload(kind, name), ...monitoring.rules).map(({ rule }) => rule);

describe('A pattern for names of pods', () => {
  test.each([
    ['Deployment', 'web', 'pod=~"web-.*"'],
    ['Deployment', 'web', 'pod=~"web-[a-z0-9]+-[a-z0-9]{5}"'],
    ['Deployment', LONG, `pod=~"${LONG.slice(0, 50)}.*"`],
    ['StatefulSet', 'db', 'pod="db-0"'],
    ['StatefulSet', 'db', String.raw`pod=~"db-\\d+"`],
    ['DaemonSet', 'agent', 'pod=~"agent-[a-z0-9]{5}"'],
    ['CronJob', 'nightly', String.raw`pod=~"nightly-\\d+-.*"`],
    ['Job', 'import', 'pod=~"import-.+"'],
    ['Deployment', 'web', 'pod!~"api-.*"'],
    ['Deployment', 'web', 'container="app"'],
    ['Deployment', 'web', 'pod=~"$pod"'],
  ])('fits those of a %s %s: %s', (kind, name, matcher) => {
    expect(found(kind, name, matcher)).toEqual([]);
  });

  test.each([
    ['Deployment', 'web', 'pod=~"web"'],
    ['Deployment', 'web', String.raw`pod=~"web-\\d+"`],
    ['Deployment', 'web', 'pod=~"web-[a-z0-9]{5}"'],
    ['Deployment', LONG, `pod=~"${LONG}-[a-z0-9]+-[a-z0-9]{5}"`],
    ['StatefulSet', 'db', 'pod="db"'],
    ['StatefulSet', 'db', 'pod=~"db-[a-z]+-.*"'],
    ['CronJob', 'nightly', 'pod=~"nightly-[a-z]{5}"'],
    ['Deployment', 'web', 'container="web"'],
    ['Deployment', 'web', 'pod=~"web-.*|api-.*"'],
  ])('fits none of a %s %s: %s', (kind, name, matcher) => {
    expect(found(kind, name, matcher)).toEqual(['promql-value-cannot-occur']);
  });
});
