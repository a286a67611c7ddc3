import { describe, expect, test } from 'vitest';
import { restrictedNamespace, unitOf } from '../../platform/unit/component.ts';
import { waves } from '../../platform/unit/waves.ts';
import {
  bucket,
  cache,
  database,
  external,
  linkedService,
  receivesFrom,
  sendsTo,
  topic,
  workload,
} from '../../platform/workload/declaration/calls.ts';
import type { RunningDeclaration } from '../../platform/workload/declaration/workload.ts';
import { undeclaredNamespaces } from '../../scripts/synth/namespace-use.ts';
import { frozenFleet } from '../fleet/frozen-fleet.ts';
import { runner, web } from '../platform/workload/declarations.ts';
import { DIGEST, groundContext } from '../render-product.ts';
import { refusedProduct, refusedUnits } from './run.ts';

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const sessions = { endpoint: 'sessions.cache.example.com', readerEndpoint: undefined, port: 6379 };
const secrets = { DB_USER: 'shop/user', DB_PASSWORD: 'shop/password' };
const stream = {
  store: 'redis',
  name: 'events',
  consumerGroup: 'runners',
  pendingEntries: 5,
  password: 'DB_PASSWORD',
};
const scaledBy = (target: object) => ({ scale: { min: 2, max: 4, cpu: 70, ...target } });
const migration = {
  database: 'main',
  image: 'postgres',
  files: { '001.sql': 'SELECT 1;' },
  user: 'DB_USER',
  password: 'DB_PASSWORD',
};

/** What synth prints for a service with something more, beside a service, a database, queues and all else to call. */
function printed(more: object): string {
  // Spread, as the compiler would see some of the slips.
  const wrong = web({ name: 'front', ...more });
  const declared: readonly RunningDeclaration[] = [wrong, web({ name: 'catalog' }), runner()];
  const { units, fleet } = groundContext(
    { workloads: declared },
    {
      images: Object.fromEntries(
        ['front', 'catalog', 'runner', 'postgres'].map((name) => [
          name,
          { version: '1.0.0', digest: DIGEST },
        ]),
      ),
      change: (cluster) => ({
        ...cluster,
        images: Object.fromEntries(Object.entries(cluster.images).filter(([name]) => name !== wrong.image)),
        terraform: { ...cluster.terraform, caches: { sessions }, rdsCaBundle: CERTIFICATE },
      }),
    },
  );
  return refusedUnits(units, fleet);
}

