import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { environmentExample } from '../../scripts/env-examples/example.ts';
import { objectsOf } from '../../scripts/env-examples/objects.ts';
import { workloadsOf } from '../apps/declared.ts';
import { renderUnit } from '../apps/fleet-at-rest.ts';
import { liveFleet } from '../live-fleet.ts';
import { at, listAt } from '../manifest-reader.ts';

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

describe('S0-56, S0-63: whoever runs a workload finds the names of its secrets and their paths', () => {
  const secretive = workloadsOf().filter(
    ({ declaration }) => Object.keys(declaration.secrets ?? {}).length > 0,
  );

  test.each(secretive)('$name on $cluster', ({ name, cluster, declaration }) => {
    const text = readFileSync(`${root}/clusters/${cluster}/.env.example`, 'utf8');
    const own = renderUnit(name, cluster).filter((object) => object.kind === 'ExternalSecret');
    const keys = own.flatMap((object) =>
      listAt(object, 'spec.data').map((datum) => at(datum, 'remoteRef.key')),
    );
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) expect(text).toContain(`# Secrets Manager ${key}`);
    for (const variable of Object.keys(declaration.secrets ?? {})) expect(text).toContain(`\n${variable}=\n`);
  });

  test('an address that is put together names each of its parts', () => {
    const composed = secretive.flatMap(({ name, cluster, declaration }) =>
      Object.entries(declaration.secrets ?? {}).flatMap(([variable, reference]) =>
        typeof reference === 'object' && 'template' in reference ? [{ name, cluster, variable }] : [],
      ),
    );
    for (const { cluster, variable } of composed) {
      const text = readFileSync(`${root}/clusters/${cluster}/.env.example`, 'utf8');
      expect(text).toMatch(new RegExp(`# Secrets Manager .*#username, .*#password.*\\n${variable}=`));
    }
  });
});
