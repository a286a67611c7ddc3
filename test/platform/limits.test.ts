import { describe, expect, it } from 'vitest';
import type { ProductDeclaration } from '../../platform/product/declaration.ts';
import {
  bucket,
  database,
  external,
  receivesFrom,
  workload,
} from '../../platform/workload/declaration/calls.ts';
import { held } from '../../platform/workload/declaration/declare.ts';
import type { WorkloadDeclaration } from '../../platform/workload/declaration/workload.ts';
import { liveFleet } from '../live-fleet.ts';
import { canaryOf, DIGEST, type Ground, renderProduct } from '../render-product.ts';
import { excessesOf } from './api-limits.ts';
import { refusal } from './refusal.ts';
import { batch, runner, web } from './workload/declarations.ts';

describe('no object of the fleet is past a limit', () => {
  it.each(liveFleet.fleet.clusters.map(({ name }) => name))('%s', (cluster) => {
    const objects = liveFleet.rendered().filter((each) => each.cluster === cluster);
    expect(objects.flatMap(({ json }) => excessesOf(json))).toEqual([]);
  });
});

/** A product in which one text is as long as asked for, and the ground on which it stands. */
type Long = (
  text: string,
) => [Partial<ProductDeclaration> & { workloads: readonly WorkloadDeclaration[] }, Ground?];

const migration = {
  database: 'main',
  image: 'postgres',
  files: { '001.sql': 'SELECT 1;' },
  user: 'DB_USER',
  password: 'DB_PASSWORD',
};
const logIn = { secrets: { DB_USER: 'main-user', DB_PASSWORD: 'main-password' } };
const calls = [database('main')];
const postgres: Ground = {
  images: { postgres: { version: '1', digest: DIGEST } },
  change: ({ terraform, ...cluster }) => ({ ...cluster, terraform: { ...terraform, rdsCaBundle: 'PEM' } }),
};

const TEXTS: Readonly<Record<string, Long>> = {
  'name of a service': (name) => [
    {
      workloads: [
        web({ name, exposes: { host: 'web' }, secrets: { A: 'a' } }),
        runner({ calls: [workload(name)] }),
      ],
    },
    { images: { [name]: canaryOf(10) } },
  ],
  'name of a service without a mesh': (name) => [
    {
      clusters: ['sre-portfolio'],
      workloads: [web({ name, exposes: { host: 'web' } })],
      ingress: { name: 'shop', healthCheckPath: '/health' },
    },
    { cluster: 'sre-portfolio' },
  ],
  'name of a service with a migration': (name) => [
    { workloads: [web({ name, calls, migration, ...logIn })] },
    postgres,
  ],
  'name of a worker': (name) => [
    {
      workloads: [
        runner({
          name,
          scale: { min: 2, max: 4, queue: { name: 'jobs', messages: 5 } },
          calls: [receivesFrom('jobs')],
        }),
      ],
    },
  ],
  'name of a job': (name) => [{ workloads: [batch({ name })] }],
  'name of a product': (name) => [{ name, workloads: [web({ exposes: { host: 'web' } })] }],
  'name of a namespace': (name) => [
    { namespaces: [{ name, mesh: true }], workloads: [web({ exposes: { host: 'web' } })] },
  ],
  'name of an Ingress': (name) => [
    {
      clusters: ['sre-portfolio'],
      workloads: [web({ exposes: { host: 'web' } })],
      ingress: { name, healthCheckPath: '/health' },
    },
    { cluster: 'sre-portfolio' },
  ],
  'name of an image': (image) => [{ workloads: [web({ image })] }],
  'name of a container': (component) => [{ workloads: [web({ component })] }],
  'name of a Secret': (secretName) => [{ workloads: [web({ secretName, secrets: { A: 'a' } })] }],
  'a variable': (name) => [{ workloads: [web({ environment: { [name]: 'a' } })] }],
  'a variable of a secret': (name) => [{ workloads: [web({ secrets: { [name]: 'a' } })] }],
  'a scratch directory': (name) => [{ workloads: [web({ scratch: [{ path: `/${name}`, size: '1Mi' }] })] }],
  'a file of a migration': (name) => [
    { workloads: [web({ calls, migration: { ...migration, files: { [name]: 'SELECT 1;' } }, ...logIn })] },
    postgres,
  ],
  'a host': (host) => [{ workloads: [web({ exposes: { host } })] }],
  'a node group': (nodeGroup) => [
    { workloads: [web({ nodeGroup })] },
    {
      change: ({ terraform, ...cluster }) => {
        const groups = Object.values(terraform.nodeGroups).slice(0, 1);
        const named = groups.map((group) => [
          nodeGroup,
          { ...group, labels: { 'workload-type': nodeGroup } },
        ]);
        return { ...cluster, terraform: { ...terraform, nodeGroups: Object.fromEntries(named) } };
      },
    },
  ],
  'an external host': (name) => [
    { workloads: [web({ calls: [external(name)] })] },
    { change: (cluster) => ({ ...cluster, externalHosts: { [name]: 'a.example.com' } }) },
  ],
  'a bucket': (name) => [
    { workloads: [web({ calls: [bucket(name)] })] },
    {
      change: ({ terraform, ...cluster }) => ({
        ...cluster,
        terraform: { ...terraform, buckets: { [name]: { name: 'b-b' } } },
      }),
    },
  ],
};

