import { describe, expect, it } from 'vitest';
import { diffOfFiles, filesOf, objectsIn, toldOf } from './changed.ts';

const namespace = '{apiVersion: v1, kind: Namespace, metadata: {name: kiali}}';
const constraint = (match: string) =>
  `{apiVersion: constraints.gatekeeper.sh/v1beta1, kind: RequiredLabels, metadata: {name: r}, spec: {match: {${match}}}}`;
const project = (destinations: string) =>
  `{apiVersion: argoproj.io/v1alpha1, kind: AppProject, metadata: {name: p, namespace: argocd}, spec: {destinations: [${destinations}]}}`;
const policy = (home: string, rules: string) =>
  `{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: allow, namespace: ${home}}, spec: {podSelector: {matchLabels: {app: prometheus}}, policyTypes: [Ingress], ingress: [${rules}]}}`;
const from = (name: string) =>
  `{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ${name}}}}], ports: [{port: 9090}]}`;

interface Change {
  readonly what: string;
  /** With the namespace. */
  readonly whole: string;
  /** Without it. */
  readonly rest: string;
  /** What it is where the namespace stays as it is: when it goes from here, and when it comes here. */
  readonly risks: readonly [goes: string, comes: string];
  /** What it is where the namespace comes along. */
  readonly arrives: string;
}

const CHANGES: readonly Change[] = [
  {
    what: 'an exemption from a rule',
    whole: constraint('excludedNamespaces: [argocd, kiali]'),
    rest: constraint('excludedNamespaces: [argocd]'),
    risks: ['outage', 'security'],
    // Whoever brings a namespace along lets it off the rule all the same.
    arrives: 'security',
  },
  {
    what: 'a rule for some namespaces',
    whole: constraint('namespaces: [argocd, kiali]'),
    rest: constraint('namespaces: [argocd]'),
    risks: ['security', 'outage'],
    arrives: 'routine',
  },
  {
    what: 'a destination of a project',
    whole: project('{name: prod, namespace: argocd}, {name: prod, namespace: kiali}'),
    rest: project('{name: prod, namespace: argocd}'),
    risks: ['outage', 'security'],
    arrives: 'security',
  },
  {
    what: 'a peer of a policy',
    whole: policy('monitoring', `${from('argocd')}, ${from('kiali')}`),
    rest: policy('monitoring', from('argocd')),
    risks: ['outage', 'security'],
    arrives: 'security',
  },
];

/** Of a change of a cluster, by whose name its hub knows it. */
function riskOf(before: string, after: string, both = ''): string | undefined {
  const files = (text: string) => ({
    'index.json': JSON.stringify({ clusters: ['prod'] }),
    ...filesOf([...objectsIn(text), ...objectsIn(both)], 'prod/unit'),
  });
  return toldOf(diffOfFiles(files(before), files(after))).find(({ object }) => object !== 'Namespace kiali')
    ?.risk;
}

describe.each(CHANGES)('$what', ({ whole, rest, risks, arrives }) => {
  it('worries nobody where its namespace goes as well', () => {
    expect(riskOf(`${whole}\n---\n${namespace}`, rest)).toBe('routine');
  });

  it('is told where its namespace stays, or nobody knows of it', () => {
    for (const both of [namespace, '']) {
      expect(riskOf(whole, rest, both)).toBe(risks[0]);
      expect(riskOf(rest, whole, both)).toBe(risks[1]);
    }
  });

  it('is judged anew where its namespace comes along', () => {
    expect(riskOf(rest, `${whole}\n---\n${namespace}`)).toBe(arrives);
  });
});

it('a rule for some namespaces that is for all from now on, or for one more, is told besides what goes', () => {
  const whole = constraint('namespaces: [argocd, kiali]');
  expect(riskOf(`${whole}\n---\n${namespace}`, constraint(''))).toBe('outage');
  expect(riskOf(`${whole}\n---\n${namespace}`, constraint('namespaces: [argocd, shop]'))).not.toBe('routine');
});

it('a policy that goes with its namespace shuts out nobody who would be left, and one that goes alone does', () => {
  const own = policy('kiali', from('argocd'));
  expect(riskOf(`${own}\n---\n${namespace}`, '')).toBe('routine');
  expect(riskOf(own, '', namespace)).toBe('security');
});
