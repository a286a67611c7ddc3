import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { Program } from '../../scripts/programs/program.ts';
import { minorsOf } from '../../scripts/verify/api-servers/step.ts';
import { etcd, KUBERNETES_MINORS, kubeApiserver, redis } from '../../scripts/verify/programs.ts';
import { liveFleet } from '../live-fleet.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const programs: readonly Program[] = [etcd, ...KUBERNETES_MINORS.map(kubeApiserver)];

it.each(programs)(
  '$name $version is built from the version that is downloaded',
  ({ version, goModule, goPackage }) => {
    const folder = `${root}${goModule?.folder}`;
    const [, module = '', required] =
      /^require (\S+) (v\S+)$/m.exec(readFileSync(`${folder}/go.mod`, 'utf8')) ?? [];
    expect(required).toBe(version);
    expect(goPackage).toContain(module);
    expect(readFileSync(`${folder}/go.sum`, 'utf8')).toContain(`${module} ${version} h1:`);
  },
);

it('what stands for Redis is kept under the version that it is built of', () => {
  const required = readFileSync(`${root}${redis.goModule?.folder}/go.mod`, 'utf8');
  expect(required).toMatch(new RegExp(`^require \\S+/miniredis/v2 ${redis.version}$`, 'm'));
});

it.each(KUBERNETES_MINORS)('the API server of %s is of that minor, and says so', (minor) => {
  const { version, goModule } = kubeApiserver(minor);
  expect(version).toMatch(`v${minor}.`);
  expect(goModule?.options.join(' ')).toContain(`gitVersion=${version} `);
});

it('each cluster has an API server of its release', () => {
  expect(minorsOf(liveFleet.fleet.clusters).length).toBeGreaterThan(0);
  expect(() => minorsOf([{ name: 'new', kubernetesVersion: '1.99' }])).toThrow('new runs Kubernetes 1.99');
});