/** The longest text of this letter that nothing refuses; none where even one letter is refused. */
function longest(long: Long, letter: string): string | undefined {
  const taken = (length: number) => {
    const text = letter.repeat(length);
    return refusal(() => renderProduct(...long(text))) === undefined;
  };
  let [least, most] = [1, 300];
  if (!taken(least)) return undefined;
  while (most - least > 1) {
    const middle = Math.floor((least + most) / 2);
    if (taken(middle)) least = middle;
    else most = middle;
  }
  return letter.repeat(least);
}

describe('the longest text that a declaration takes renders to objects within every limit', () => {
  it.each(Object.keys(TEXTS))('%s', (what) => {
    const long = TEXTS[what];
    if (long === undefined) throw new Error(what);
    const text = longest(long, 'a');
    if (text === undefined) throw new Error(refusal(() => renderProduct(...long('a'))));
    expect(renderProduct(...long(text)).flatMap(excessesOf)).toEqual([]);
  });
});

describe('names that one pod may have once only are refused at the declaration', () => {
  it.each([
    [
      'a scratch directory like the certificates of databases',
      { scratch: [{ path: '/own/database-ca', size: '1Mi' }] },
    ],
    [
      'a scratch directory like a certificate for a store',
      { scratch: [{ path: '/own/web-redis-client', size: '1Mi' }], calls: [workload('redis')] },
    ],
  ])('%s', (_, more) => {
    const [mistake] = held('service', { ...web(), ...more }).mistakes;
    expect(mistake?.field).toBe('scratch[0].path');
    expect(mistake?.message).toMatch(/^found "\/own\/.+", expected .*that of certificates$/);
  });

  it.each(['PORT', 'POD_NAME', 'POD_NAMESPACE', 'NODE_NAME', 'PAYMENT_HOST'])(
    'a secret in the variable %s, which it would hide',
    (variable) => {
      const declared = web({ calls: [external('payment')], secrets: { [variable]: 'a' } });
      expect(refusal(() => renderProduct({ workloads: [declared] }))).toContain(
        `web: one of its secrets sets ${variable}, which ${variable === 'PAYMENT_HOST' ? 'one of its calls' : 'synth'} sets. Take it out.`,
      );
    },
  );

  it('two databases, of which the variables hold one', () => {
    const two: Ground = {
      change: ({ terraform, ...cluster }) => {
        const { main } = terraform.databases;
        const databases =
          main === undefined ? {} : { main, other: { ...main, endpoint: 'other.example.com' } };
        return { ...cluster, terraform: { ...terraform, databases } };
      },
    };
    const workloads = [web({ calls: [database('main'), database('other')] })];
    expect(refusal(() => renderProduct({ workloads }, two))).toContain(
      'two of its calls set the variable DB_HOST',
    );
  });
});
