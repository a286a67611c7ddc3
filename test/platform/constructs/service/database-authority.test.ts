import { expect, test } from 'vitest';
import type { Cluster } from '../../../../clusters/index.ts';
import { database } from '../../../../platform/constructs/service/calls.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { at, every, listAt, one } from '../../../manifest-reader.ts';
import { renderProduct } from '../../../render-product.ts';
import { web } from '../declarations.ts';

const { clusterOf } = frozenFleet;

const BUNDLE = clusterOf('prod-japan').terraform.rdsCaBundle;
const withBundle = (cluster: Cluster): Cluster => ({
  ...cluster,
  terraform: { ...cluster.terraform, rdsCaBundle: BUNDLE },
});
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
