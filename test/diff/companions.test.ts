import { describe, expect, it } from 'vitest';
import { told } from './changed.ts';

const workload = (name: string) =>
  `{apiVersion: apps/v1, kind: Deployment, metadata: {name: ${name}, namespace: shop}, spec: {selector: {matchLabels: {app: ${name}}}, template: {metadata: {labels: {app: ${name}}}, spec: {containers: [{name: c, image: "c:1"}]}}}}`;
const object = (apiVersion: string, kind: string, spec: string) =>
  `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: beside, namespace: shop}, spec: {${spec}}}`;
const target = 'kind: Deployment, name: web, apiVersion: apps/v1';
const alerts = (name: string, service: string) =>
  `{apiVersion: monitoring.coreos.com/v1, kind: PrometheusRule, metadata: {name: ${name}, namespace: shop}, spec: {groups: [{name: ${service}, rules: [{alert: ErrorRatioHigh, expr: 'errors{service="${service}"} > 1'}]}]}}`;

/** What it is to lose each of them while its workload stays. */
const BESIDE: readonly (readonly [text: string, risk: string])[] = [
  [
    object('policy/v1', 'PodDisruptionBudget', 'minAvailable: 1, selector: {matchLabels: {app: web}}'),
    'outage',
  ],
  [
    object(
      'monitoring.coreos.com/v1',
      'PodMonitor',
      'selector: {matchLabels: {app: web}}, podMetricsEndpoints: [{port: m}]',
    ),
    'outage',
  ],
  [
    object(
      'monitoring.coreos.com/v1',
      'ServiceMonitor',
      'selector: {matchLabels: {app: web}}, endpoints: [{port: m}]',
    ),
    'outage',
  ],
  [alerts('beside', 'web'), 'outage'],
  [
    object(
      'vpcresources.k8s.aws/v1beta1',
      'SecurityGroupPolicy',
      'podSelector: {matchLabels: {app: web}}, securityGroups: {groupIds: [sg-0c518b4cbe1d1b730]}',
    ),
    'outage',
  ],
  [object('networking.istio.io/v1alpha3', 'EnvoyFilter', 'workloadSelector: {labels: {app: web}}'), 'outage'],
  [
    object('telemetry.istio.io/v1', 'Telemetry', 'selector: {matchLabels: {app: web}}, accessLogging: [{}]'),
    'outage',
  ],
  [
    object(
      'security.istio.io/v1',
      'RequestAuthentication',
      'selector: {matchLabels: {app: web}}, jwtRules: [{issuer: a, jwksUri: "https://a.example.com"}]',
    ),
    'security',
  ],
  [
    object(
      'autoscaling/v2',
      'HorizontalPodAutoscaler',
      `scaleTargetRef: {${target}}, minReplicas: 2, maxReplicas: 4`,
    ),
    'scale',
  ],
  [object('keda.sh/v1alpha1', 'ScaledObject', 'scaleTargetRef: {name: web}, triggers: []'), 'scale'],
];

function riskOf(before: string, after: string, name = 'beside') {
  const found = told(before, after).find((each) => each.object.endsWith(` ${name}`));
  return { risk: found?.risk, reasons: found?.reasons };
}

const all = (...texts: readonly string[]) => texts.join('\n---\n');

describe.each(BESIDE)('%s', (text, risk) => {
  it('goes with its workload, and is missed where that stays', () => {
    expect(riskOf(all(text, workload('web')), '').risk).toBe('routine');
    expect(riskOf(all(text, workload('web')), workload('web')).risk).toBe(risk);
  });

  it('is missed where its workload only has other labels from now on', () => {
    const relabelled = workload('web').replaceAll('app: web', 'app: shop');
    expect(riskOf(all(text, workload('web')), relabelled).risk).toBe(risk);
  });
});

it('an alert of a service is missed, though others have alerts of the same name', () => {
  const others = all(alerts('api', 'api'), alerts('web', 'web'), workload('api'), workload('web'));
  expect(riskOf(all(others, alerts('beside', 'pay'), workload('pay')), all(others, workload('pay')))).toEqual(
    {
      risk: 'outage',
      reasons: expect.stringContaining('nobody is told'),
    },
  );
});

it('an alert that goes to another object is not', () => {
  const [before, after] = [alerts('beside', 'web'), alerts('moved', 'web')];
  const change = told(all(before, workload('web')), all(after, workload('web')));
  expect(change.map(({ risk }) => risk).filter((risk) => risk !== 'routine')).toEqual([]);
});