/** The kind of name, a declaration with a slip in it, and the name that is meant; the same with a name that is near none. */
const slips: readonly (readonly [name: string, slip: object, meant: string, far: object])[] = [
  ['a workload', { calls: [workload('catlog')] }, 'catalog', { calls: [workload('invoices')] }],
  [
    'a linked service',
    { calls: [linkedService('catlog')] },
    'catalog',
    { calls: [linkedService('invoices')] },
  ],
  ['a database', { calls: [database('mian')] }, 'main', { calls: [database('invoices')] }],
  ['a cache', { calls: [cache('session')] }, 'sessions', { calls: [cache('invoices')] }],
  ['a queue to send to', { calls: [sendsTo('mail')] }, 'mails', { calls: [sendsTo('invoices')] }],
  [
    'a queue to receive from',
    { calls: [receivesFrom('job')] },
    'jobs',
    { calls: [receivesFrom('invoices')] },
  ],
  ['a bucket', { calls: [bucket('file')] }, 'files', { calls: [bucket('invoices')] }],
  ['an external host', { calls: [external('paymet')] }, 'payment', { calls: [external('invoices')] }],
  [
    'the queue that it scales by',
    { calls: [receivesFrom('jobs')], ...scaledBy({ queue: { name: 'job', messages: 5 } }) },
    'jobs',
    { calls: [receivesFrom('jobs')], ...scaledBy({ queue: { name: 'invoices', messages: 5 } }) },
  ],
  [
    'the topic that it scales by',
    { calls: [topic('bookings')], ...scaledBy({ topic: { name: 'booking', consumerGroup: 'a', lag: 5 } }) },
    'bookings',
    { calls: [topic('bookings')], ...scaledBy({ topic: { name: 'mails', consumerGroup: 'a', lag: 5 } }) },
  ],
  [
    'the store of the stream that it scales by',
    { calls: [workload('catalog')], secrets, ...scaledBy({ stream: { ...stream, store: 'catalgo' } }) },
    'catalog',
    { calls: [workload('catalog')], secrets, ...scaledBy({ stream }) },
  ],
  [
    'a secret that the migration logs in with',
    { calls: [database('main')], secrets, migration: { ...migration, user: 'DB_USR' } },
    'DB_USER',
    { calls: [database('main')], secrets, migration: { ...migration, user: 'INVOICES' } },
  ],
  [
    'the image of the migration',
    { calls: [database('main')], secrets, migration: { ...migration, image: 'postgre' } },
    'postgres',
    { calls: [database('main')], secrets, migration: { ...migration, image: 'invoices' } },
  ],
  [
    'the database of the migration',
    { calls: [database('main')], secrets, migration: { ...migration, database: 'mian' } },
    'main',
    { calls: [database('main')], secrets, migration: { ...migration, database: 'invoices' } },
  ],
  ['the image', { image: 'catalgo' }, 'catalog', { image: 'invoices-of-last-year' }],
  ['the node group', { nodeGroup: 'genral' }, 'general', { nodeGroup: 'invoices' }],
  ['the priority', { priority: 'standart' }, 'standard', { priority: 'invoices' }],
  ['a cluster', { clusters: ['prod-jpan'] }, 'prod-japan', { clusters: ['invoices'] }],
  ['the namespace', { namespace: 'shp' }, 'shop', { namespace: 'invoices' }],
  [
    'a cluster of a patch',
    { patches: [patchOn('prod-jpan')] },
    'prod-japan',
    { patches: [patchOn('invoices')] },
  ],
  ['a field', { migratoin: {} }, 'migration', { invoices: {} }],
];

function patchOn(cluster: string) {
  const steps = [{ op: 'add', path: '/spec/minReadySeconds', value: 5 }];
  return { kind: 'Deployment', reason: 'Caches take a while to fill.', clusters: [cluster], steps };
}

describe('a name with a slip in it: synth says which one is meant, and guesses at none that is far', () => {
  test.each(slips)('%s', (_name, slip, meant, far) => {
    const hint = new RegExp(`\\(did you mean ${meant}\\?\\)|expected ${meant} \\(that does something`);
    expect(printed(slip)).toMatch(hint);
    const guess = printed(far);
    expect(guess).toMatch(/invoices|redis|mails|INVOICES/);
    expect(guess).not.toMatch(/did you mean|that does something/);
  });

  test('a cluster of a product', () => {
    const shop = (cluster: string) => ({
      name: 'shop',
      clusters: [cluster],
      namespaces: [{ name: 'shop', mesh: true }] as const,
      workloads: [],
    });
    expect(refusedProduct(shop('prod-jpan'))).toContain('Is it prod-japan?');
    expect(refusedProduct(shop('invoices'))).not.toContain('Is it');
  });

  test('the namespace of a component', () => {
    const { fleet } = frozenFleet;
    const inNamespace = (name: string, namespace: string, more: object = {}) =>
      unitOf({ name, namespace, wave: waves.controllers, ...more }, fleet);
    const tools = inNamespace('tools', 'tools', { declares: restrictedNamespace('tools') });
    const toldOf = (namespace: string) =>
      undeclaredNamespaces([inNamespace('tool', namespace), tools], fleet);
    expect(toldOf('tolos').join()).toContain('Is the namespace tools meant?');
    expect(toldOf('invoices').join()).toContain('the namespace invoices');
    expect(toldOf('invoices').join()).not.toContain('meant');
  });
});
