import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readTrees } from '../../scripts/cluster-model/cluster.ts';
import { LARGEST_FILE } from '../../scripts/cluster-model/input/files.ts';
import { UnusableInput } from '../../scripts/cluster-model/input/unusable-input.ts';
import { modelOf } from '../../scripts/cluster-model/model.ts';
import { Reach } from '../../scripts/reach/reach.ts';
import { clusterOf, namespace, networkPolicy, type Written, workload } from '../reach/cluster-of.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tree-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** What is said about the folder, with the paths from it on. */
function refusal(files: Readonly<Record<string, string>>): string {
  write(files);
  try {
    for (const tree of readTrees([folder])) new Reach(modelOf(tree)).connections();
  } catch (error) {
    if (error instanceof UnusableInput) return error.message.replaceAll(`${folder}/`, '');
    throw error;
  }
  return 'read';
}

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: app}]}\n';
const policy = (spec: string) =>
  `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: web\nspec:\n  podSelector: {}\n${spec}`;

describe('what a folder may hold', () => {
  test('several objects a file, JSON, and lists of kubectl whose items say no kind', () => {
    write({
      'several.yaml': `# two\n---\n${POD}---\n${POD.replace('web', 'other')}...\n`,
      'list.json': JSON.stringify({
        apiVersion: 'v1',
        kind: 'PodList',
        items: [{ metadata: { name: 'third' }, spec: { containers: [] } }],
      }),
      'chart/values.yaml': 'replicas: 2\n',
      'notes.txt': '{',
    });
    const [tree] = readTrees([folder]);
    expect(tree && modelOf(tree).pods.map(({ name }) => name)).toEqual(['third', 'web', 'other']);
  });

  test('a fleet has a cluster for each folder that its index names', () => {
    write({
      'index.json': '{"clusters":["a","b"]}',
      'a/pod.yaml': POD,
      'b/pod.yaml': POD,
      'values/a/x.yaml': 'a: 1',
    });
    expect(readTrees([folder]).map(({ cluster }) => cluster)).toEqual(['a', 'b']);
  });
});

describe('what Helm charts make, as their inventories say', () => {
  const inventory = (objects: readonly object[]) =>
    JSON.stringify({
      ...{ cluster: 'a', unit: 'web', release: 'web', namespace: 'shop', chart: 'nginx', version: '1.0.0' },
      ...{ archive: null, values: 'sha256:0', kubernetes: '1.34', form: 1, confirmed: false, objects },
    });
  const pod = (name: string, annotations = {}) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', annotations },
    spec: { containers: [{ name: 'app' }] },
  });
  const application = (chart: string, release: string) =>
    JSON.stringify({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: `a-${release}` },
      spec: {
        sources: [{ chart, helm: { releaseName: release } }, { path: 'dist' }],
        destination: { name: 'a', namespace: 'shop' },
      },
    });
  const INDEX = { 'index.json': '{"clusters":["a"]}' };

  test('its pods are peers like others; those of helm test are never made', () => {
    const test = pod('test', { 'helm.sh/hook': 'test' });
    write({ ...INDEX, 'a/pod.yaml': POD, 'charts/a/web.json': inventory([pod('made'), test]) });
    const [tree] = readTrees([folder]);
    expect(tree && modelOf(tree).pods.map(({ name }) => name)).toEqual(['web', 'made']);
  });

  test('only a chart without one is told to be unknown', () => {
    write({ ...INDEX, 'a/x.json': application('nginx', 'web'), 'charts/a/web.json': inventory([]) });
    const notes = () => readTrees([folder]).flatMap((tree) => modelOf(tree).notes);
    expect(notes()).toEqual([]);
    write({ 'a/y.json': application('nginx', 'other'), 'a/z.json': application('redis', 'web') });
    expect(notes().join()).toContain('the pods of 2 Helm charts are unknown');
  });

  test('what is none is refused', () => {
    const files = { ...INDEX, 'a/pod.yaml': POD, 'charts/a/web.json': '{"objects":7}' };
    expect(refusal(files)).toContain('charts/a/web.json:1: it is no inventory of a Helm chart.');
  });
});

