import { describe, expect, it } from 'vitest';
import { Schemas } from '../../scripts/schemas/schemas.ts';

const schemas = new Schemas('1.34');

function deployment(container: object = {}, template: object = {}): object {
  const labels = { 'app.kubernetes.io/name': 'api' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'api', namespace: 'shop' },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'api', image: 'api@sha256:0', ...container }], ...template },
      },
    },
  };
}

function virtualService(spec: object): object {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'api', namespace: 'shop' },
    spec: { hosts: ['api'], ...spec },
  };
}

describe('an object that the API server would take', () => {
  it.each([
    [
      'a Deployment',
      deployment({ resources: { requests: { cpu: '100m', memory: '1.5Gi' }, limits: { cpu: 2 } } }),
    ],
    [
      'a probe on a named port and one on a number',
      deployment({ livenessProbe: { httpGet: { port: 'http' } } }),
    ],
    [
      'a VirtualService',
      virtualService({ http: [{ timeout: '5s', route: [{ destination: { host: 'api' } }] }] }),
    ],
    [
      'a free-form part of a Helm Application',
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        metadata: { name: 'istiod' },
        spec: {
          project: 'platform',
          destination: {},
          source: { repoURL: 'https://example.com', helm: { valuesObject: { anything: { at: ['all'] } } } },
        },
      },
    ],
  ])('is accepted: %s', (_case, object) => {
    expect(schemas.check(object)).toEqual([]);
  });
});

describe('an object that would lose a part or be refused', () => {
  const container = 'spec.template.spec.containers[0]';
  it.each([
    [
      'a misspelt field',
      deployment({ imagePullPolcy: 'Always' }),
      container,
      'has no field "imagePullPolcy"',
    ],
    [
      'a text for a number',
      deployment({ ports: [{ containerPort: '80' }] }),
      `${container}.ports[0].containerPort`,
      'must be integer, found "80"',
    ],
    [
      'a quantity with a wrong unit',
      deployment({ resources: { limits: { memory: '1GB' } } }),
      `${container}.resources.limits.memory`,
      'found "1GB"',
    ],
    [
      'a boolean for a port',
      deployment({ livenessProbe: { httpGet: { port: true } } }),
      `${container}.livenessProbe.httpGet.port`,
      'found true',
    ],
    ['a missing field', { ...deployment(), spec: { selector: {} } }, 'spec', 'lacks the field "template"'],
    ['no name', { apiVersion: 'v1', kind: 'ConfigMap', metadata: {} }, 'metadata', 'lacks the field "name"'],
    ['a status', { ...deployment(), status: {} }, '', 'has no field "status"'],
    [
      'a label that is a number',
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a', labels: { a: 1 } } },
      'metadata.labels.a',
      'must be string, found 1',
    ],
    ['a misspelt field of a CRD', virtualService({ htpp: [] }), 'spec', 'has no field "htpp"'],
    [
      'two alternatives at once',
      virtualService({ http: [{ match: [{ uri: { exact: 'a', prefix: 'b' } }] }] }),
      'spec.http[0].match[0].uri',
      'alternatives',
    ],
    [
      'a timeout without unit',
      virtualService({ http: [{ timeout: '5' }] }),
      'spec.http[0].timeout',
      'found "5"',
    ],
    [
      'a kind without schema',
      { apiVersion: 'apps/v1beta1', kind: 'Deployment', metadata: { name: 'a' } },
      '',
      'there is no schema for Deployment of apps/v1beta1',
    ],
    ['a list instead of an object', [], '', 'is no Kubernetes object'],
  ])('is refused: %s', (_case, object, path, message) => {
    expect(schemas.check(object)).toEqual([{ path, message: expect.stringContaining(message) }]);
  });

  it('is refused for a Kubernetes version that lacks its kind', () => {
    const kind = ['admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy'] as const;
    expect(schemas.has(...kind)).toBe(true);
    expect(new Schemas('1.29').has(...kind)).toBe(false);
  });

  it('cannot be judged for a version without schemas, and the error names those with', () => {
    expect(() => new Schemas('1.20')).toThrow('no schemas of Kubernetes 1.20, only of 1.29, 1.34');
  });
});

describe('a Gatekeeper constraint', () => {
  const constraint = (spec: object) => ({
    apiVersion: 'constraints.gatekeeper.sh/v1beta1',
    kind: 'RequiredLabels',
    metadata: { name: 'owner' },
    spec,
  });
  const template = {
    apiVersion: 'templates.gatekeeper.sh/v1',
    kind: 'ConstraintTemplate',
    metadata: { name: 'requiredlabels' },
    spec: {
      crd: {
        spec: {
          names: { kind: 'RequiredLabels' },
          validation: {
            openAPIV3Schema: {
              type: 'object',
              properties: { labels: { type: 'array', items: { type: 'string' } } },
            },
          },
        },
      },
      targets: [{ target: 'admission.k8s.gatekeeper.sh', rego: 'package requiredlabels' }],
    },
  };
  const match = { kinds: [{ apiGroups: [''], kinds: ['Namespace'] }], excludedNamespaces: ['kube-*'] };

  it('has no schema before its template is known', () => {
    const message = 'there is no schema for RequiredLabels of constraints.gatekeeper.sh/v1beta1';
    expect(new Schemas('1.34').check(constraint({}))).toEqual([{ path: '', message }]);
  });

  it('is held against its template and what Gatekeeper can match', () => {
    const learned = new Schemas('1.34');
    learned.learn(template);
    expect(learned.check(template)).toEqual([]);
    expect(
      learned.check(constraint({ enforcementAction: 'deny', match, parameters: { labels: ['owner'] } })),
    ).toEqual([]);
    expect(
      learned.check(
        constraint({ enforcementAction: 'block', match: { kind: [] }, parameters: { label: 'a' } }),
      ),
    ).toEqual([
      {
        path: 'spec.enforcementAction',
        message: 'must be one of ["deny","dryrun","scoped","warn"], found "block"',
      },
      { path: 'spec.match', message: 'has no field "kind"' },
      { path: 'spec.parameters', message: 'has no field "label"' },
    ]);
  });
});
