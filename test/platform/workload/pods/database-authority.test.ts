import { expect, test } from 'vitest';
import type { Cluster } from '../../../../clusters/index.ts';
import { mysqlAddress, postgresAddress } from '../../../../platform/kit/secrets/secret-reference.ts';
import { database } from '../../../../platform/workload/declaration/calls.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { at, every, listAt, one } from '../../../manifest-reader.ts';
import { renderProduct } from '../../../render-product.ts';
import { refusal } from '../../refusal.ts';
import { web } from '../declarations.ts';

const { clusterOf } = frozenFleet;

const BUNDLE = clusterOf('prod-japan').terraform.rdsCaBundle;
const withBundle = (cluster: Cluster): Cluster => ({
  ...cluster,
  terraform: { ...cluster.terraform, rdsCaBundle: BUNDLE },
});
/** The same database, as MySQL. */
const ofMysql = (cluster: Cluster): Cluster => {
  const { databases } = cluster.terraform;
  const main = databases.main;
  if (main === undefined) throw new Error('The cluster has no database main.');
  return {
    ...cluster,
    terraform: { ...cluster.terraform, databases: { ...databases, main: { ...main, engine: 'mysql' } } },
  };
};
const asItIs = (cluster: Cluster): Cluster => cluster;
const workloads = [web({ calls: [database('main')] }), web({ name: 'without' })];

test('a workload refuses a server that only says that it is the database (S3-44)', () => {
  const objects = renderProduct({ workloads }, { change: withBundle });
  const { DB_SSL_MODE, DB_SSL_ROOT_CERT } = Object(at(one(objects, 'ConfigMap', 'web-config'), 'data'));
  expect(DB_SSL_MODE).toBe('verify-full');
  const [file] = Object.keys(Object(at(one(objects, 'ConfigMap', 'database-ca'), 'data')));
  const pod = at(one(objects, 'Deployment', 'web'), 'spec.template.spec');
  const mount = listAt(pod, 'containers[0].volumeMounts').find(
    (found) => at(found, 'name') === 'database-ca',
  );
  expect(`${at(mount, 'mountPath')}/${file}`).toBe(DB_SSL_ROOT_CERT);
  expect(at(mount, 'readOnly')).toBe(true);
  expect(listAt(pod, 'volumes')).toContainEqual({ name: 'database-ca', configMap: { name: 'database-ca' } });
});

test('who calls no database has no such volume, and without the bundle nobody has', () => {
  const objects = renderProduct({ workloads }, { change: withBundle });
  expect(JSON.stringify(one(objects, 'Deployment', 'without'))).not.toContain('database-ca');
  const plain = renderProduct({ workloads });
  expect(every(plain, 'ConfigMap').map((found) => at(found, 'metadata.name'))).toEqual(['web-config']);
  expect(JSON.stringify(plain)).not.toContain('database-ca');
});

test.each([
  [
    'an address for PostgreSQL',
    'DATABASE_URL',
    { secrets: { DATABASE_URL: postgresAddress('database') } },
    asItIs,
  ],
  ['an address for MySQL', 'DATABASE_URL', { secrets: { DATABASE_URL: mysqlAddress('database') } }, ofMysql],
  [
    'a variable of its own',
    'PGSSLROOTCERT',
    { environment: { PGSSLROOTCERT: '/etc/database-ca/ca.pem' } },
    asItIs,
  ],
])('%s names the mounted file, and is refused where nothing mounts it', (_, variable, settings, engine) => {
  const [calling, silent] = [web({ ...settings, calls: [database('main')] }), web(settings)];
  const mounted = (cluster: Cluster): Cluster => engine(withBundle(cluster));
  const objects = renderProduct({ workloads: [calling] }, { change: mounted });
  expect(JSON.stringify(objects)).toMatch(/(\/|%2F)etc\1database-ca\1ca\.pem/);
  expect(refusal(() => renderProduct({ workloads: [silent] }, { change: mounted }))).toBe(
    `web: ${variable} names /etc/database-ca/ca.pem, which only workloads that call a database have. Add database('…') to its calls, or take the file out.`,
  );
  expect(refusal(() => renderProduct({ workloads: [calling] }, { change: engine }))).toMatch(
    /^clusters\/prod-japan\/terraform\.json: the output rds_ca_bundle is missing/,
  );
});