describe('what cannot be read is named with file and line', () => {
  test.each([
    ['broken YAML', { 'a.yaml': `${POD}---\nkind: [\n` }, 'a.yaml:'],
    [
      'a template of Helm',
      { 'a.yaml': 'kind: Pod\nmetadata: {{ .Values.x }}\n' },
      'a.yaml:2: not readable as YAML:',
    ],
    [
      'a key that is there twice',
      { 'a.yaml': 'kind: Pod\nkind: Pod\n' },
      'a.yaml:2: not readable as YAML: duplicated',
    ],
    ['nothing', { 'a.yaml': '# nothing\n' }, 'there is no Kubernetes object'],
    [
      'a list that is none',
      { 'a.yaml': 'apiVersion: v1\nkind: List\nitems: 7\n' },
      'a.yaml:1: List: items: found number',
    ],
    [
      'a list that contains itself',
      { 'a.yaml': '&list\napiVersion: v1\nkind: List\nitems: [*list]\n' },
      'a list within a list',
    ],
    [
      'a wrong type, in the second document',
      { 'a.yaml': `${POD}---\n${policy('  ingress:\n  - from: 7\n')}` },
      'a.yaml:13: NetworkPolicy web: spec.ingress[0].from: found 7, expected a list',
    ],
    [
      'a field that is misspelt, which would open more than was meant',
      { 'a.yaml': policy('  ingress:\n  - form: []\n') },
      'a.yaml:8: NetworkPolicy web: spec.ingress[0]: found form, which is no field here',
    ],
    [
      'an exception outside its network',
      { 'a.yaml': policy('  ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/8]}}]}]') },
      'expected each exception',
    ],
    ['a peer of nothing', { 'a.yaml': policy('  ingress: [{from: [{}]}]') }, 'expected either ipBlock'],
    [
      'a port above all',
      { 'a.yaml': policy('  ingress: [{ports: [{port: 70000}]}]') },
      'expected a port from 1 to 65535',
    ],
    [
      'an end before its port',
      { 'a.yaml': policy('  ingress: [{ports: [{port: 80, endPort: 79}]}]') },
      'not above endPort',
    ],
    [
      'an index of what is not there',
      { 'index.json': '{"clusters":["gone"]}' },
      'index.json:1: it names the cluster gone',
    ],
  ])('%s', (_, files, message) => {
    expect(refusal(files)).toContain(message);
  });

  test('a folder that is not there, and a file that is no manifest by its size', () => {
    expect(() => readTrees([join(folder, 'absent')])).toThrow('there is no such folder');
    write({ 'large.yaml': POD });
    truncateSync(join(folder, 'large.yaml'), LARGEST_FILE + 1);
    expect(refusal({})).toContain('large.yaml:1: the file has');
  });

  test('anchors that grow without end are read as what they are', () => {
    const lines = Array.from(
      { length: 30 },
      (_, at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}, *a${at}]`,
    );
    expect(refusal({ 'bomb.yaml': `a0: &a0 [x]\n${lines.join('\n')}\n`, 'pod.yaml': POD })).toBe('read');
    const labels = lines.map((line) => `    ${line}`).join('\n');
    const bomb = `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels:\n    a0: &a0 [x]\n${labels}\n`;
    expect(refusal({ 'bomb.yaml': bomb })).toContain(
      'bomb.yaml:1: Pod: its aliases make more than a million',
    );
    const circle = 'apiVersion: v1\nkind: Pod\nmetadata: &circle\n  name: web\n  labels: *circle\n';
    expect(refusal({ 'bomb.yaml': circle })).toContain('bomb.yaml:1: Pod: it contains itself');
  });
});

describe('whatever stands in an object, nothing is thrown but what a person can read', () => {
  const objects: readonly Written[] = [
    namespace('shop', { 'istio-injection': 'enabled' }),
    workload('shop/Deployment/web', { labels: { app: 'web' }, ports: [{ containerPort: 80, name: 'http' }] }),
    workload('shop/CronJob/job', { labels: { app: 'job' } }),
    networkPolicy('shop/web', {
      podSelector: { matchLabels: { app: 'web' } },
      ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [{ port: 'http', protocol: 'TCP' }] }],
    }),
    ...[
      ['v1', 'Service', { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 'http' }] }],
      [
        'networking.k8s.io/v1',
        'Ingress',
        {
          rules: [
            {
              host: 'x',
              http: { paths: [{ path: '/', backend: { service: { name: 'web', port: { number: 80 } } } }] },
            },
          ],
        },
      ],
      [
        'security.istio.io/v1',
        'AuthorizationPolicy',
        {
          rules: [
            { from: [{ source: { principals: ['*'] } }], when: [{ key: 'source.ip', values: ['10.0.0.1'] }] },
          ],
        },
      ],
      [
        'security.istio.io/v1',
        'PeerAuthentication',
        { mtls: { mode: 'STRICT' }, portLevelMtls: { 80: { mode: 'DISABLE' } } },
      ],
      [
        'networking.istio.io/v1',
        'Sidecar',
        { egress: [{ hosts: ['./*'] }], outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } },
      ],
      [
        'networking.istio.io/v1',
        'ServiceEntry',
        { hosts: ['example.com'], ports: [{ number: 443, name: 'tls', protocol: 'TLS' }] },
      ],
      [
        'networking.istio.io/v1',
        'Gateway',
        {
          selector: { app: 'web' },
          servers: [{ hosts: ['*'], port: { number: 80, protocol: 'HTTP', name: 'http' } }],
        },
      ],
      [
        'networking.istio.io/v1',
        'VirtualService',
        {
          hosts: ['x'],
          gateways: ['web'],
          http: [{ match: [{ uri: { prefix: '/' } }], route: [{ destination: { host: 'web' } }] }],
        },
      ],
    ].map(
      ([apiVersion, kind, spec]): Written => ({
        apiVersion: String(apiVersion),
        kind: String(kind),
        metadata: { name: 'web', namespace: 'shop' },
        spec,
      }),
    ),
  ];
  const junk = fc.constantFrom<unknown>(
    null,
    0,
    -1,
    1e9,
    1.5,
    '',
    '*',
    '/',
    'x'.repeat(300),
    true,
    [],
    {},
    [[]],
    [null],
    { x: null },
    '10.0.0.0/99',
    '__proto__',
    Number.NaN,
  );

  test('every object as it stands is fine', () => {
    expect(new Reach(clusterOf(objects)).connections().length).toBeGreaterThan(0);
  });

  test('each value in turn replaced by junk', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), junk, (which, where, value) => {
        const changed = objects.map((object, at) =>
          at === which % objects.length ? replaced(object, where, value) : object,
        );
        try {
          new Reach(clusterOf(changed)).connections();
        } catch (error) {
          if (!(error instanceof UnusableInput)) throw error;
          expect(error.message).toMatch(/^\d+\.yaml:\d+: /);
        }
      }),
      { numRuns: 400 },
    );
  });
});

/** The object with one of its values, the apiVersion and kind excepted, replaced by another. */
function replaced(object: Written, where: number, value: unknown): Written {
  const copy: Written = JSON.parse(JSON.stringify(object));
  const places: (() => void)[] = [];
  const visit = (node: unknown, depth: number) => {
    if (typeof node !== 'object' || node === null) return;
    for (const key of Object.keys(node)) {
      if (depth > 0 || (key !== 'apiVersion' && key !== 'kind'))
        places.push(() => Reflect.set(node, key, value));
      visit(Reflect.get(node, key), depth + 1);
    }
  };
  visit(copy, 0);
  places[where % places.length]?.();
  return copy;
}
