import { describe, expect, test } from 'vitest';
import { database } from '../../../../platform/workload/declaration/calls.ts';
import { service } from '../../../../platform/workload/workload.ts';
import { at, one } from '../../../manifest-reader.ts';
import { DIGEST, type Ground, renderProduct } from '../../../render-product.ts';
import { refusal } from '../../refusal.ts';

const ground: Ground = {
  images: { postgres: { version: '17.6', digest: DIGEST } },
  change: (cluster) => ({ ...cluster, terraform: { ...cluster.terraform, rdsCaBundle: 'certificates' } }),
};

function shop(change: Partial<Parameters<typeof service>[0]> = {}) {
  return service({
    name: 'web',
    port: 8080,
    resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '64Mi' } },
    scale: { replicas: 2 },
    calls: [database('main')],
    secrets: { DB_USER: 'user', DB_PASS: 'password' },
    migration: {
      database: 'main',
      image: 'postgres',
      files: { '002-b.sql': 'SELECT 2;', '001-a.sql': 'SELECT 1;' },
      user: 'DB_USER',
      password: 'DB_PASS',
    },
    ...change,
  });
}

describe('a new build does not meet an old schema', () => {
  const objects = renderProduct({ workloads: [shop()] }, ground);
  const wave = (kind: string, name: string) =>
    Number(at(one(objects, kind, name), 'metadata.annotations["argocd.argoproj.io/sync-wave"]') ?? 0);

  test('what the migration needs comes first, then the migration, then the pods', () => {
    for (const [kind, name] of [
      ['ExternalSecret', 'web-secrets'],
      ['ServiceAccount', 'web-migration'],
      ['ConfigMap', 'web-migration'],
      ['NetworkPolicy', 'allow-web-migration'],
    ] as const) {
      expect(wave(kind, name)).toBeLessThan(wave('Job', 'web-migration'));
    }
    expect(wave('Job', 'web-migration')).toBeLessThan(wave('Deployment', 'web'));
  });

  test('the files run in the order of their names, and all or none', () => {
    expect(at(one(objects, 'Job', 'web-migration'), 'spec.template.spec.containers[0].command')).toEqual([
      'psql',
      '--no-psqlrc',
      '--set=ON_ERROR_STOP=1',
      '--single-transaction',
      '--file=/migrations/001-a.sql',
      '--file=/migrations/002-b.sql',
    ]);
  });

  test('the quota has room for its pod beside those of an update and the smoke test', () => {
    const podsOf = (rendered: typeof objects) =>
      Number(at(one(rendered, 'ResourceQuota', 'quota'), 'spec.hard.pods'));
    const { migration: _, ...without } = shop();
    expect(podsOf(objects) - podsOf(renderProduct({ workloads: [without] }, ground))).toBe(1);
  });
});

describe('a migration that could not run is refused before anybody waits for it', () => {
  const refused = (change: Parameters<typeof shop>[0], other: Ground = ground) =>
    refusal(() => renderProduct({ workloads: [shop(change)] }, other));

  test('a database that the workload does not call', () => {
    expect(refused({ calls: [] })).toContain(
      'migration.database: found "main", expected a database that it calls: add database(\'main\') to its calls',
    );
  });

  test('a user that is none of its secrets', () => {
    expect(refused({ secrets: { DB_PASS: 'password' } })).toContain(
      'migration.user: found "DB_USER", expected the name of one of its secrets',
    );
  });

  test('no image, no authorities', () => {
    expect(refused({}, { ...ground, images: {} })).toContain(
      'has no postgres, which the migration of web runs',
    );
    expect(refused({}, { images: ground.images ?? {} })).toContain('the output rds_ca_bundle is missing');
    expect(refused({})).toBeUndefined();
  });
});
