import { describe, expect, it } from 'vitest';
import { type Cluster, loadFleet } from '../../clusters/index.ts';
import { versionsOf } from '../../scripts/report/data/versions.ts';
import { stateOf } from '../check/state-of.ts';

const [model] = loadFleet().clusters;

function clusterWith(
  name: string,
  environment: Cluster['environment'],
  version: string,
  digest = '0'.repeat(64),
): [string, Cluster] {
  if (model === undefined) throw new Error('The contract has no cluster.');
  const image = { version, digest: `sha256:${digest}` };
  return [name, { ...model, name, environment, images: { web: image } }];
}

function rowOf(...clusters: readonly [string, Cluster][]) {
  const [row] = versionsOf([], new Map(clusters), () => '').images;
  if (row === undefined) throw new Error('There is no row.');
  return row;
}

describe('builds of our own', () => {
  it('are level where every cluster runs the same', () => {
    const { difference, cells } = rowOf(
      clusterWith('one', 'staging', '1.2.0'),
      clusterWith('two', 'production', '1.2.0'),
    );
    expect(difference).toBe('');
    expect(cells.map(({ standing }) => standing)).toEqual(['newest', 'newest']);
  });

  it('say which stage is ahead of which, numbers by their value', () => {
    const { newest, difference, cells } = rowOf(
      clusterWith('one', 'production', '1.9.0'),
      clusterWith('two', 'staging', '1.10.0'),
    );
    expect(newest).toBe('1.10.0');
    expect(difference).toBe('staging 1.10.0 is ahead of production 1.9.0');
    expect(cells.map(({ standing }) => standing)).toEqual(['behind', 'newest']);
  });

  it('tell a skipped stage as what it is', () => {
    const { difference } = rowOf(
      clusterWith('one', 'staging', '1.0.0'),
      clusterWith('two', 'production', '1.1.0'),
    );
    expect(difference).toBe('production 1.1.0 is ahead of staging 1.0.0');
  });

  it('name the clusters where those of one stage differ', () => {
    const { difference } = rowOf(
      clusterWith('one', 'production', '1.0.0'),
      clusterWith('two', 'production', '1.1.0'),
    );
    expect(difference).toBe('two 1.1.0, ahead of one');
  });

  it('are not level where one version is two builds', () => {
    const { difference, cells } = rowOf(
      clusterWith('one', 'staging', '1.2.0'),
      clusterWith('two', 'production', '1.2.0', '1'.repeat(64)),
    );
    expect(difference).toContain('not the same build');
    expect(cells.map(({ standing }) => standing)).toEqual(['other build', 'other build']);
  });

  it('show a canary with its share', () => {
    const [name, cluster] = clusterWith('one', 'production', '1.0.0');
    const canary = { version: '1.1.0', digest: `sha256:${'2'.repeat(64)}`, weight: 10 };
    const web = { ...cluster.images.web, version: '1.0.0', digest: `sha256:${'0'.repeat(64)}`, canary };
    const { cells } = rowOf([name, { ...cluster, images: { web } }]);
    expect(cells[0]?.canary).toMatchObject({ version: '1.1.0', weight: 10 });
  });
});

it('takes an image in the registries of two regions for one', () => {
  const clusters = new Map(
    ['eu-central-1', 'ap-northeast-1'].map((region): [string, Cluster] => {
      const [name, cluster] = clusterWith(region, 'production', '1.0.0');
      const ecrRegistry = `111122223333.dkr.ecr.${region}.amazonaws.com`;
      return [name, { ...cluster, terraform: { ...cluster.terraform, ecrRegistry } }];
    }),
  );
  const states = [...clusters.values()].map(({ terraform: { ecrRegistry } }) =>
    stateOf(`
apiVersion: v1
kind: Pod
metadata: { name: tool, namespace: shop }
spec: { containers: [{ name: app, image: "${ecrRegistry}/mirror/tool:3.1" }] }
`),
  );
  expect(versionsOf(states, clusters, () => '').others.map(({ name }) => name)).toEqual(['mirror/tool']);
});

it('knows the charts of a cluster by its Applications, with one source or with several', () => {
  const state = stateOf(`
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: a, namespace: argocd }
spec: { source: { chart: alone, targetRevision: 1.0.0 } }
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: b, namespace: argocd }
spec: { sources: [{ chart: beside, targetRevision: 2.0.0 }, { path: dist, targetRevision: main }] }
`);
  const { charts } = versionsOf([state], new Map(), () => '');
  expect(charts.map(({ name, newest }) => `${name} ${newest}`)).toEqual(['alone 1.0.0', 'beside 2.0.0']);
});
