import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadFleet } from '../../clusters/index.ts';
import { type Json, listAt } from '../manifest-reader.ts';
import { missingFiles, podTemplates, type SettingSources } from './named-files.ts';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
/** Kinds that run pods of ours, or that pods take settings from. */
const FILES =
  /\/(deployment|statefulset|daemonset|job|cronjob|scaledjob|configmap|externalsecret)-[^/]*\.yaml$/;

function objectsOf(cluster: string): readonly Json[] {
  return readdirSync(join(DIST, cluster), { recursive: true, encoding: 'utf8' })
    .filter((file) => FILES.test(file))
    .map((file) => parse(readFileSync(join(DIST, cluster, file), 'utf8')));
}

describe('a certificate that no volume brings, and so a database that no pod ever reaches (S3-43)', () => {
  test.each(loadFleet().clusters)('each file that a setting on $name names is mounted', ({ name }) => {
    const objects = objectsOf(name);
    expect(podTemplates(objects).length).toBeGreaterThan(0);
    expect(missingFiles(objects)).toEqual([]);
  });

  const container = (setting: object, mountPath: string) => ({
    name: 'app',
    ...setting,
    volumeMounts: [{ name: 'ca', mountPath }],
  });
  const settings: SettingSources = {
    configMaps: [{ name: 'settings', data: { DB_SSL_ROOT_CERT: '/etc/database-ca/ca.pem' } }],
    secrets: [
      {
        name: 'address',
        data: { DATABASE_URL: 'mysql://{{ .host }}/x?ssl-ca=%2Fetc%2Fdatabase-ca%2Fca.pem&a=b' },
      },
    ],
    files: [{ name: 'ca', data: { 'ca.pem': '' } }],
  };
  test.each([
    ['a variable', { env: [{ name: 'CA', value: '/etc/database-ca/ca.pem' }] }],
    ['a ConfigMap', { envFrom: [{ configMapRef: { name: 'settings' } }] }],
    ['an address inside a secret', { envFrom: [{ secretRef: { name: 'address' } }] }],
    [
      'a single key of a secret',
      { env: [{ name: 'URL', valueFrom: { secretKeyRef: { name: 'address', key: 'DATABASE_URL' } } }] },
    ],
    ['an argument', { args: ['--ca=/etc/database-ca/ca.pem'] }],
  ])('%s would be found, whether the folder or only the file is missing', (_, setting) => {
    const found = (mountPath: string, files = settings.files) =>
      missingFiles(objectsWith(container(setting, mountPath), { ...settings, files }));
    expect(found('/etc/database-ca')).toEqual([]);
    expect(found('/etc/other')).toEqual([
      expect.stringContaining('/etc/database-ca/ca.pem, which nothing mounts'),
    ]);
    expect(found('/etc/database-ca', [{ name: 'ca', data: { 'other.pem': '' } }])).toEqual([
      expect.stringContaining('/etc/database-ca/ca.pem, which the ConfigMap ca has not'),
    ]);
  });
});

/** A Deployment with one container, and what it takes its settings from. */
function objectsWith(container: object, { configMaps, secrets, files }: SettingSources): readonly Json[] {
  const configMap = ({ name, data }: { name: string; data: Record<string, string> }) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'shop' },
    data,
  });
  const objects: readonly Json[] = [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'app', namespace: 'shop' },
      spec: {
        template: {
          spec: { containers: [container], volumes: [{ name: 'ca', configMap: { name: 'ca' } }] },
        },
      },
    },
    ...[...configMaps, ...files].map(configMap),
    ...secrets.map(({ name, data }) => ({
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name, namespace: 'shop' },
      spec: { target: { name, template: { data } } },
    })),
  ];
  expect(listAt(objects[0], 'spec.template.spec.containers')).toHaveLength(1);
  return objects;
}
