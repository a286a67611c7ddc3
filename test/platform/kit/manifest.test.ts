import { Certificate } from '@cdk8s/cert-manager';
import { Sidecar } from '@cdk8s/istio';
import { ApiObject, App, Chart, type ChartProps, JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { describe, expect, test } from 'vitest';
import { assertNothingDropped } from '../../../platform/kit/dropped-fields.ts';
import { add } from '../../../platform/kit/manifest.ts';
import { bytes, formatCpu, formatMemory, millicores } from '../../../platform/kit/quantity.ts';
import { at } from '../../manifest-reader.ts';
import { refusal } from '../refusal.ts';

function chartOf(props: ChartProps = {}): Chart {
  return new Chart(new App(), 'unit', { disableResourceNameHashes: true, ...props });
}

const metadata = { name: 'web', namespace: 'shop' };

describe('two objects of one name: the second would silently take the place of the first', () => {
  const twice = (first: object, second: object) =>
    refusal(() => {
      const chart = chartOf();
      add(chart, k8s.KubeConfigMap, { metadata: { ...metadata, ...first } });
      add(chart, k8s.KubeConfigMap, { metadata: { ...metadata, ...second } });
    });

  test('in one unit are refused where the second is declared', () => {
    expect(twice({}, {})).toBe(
      'ConfigMap shop/web is declared twice in the unit unit. Give one of them another name.',
    );
  });

  test('in two namespaces, or of two kinds, they are two objects', () => {
    expect(twice({}, { namespace: 'other' })).toBeUndefined();
    expect(twice({}, { name: 'other' })).toBeUndefined();
    const kinds = () => {
      const chart = chartOf();
      add(chart, k8s.KubeConfigMap, { metadata });
      add(chart, k8s.KubeServiceAccount, { metadata });
    };
    expect(refusal(kinds)).toBeUndefined();
  });
});

describe('what Argo CD must not delete without a word', () => {
  const optionsOf = (declare: (chart: Chart) => void) => {
    const chart = chartOf();
    declare(chart);
    return chart.toJson().map((json) => at(json, 'metadata.annotations["argocd.argoproj.io/sync-options"]'));
  };

  test('a namespace takes all with it, a claim its data', () => {
    expect(
      optionsOf((chart) => {
        add(chart, k8s.KubeNamespace, { metadata: { name: 'shop' } });
        add(chart, k8s.KubePersistentVolumeClaim, { metadata });
        add(chart, k8s.KubeStatefulSet, { metadata });
      }),
    ).toEqual(['Prune=confirm', 'Prune=confirm', 'Prune=confirm']);
  });

  test('the certificate of an authority takes the trust in what it signed', () => {
    const certificate = (isCa?: boolean) => (chart: Chart) =>
      add(chart, Certificate, {
        metadata,
        spec: {
          secretName: 'web',
          issuerRef: { name: 'issuer' },
          ...(isCa !== undefined && { isCa }),
        },
      });
    expect(optionsOf(certificate(true))).toEqual(['Prune=confirm']);
    expect(optionsOf(certificate(false))).toEqual([undefined]);
    expect(optionsOf(certificate())).toEqual([undefined]);
  });

  test('other objects go with the commit that removes them', () => {
    expect(optionsOf((chart) => add(chart, k8s.KubeConfigMap, { metadata }))).toEqual([undefined]);
  });

  test('the annotations that an object has stay', () => {
    const chart = chartOf();
    add(chart, k8s.KubeNamespace, { metadata: { name: 'shop', annotations: { reason: 'none' } } });
    expect(at(chart.toJson()[0], 'metadata.annotations')).toEqual({
      reason: 'none',
      'argocd.argoproj.io/sync-options': 'Prune=confirm',
    });
  });
});

describe('a field that the generated class does not know is an error, not a pod that runs without it', () => {
  // A spread takes excess fields past the compiler, and past the class.
  const dropped = (spec: object) =>
    refusal(() => add(chartOf(), k8s.KubeServiceAccount, { metadata, ...spec }));

  test('a misspelt field', () => {
    expect(dropped({ automountServiceAcountToken: false })).toBe(
      'ServiceAccount shop/web: the field automountServiceAcountToken does not reach the manifest. Its name is unknown to the kind, or its value has the wrong form (a port needs IntOrString, an amount needs Quantity, null is not rendered).',
    );
    expect(dropped({ automountServiceAccountToken: false })).toBeUndefined();
  });

  test('a field of a list inside a list, by its path', () => {
    const sidecar = (egress: { hosts: string[]; prt?: number }) =>
      refusal(() => add(chartOf(), Sidecar, { metadata, spec: { egress: [{ hosts: ['./*'] }, egress] } }));
    expect(sidecar({ hosts: ['a/*'], prt: 1 })).toMatch(/the field spec\.egress\[1\]\.prt does not reach/);
    expect(sidecar({ hosts: ['a/*'] })).toBeUndefined();
  });

  test.each<[string, unknown, unknown]>([
    ['null', { a: null }, {}],
    ['a bare number where the class wants a wrapper', { port: 8080 }, { port: undefined }],
    ['a value that became another', { a: 1 }, { a: 2 }],
    ['a list that lost an item', { a: [1, 2] }, { a: [1] }],
    ['a list that got an item', { a: [1] }, { a: [1, 2] }],
    ['a list that became none', { a: [1] }, { a: { 0: 1 } }],
    ['an object that became a text', { a: { b: 1 } }, { a: 'b' }],
    ['a wrapper of another value', { a: k8s.Quantity.fromString('1') }, { a: '2' }],
    ['false', { a: false }, {}],
    ['zero', { a: 0 }, {}],
    ['an empty text', { a: '' }, {}],
    ['an empty list', { a: [] }, {}],
    ['an empty object', { a: {} }, {}],
  ])('%s', (_, written, rendered) => {
    expect(() => assertNothingDropped('X', written, rendered)).toThrow(/^X: the field (a|port)/);
  });

  test.each<[string, unknown, unknown]>([
    ['the same', { a: [{ b: 0, c: false, d: '' }] }, { a: [{ b: 0, c: false, d: '' }] }],
    ['undefined', { a: undefined }, {}],
    ['an amount', { a: k8s.Quantity.fromString('1') }, { a: '1' }],
    ['a port', { a: k8s.IntOrString.fromNumber(0) }, { a: 0 }],
    ['the spelling of the classes', { consecutive5XxErrors: 5 }, { consecutive5xxErrors: 5 }],
    ['what the class added', {}, { kind: 'X' }],
  ])('nothing is lost: %s', (_, written, rendered) => {
    expect(() => assertNothingDropped('X', written, rendered)).not.toThrow();
  });
});

describe('what is added to an object after its declaration is not lost without a word', () => {
  const changed = (change: (object: ApiObject) => void, props: ChartProps = {}) => {
    const chart = chartOf(props);
    add(chart, k8s.KubeConfigMap, { metadata: { ...metadata, labels: { app: 'web' } }, data: { a: '1' } });
    const [object] = chart.node.findAll().filter(ApiObject.isApiObject);
    if (object === undefined) throw new Error('the chart has no object');
    change(object);
    return () => chart.toJson()[0];
  };

  test('a JSON patch applies, to this object alone', () => {
    const json = changed((object) => object.addJsonPatch(JsonPatch.replace('/data/a', '2')));
    expect(at(json(), 'data.a')).toBe('2');
    expect(at(json(), 'data.a')).toBe('2');
    expect(at(changed(() => {})(), 'data.a')).toBe('1');
  });

  test('a JSON patch that does not fit stops the render, and names the object', () => {
    const json = changed((object) => object.addJsonPatch(JsonPatch.replace('/no/such/place', '2')));
    expect(json).toThrow(/^ConfigMap shop\/web: a patch does not fit it: /);
  });

  test.each<[string, (object: ApiObject) => void, string, unknown]>([
    ['an annotation', ({ metadata }) => metadata.addAnnotation('why', 'x'), 'metadata.annotations.why', 'x'],
    ['a label', ({ metadata }) => metadata.addLabel('tier', 'x'), 'metadata.labels.tier', 'x'],
    ['a finalizer', ({ metadata }) => metadata.addFinalizers('x'), 'metadata.finalizers[0]', 'x'],
    ['another field', ({ metadata }) => metadata.add('generateName', 'x'), 'metadata.generateName', 'x'],
    [
      'an owner',
      ({ metadata }) => metadata.addOwnerReference({ apiVersion: 'v1', kind: 'Pod', name: 'x', uid: '1' }),
      'metadata.ownerReferences[0].name',
      'x',
    ],
  ])('%s applies, and what the object declares stays', (_, change, path, value) => {
    const json = changed(change)();
    expect(at(json, path)).toBe(value);
    expect(at(json, 'metadata.labels.app')).toBe('web');
    expect(at(json, 'metadata.name')).toBe('web');
    expect(at(json, 'data.a')).toBe('1');
  });

  test('the labels and the namespace of the chart apply where the object has none of its own', () => {
    const labels = { app: 'chart', team: 'shop' };
    const json = changed(() => {}, { labels, namespace: 'chart' })();
    expect(at(json, 'metadata.labels')).toEqual({ app: 'web', team: 'shop' });
    expect(at(json, 'metadata.namespace')).toBe('shop');
    const chart = chartOf({ namespace: 'chart' });
    add(chart, k8s.KubeConfigMap, { metadata: { name: 'web' } });
    expect(at(chart.toJson()[0], 'metadata.namespace')).toBe('chart');
  });
});

describe('amounts that are read wrongly make quotas that stop updates', () => {
  test.each([
    ['500m', 500],
    ['2', 2000],
    ['0.5', 500],
    ['1.5', 1500],
  ])('%s CPU is %i millicores', (text, expected) => {
    expect(millicores(text)).toBe(expected);
  });

  test.each([
    ['1Ki', 1024],
    ['512Mi', 536_870_912],
    ['2Gi', 2_147_483_648],
    ['1Ti', 1_099_511_627_776],
    ['0.5Gi', 536_870_912],
  ])('%s is %i bytes', (text, expected) => {
    expect(bytes(text)).toBe(expected);
  });

  test.each(['', '1 ', '-1', '1k', '500Mi', 'm', '1e3'])('%j is not an amount of CPU', (text) => {
    expect(() => millicores(text)).toThrow(
      `${text} is not an amount of CPU. Write cores such as 2, or millicores such as 500m.`,
    );
  });

  test.each(['', '512', '512M', '1G', 'Mi', '500m', '1Pi'])('%j is not an amount of memory', (text) => {
    expect(() => bytes(text)).toThrow(
      `${text} is not an amount of memory. Write it with a binary suffix, such as 512Mi or 2Gi.`,
    );
  });

  test('what is written is never less than what was meant', () => {
    expect([1000, 1001, 106_250, 0, 0.1].map(formatCpu)).toEqual(['1', '1001m', '106250m', '0', '1m']);
    expect([1, 1024 ** 2, 1024 ** 3, 1.5 * 1024 ** 3].map(formatMemory)).toEqual([
      '1Mi',
      '1Mi',
      '1Gi',
      '1536Mi',
    ]);
  });
});

test('a time that the controller would refuse is found in every object, also in one like an earlier one', () => {
  const chart = chartOf();
  const job = (name: string, schedule: string) =>
    refusal(() => {
      add(chart, k8s.KubeCronJob, {
        metadata: { ...metadata, name },
        spec: { schedule, timeZone: 'Asia/Tokyo', jobTemplate: {} },
      });
    });
  expect(job('first', '0 8 * * *')).toBeUndefined();
  expect(job('second', '0 9 * * *')).toBeUndefined();
  expect(job('third', '0 25 * * *')).toContain(
    'CronJob shop/third: spec.schedule: found "0 25 * * *", expected an hour',
  );
});
