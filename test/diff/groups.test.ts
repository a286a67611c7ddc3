import { describe, expect, it } from 'vitest';
import { groupsOf } from '../../scripts/diff/report/groups.ts';
import { combined } from '../../scripts/diff/report/variants.ts';
import { pathTexts } from '../../scripts/diff/report/words.ts';
import { diffOfFiles, filesOf, objectsIn } from './changed.ts';

const CLUSTERS = ['dev', 'dr', 'production'];

/** The change of a fleet whose clusters have objects of their own making. */
function changeOf(objects: (cluster: string, at: 'before' | 'after') => string) {
  const side = (at: 'before' | 'after') =>
    Object.assign(
      { 'index.json': JSON.stringify({ clusters: CLUSTERS }) },
      ...CLUSTERS.map((cluster) => filesOf(objectsIn(objects(cluster, at)), `${cluster}/unit`)),
    );
  return groupsOf(diffOfFiles(side('before'), side('after')).changes);
}

const REPLICAS: Readonly<Record<string, number>> = { dev: 2, dr: 5, production: 5 };

function deployment(replicas: number | undefined, checksum: string, image = 'web:1'): string {
  return `{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}, spec: {replicas: ${replicas}, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}, annotations: {checksum/config: ${checksum}}}, spec: {containers: [{name: web, image: "${image}"}]}}}}`;
}

const sidecar = (hosts: readonly string[]) =>
  `{apiVersion: networking.istio.io/v1, kind: Sidecar, metadata: {name: web, namespace: shop}, spec: {egress: [{hosts: ${JSON.stringify(hosts)}}]}}`;

describe('a change that means the same on every cluster is told once', () => {
  it('where pods are as many as each has, and read a configuration of their own', () => {
    const groups = changeOf((cluster, at) => deployment(REPLICAS[cluster], `${at}-of-${cluster.length}`));
    expect(groups).toHaveLength(1);
    const [group] = groups;
    expect(group?.clusters).toEqual(CLUSTERS);
    expect(group?.differs).toBe(false);
    expect(group?.reasons.join()).toMatch(/^2 \(dev\), 5 \(2 clusters\) pods restart, /);
    expect(group?.fields).toEqual([
      expect.objectContaining({ before: '<checksum>', after: '<another checksum>' }),
    ]);
  });

  it('with its values, where they are the same', () => {
    const [group] = changeOf((cluster, at) => deployment(REPLICAS[cluster], `${at}-hash`));
    expect(group?.fields).toEqual([expect.objectContaining({ before: 'before-hash', after: 'after-hash' })]);
  });

  it('where each has a list with items of its own', () => {
    const groups = changeOf((cluster, at) =>
      sidecar([
        `./database.${cluster.length}.example.com`,
        ...(at === 'after' ? ['shop/cart'] : []),
        'shop/api',
      ]),
    );
    expect(groups).toHaveLength(1);
    expect(groups[0]?.fields).toEqual([
      expect.objectContaining({ path: 'spec.egress[0].hosts[]', before: undefined, after: 'shop/cart' }),
    ]);
  });
});

describe('what differs stands out', () => {
  it('where one cluster takes another build', () => {
    const groups = changeOf((cluster, at) =>
      deployment(3, at, at === 'before' ? 'web:1' : cluster === 'dr' ? 'web:3' : 'web:2'),
    );
    expect(groups.map(({ clusters, differs }) => [clusters, differs])).toEqual([
      [['dev', 'production'], true],
      [['dr'], true],
    ]);
  });

  it('where one cluster has another number of pods from now on', () => {
    const groups = changeOf((cluster, at) =>
      deployment(at === 'before' ? 2 : cluster === 'dr' ? 3 : 4, 'same'),
    );
    expect(groups.map(({ clusters }) => clusters)).toEqual([['dev', 'production'], ['dr']]);
  });

  it.each([
    ['another order', ['a', 'b', 'c'], ['b', 'a', 'c']],
    ['nothing left of it', ['a', 'b'], ['c']],
  ])('of a list with %s the whole is told', (_what, before, after) => {
    const [group] = changeOf((_cluster, at) => list(at === 'before' ? before : after));
    expect(group?.fields).toEqual([expect.objectContaining({ before, after })]);
  });

  it('of a list with something twice what goes once', () => {
    const [group] = changeOf((_cluster, at) => list(at === 'before' ? ['-v', '-v', 'x'] : ['-v', 'x', 'y']));
    expect(group?.fields).toEqual([expect.objectContaining({ before: '-v', after: 'y' })]);
  });
});

/** Arguments keep their order. */
function list(items: readonly string[]): string {
  return `{apiVersion: batch/v1, kind: CronJob, metadata: {name: c, namespace: shop}, spec: {schedule: "1 1 * * *", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: "c:1", args: ${JSON.stringify(items)}}]}}}}}}`;
}

it('a sentence with several numbers is told with all that lies between the first and the last that differ', () => {
  const text = (from: number, to: number) => `${from} to ${to} pods restart, 25% more at a time`;
  expect(
    combined([
      { cluster: 'dev', text: text(2, 6) },
      { cluster: 'dr', text: text(2, 8) },
      { cluster: 'production', text: text(2, 8) },
    ]),
  ).toBe('2 to 6 (dev), 2 to 8 (2 clusters) pods restart, 25% more at a time');
});

it('a path is told once for all clusters that it is on', () => {
  const path = { from: 'shop/web', to: 'shop/api', ports: ['TCP/80'], conditions: [] };
  expect(
    pathTexts([
      { ...path, cluster: 'dev' },
      { ...path, cluster: 'dr', to: 'world' },
      { ...path, cluster: 'production' },
    ]),
  ).toEqual(['2 clusters (dev, production): shop/web → shop/api TCP/80', 'dr: shop/web → world TCP/80']);
});
