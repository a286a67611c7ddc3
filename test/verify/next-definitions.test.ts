import { describe, expect, it } from 'vitest';
import type { TreeObject } from '../../scripts/prove-gatekeeper/tree.ts';
import {
  changed,
  isNewer,
  successions,
  versionChanges,
} from '../../scripts/verify/next-definitions/compare.ts';
import { whyNotCompared } from '../../scripts/verify/next-definitions/releases.ts';
import { objectsOf, successionsOf } from '../../scripts/verify/next-definitions/step.ts';

const version = (name: string, { served = true, storage = false } = {}) => ({ name, served, storage });
const definition = (kind: string, versions: readonly object[], file = 'bundle: a.yaml') => ({
  file,
  object: {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${kind.toLowerCase()}s.example.com` },
    spec: { group: 'example.com', names: { kind }, versions },
  } satisfies TreeObject,
});
const stored = version('v1', { storage: true });

describe('the versions of a definition', () => {
  it.each([
    ['stays as it is', [stored], [stored], []],
    ['is dropped', [stored, version('v1beta1')], [stored], ['status.storedVersions']],
    [
      'is not served any more',
      [stored, version('v1beta1')],
      [stored, version('v1beta1', { served: false })],
      ['not serve'],
    ],
    [
      'is stored in another one',
      [stored],
      [version('v1'), version('v2', { storage: true })],
      ['stores another'],
    ],
  ])('are told where one %s', (_, before, after, says) => {
    const found = versionChanges({ now: definition('A', before), next: definition('A', after) });
    expect(found).toHaveLength(says.length);
    for (const [index, each] of says.entries()) expect(found[index]?.says).toContain(each);
  });

  it('are told where the definition goes with them', () => {
    const [gone] = versionChanges({ now: definition('A', [stored]), next: undefined });
    expect(gone?.says).toContain('no such definition');
  });
});

describe('the definitions that are compared', () => {
  const a = definition('A', [stored]);
  const b = definition('B', [stored], 'other: b.yaml');

  it('are those of the bundles with a next release, and a chart’s where it brings them itself', () => {
    const ofChart = { ...a, file: 'rendered/chart.yaml' };
    const found = successionsOf([ofChart, b], [a, b], { definitions: [a], compared: new Set(['bundle']) });
    expect(found.map(({ now }) => now.file)).toEqual(['rendered/chart.yaml']);
  });

  it('are looked at where they change, and where they go', () => {
    expect(changed(successions([a], [{ ...a, file: 'next' }]))).toEqual([]);
    expect(changed(successions([a], []))).toHaveLength(1);
  });

  it('judge every object of theirs, its namespace first, and constraints with their templates', () => {
    const object = (apiVersion: string, kind: string) => ({
      file: 'dist/c',
      object: { apiVersion, kind, metadata: { name: 'n' } },
    });
    const members = [
      object('example.com/v1', 'A'),
      object('other.example.com/v1', 'A'),
      object('v1', 'Namespace'),
      object('constraints.gatekeeper.sh/v1beta1', 'NoRule'),
    ];
    const applications = [{ name: 'a', wave: 0, members }];
    const [namespaces, judged, constraints] = objectsOf(applications, [{ now: a, next: a }]);
    expect(namespaces?.map(({ object: each }) => each.kind)).toEqual(['Namespace']);
    expect(judged?.map(({ object: each }) => each.apiVersion)).toEqual(['example.com/v1']);
    expect(constraints).toEqual([]);
  });
});

describe('the next release of a bundle', () => {
  const bundle = {
    repository: 'github.com/a/b',
    commit: '',
    license: '',
    files: [],
    kinds: {},
    only: {},
    untyped: {},
    opaque: {},
  };
  const bundles = { a: { ...bundle, release: 'thing-1.9.0' } };
  const next = (release: string) => ({ a: { module: 'm', release, sum: 'h1:' } });

  it('is compared where it is newer, by its numbers', () => {
    expect(whyNotCompared('a', { bundles, next: next('v1.10.0') })).toBeUndefined();
    expect(isNewer('v2.0.0', 'v2.0.0')).toBe(false);
  });

  it.each([
    ['nobody names one', {}, 'nobody has named'],
    ['there is none', { a: { none: 'a reason' } }, 'a reason'],
    ['somebody has pinned it since', next('v1.9.0'), 'no newer'],
  ])('is said not to be compared where %s', (_, none, says) => {
    expect(whyNotCompared('a', { bundles, next: none })).toContain(says);
  });
});
