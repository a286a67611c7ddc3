import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { environmentExample } from '../../scripts/env-examples/example.ts';
import { objectsOf } from '../../scripts/env-examples/objects.ts';
import { liveFleet } from '../live-fleet.ts';

const { fleet } = liveFleet;

const root = fileURLToPath(new URL('../..', import.meta.url));

describe.each(fleet.clusters.map(({ name }) => name))('.env.example of %s', (cluster) => {
  const text = readFileSync(`${root}/clusters/${cluster}/.env.example`, 'utf8');

  test('tells what the workloads read today', () => {
    expect(text).toBe(environmentExample(cluster, objectsOf(`${root}/dist/${cluster}`)));
  });

  test('holds no value: a secret in Git is a leaked secret', () => {
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(lines.filter((line) => !/^[A-Za-z_][A-Za-z0-9_.]*=$/.test(line))).toEqual([]);
  });
});

test('S0-56, S0-63: whoever runs user-service finds the names of its secrets and their paths', () => {
  const text = readFileSync(`${root}/clusters/prod-japan/.env.example`, 'utf8');
  expect(text).toContain('# Secrets Manager /prod/japan/db_password\nDB_PASS=\n');
  expect(text).toContain('# ConfigMap user-service-config\nUSER_REGISTERED_QUEUE_URL=\n');
});

test('an address that is put together names each of its parts', () => {
  const text = readFileSync(`${root}/clusters/triptrip-production/.env.example`, 'utf8');
  expect(text).toMatch(
    /# Secrets Manager triptrip\/production\/database#username, .*#password.*\nDATABASE_URL=/,
  );
});
