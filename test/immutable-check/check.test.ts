import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { stringify } from 'yaml';
import type { Cluster } from '../../clusters/index.ts';
import { checkImmutable, refusedChanges } from '../../scripts/immutable-check/check.ts';
import { IMMUTABLE } from '../../scripts/immutable-check/immutable-fields.ts';
import { Schemas } from '../../scripts/schemas/schemas.ts';
import { gitIn } from '../git-in.ts';
import { liveFleet } from '../live-fleet.ts';
import { render } from '../rendered-fleet.ts';

const { fleet, units, contextOf } = liveFleet;

/** What a change of a cluster's contract changes that the API server would refuse, by file. */
function refusedBy(cluster: Cluster, change: (cluster: Cluster) => Cluster): readonly string[] {
  const after = change(cluster);
  const context = contextOf(cluster.name);
  const changed = {
    ...context,
    cluster: after,
    fleet: { ...fleet, clusters: fleet.clusters.map((each) => (each === cluster ? after : each)) },
  };
  return units
    .filter(({ clusters }) => clusters.includes(cluster.name))
    .flatMap((unit) => {
      const now = new Map(render(unit, changed).map((object) => [keyOf(object), object]));
      return render(unit, context).flatMap((object) =>
        refusedChanges(stringify(object), stringify(now.get(keyOf(object)))),
      );
    });
}

function keyOf(object: object): string {
  const { namespace, name } = Object(Reflect.get(object, 'metadata'));
  return `${Reflect.get(object, 'kind')} ${namespace} ${name}`;
}

const OTHER_KEY = 'arn:aws:kms:ap-northeast-1:111122223333:key/99999999-89ab-cdef-0123-456789abcdef';

describe('a value of the contract that moves what cannot be changed is told, with what to do', () => {
  it.each(fleet.clusters.map((cluster) => [cluster.name, cluster] as const))(
    'another key of %s',
    (_, cluster) => {
      const refused = refusedBy(cluster, ({ terraform, ...rest }) => ({
        ...rest,
        terraform: { ...terraform, kmsKeyArnEbs: OTHER_KEY },
      }));
      expect(refused).toContainEqual(
        expect.stringMatching(
          /^parameters of StorageClass gp3-encrypted cannot be changed .*operations\.md#/,
        ),
      );
    },
  );

  const stores = fleet.clusters.filter(({ longTermMetrics }) => longTermMetrics !== undefined);
  it.each(stores.map((cluster) => [cluster.name, cluster] as const))('another volume of %s', (_, cluster) => {
    const refused = refusedBy(cluster, (before) => ({
      ...before,
      longTermMetrics: { months: 12, ...before.longTermMetrics, volume: '999Gi' },
    }));
    expect(refused).toEqual([
      expect.stringMatching(
        /^spec\.volumeClaimTemplates of StatefulSet \S+ cannot be changed .*operations\.md#/,
      ),
    ]);
  });

  it.each(fleet.clusters.map((cluster) => [cluster.name, cluster] as const))(
    'more replicas, another image and another setting of %s are no such change',
    (_, cluster) => {
      const digest = `sha256:${'9'.repeat(64)}`;
      const images = Object.fromEntries(
        Object.entries(cluster.images).map(([name, image]) => [name, { ...image, version: '99', digest }]),
      );
      expect(
        refusedBy(cluster, (before) => ({ ...before, images, replicaFactor: before.replicaFactor * 2 })),
      ).toEqual([]);
    },
  );
});

describe('one object before and after', () => {
  const text = (kind: string, more: object, metadata: object = {}) =>
    stringify({ apiVersion: 'v1', kind, metadata: { name: 'a', ...metadata }, ...more });
  const nested = (path: string, value: string) =>
    path.split('.').reduceRight<unknown>((inner, step) => ({ [step]: inner }), value);

  it.each(
    Object.entries(IMMUTABLE).flatMap(([kind, entries]) =>
      entries
        .filter(({ when }) => when === undefined)
        .flatMap(({ fields }) => fields.map((field) => [kind, field] as const)),
    ),
  )('%s: %s', (kind, field) => {
    const [one, other] = ['one', 'other'].map((value) => text(kind, Object(nested(field, value))));
    expect(refusedChanges(one ?? '', one ?? '')).toEqual([]);
    expect(refusedChanges(one ?? '', other ?? '')).toEqual([
      expect.stringContaining(`${field} of ${kind} a cannot be changed once it is made. `),
    ]);
    expect(refusedChanges(text(kind, {}), other ?? '')).toHaveLength(1);
  });

  it('of another name or kind is another object, and a hook is made anew by each sync', () => {
    const [one, other] = ['1', '2'].map((value) => ({ spec: { selector: value, template: value } }));
    expect(refusedChanges(text('Job', one ?? {}), text('Job', other ?? {}, { name: 'b' }))).toEqual([]);
    expect(refusedChanges(text('Job', one ?? {}), text('Pod', other ?? {}))).toEqual([]);
    const hook = { annotations: { 'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation' } };
    expect(refusedChanges(text('Job', one ?? {}, hook), text('Job', other ?? {}, hook))).toEqual([]);
  });

  it('where it depends on the object, what it said before counts', () => {
    const map = (immutable: boolean, value: string) => text('ConfigMap', { immutable, data: { key: value } });
    expect(refusedChanges(map(true, 'one'), map(true, 'other'))).toHaveLength(1);
    expect(refusedChanges(map(false, 'one'), map(true, 'other'))).toEqual([]);
    const address = (type: string, clusterIP: string) => text('Service', { spec: { type, clusterIP } });
    expect(refusedChanges(address('ClusterIP', '10.0.0.1'), address('NodePort', '10.0.0.2'))).toHaveLength(1);
    expect(refusedChanges(address('ClusterIP', '10.0.0.1'), address('ExternalName', ''))).toEqual([]);
  });

  it('no kind is misspelt: each is one of Kubernetes, or one that others define', () => {
    const schemas = new Schemas('1.34');
    const groups = ['v1', 'apps/v1', 'batch/v1', 'certificates.k8s.io/v1', 'discovery.k8s.io/v1'].concat(
      ['karpenter.sh/v1', 'networking.k8s.io/v1', 'node.k8s.io/v1', 'rbac.authorization.k8s.io/v1'],
      ['scheduling.k8s.io/v1', 'storage.k8s.io/v1', 'cert-manager.io/v1'],
    );
    // The fleet renders none of these, and has no schema of them.
    const others =
      `CertificateSigningRequest ControllerRevision CSIDriver CustomResourceDefinition EndpointSlice GatewayClass
      IPAddress NodeClaim PersistentVolume ResourceClaim ResourceClaimTemplate VolumeAttachment VolumeAttributesClass
      VolumeSnapshot VolumeSnapshotContent CertificateRequest ReplicaSet`.split(/\s+/);
    const missing = Object.keys(IMMUTABLE).filter(
      (kind) => !groups.some((version) => schemas.has(version, kind)),
    );
    expect(missing.filter((kind) => !others.includes(kind))).toEqual([]);
  });
});

describe('the commits of a branch', () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(inject('temporaryFolders'), 'immutable-'));
    git('init', '-q', '-b', 'main');
    commit({
      'dist/here/unit/_cluster/storageclass-a.yaml': storageClass('one'),
      'dist/values/here/unit.yaml': 'a: 1\n',
    });
    git('switch', '--quiet', '--create', 'branch');
  });
  afterAll(() => rmSync(root, { recursive: true }));

  function git(...args: readonly string[]): string {
    return gitIn(root, args);
  }

  function commit(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    git('add', '--all');
    git('commit', '--quiet', '--message', 'change');
  }

  const storageClass = (key: string) =>
    stringify({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'a' },
      parameters: { key },
    });

  it('are refused for an object that stays and changes, and for no other file', () => {
    commit({
      'dist/there/unit/_cluster/storageclass-a.yaml': storageClass('two'),
      'dist/values/here/unit.yaml': 'a: 2\n',
    });
    expect(checkImmutable(root, 'main')).toEqual([]);
    commit({ 'dist/here/unit/_cluster/storageclass-a.yaml': storageClass('two') });
    expect(checkImmutable(root, 'main')).toEqual([
      expect.stringContaining(
        'dist/here/unit/_cluster/storageclass-a.yaml: parameters of StorageClass a cannot',
      ),
    ]);
  });
});
