import { expect, test } from 'vitest';
import { redisCluster } from '../../../../apps/triptrip/redis-cluster/unit.ts';
import { every, listAt, one, textAt } from '../../../manifest-reader.ts';
import { clustersOf, contextOf, renderUnit } from '../../fleet-at-rest.ts';

/** Where an event that is lost is a customer's; staging rehearses the restore. */
const served = clustersOf([redisCluster]).filter(
  (name) => contextOf(name).cluster.environment !== 'development',
);

test.each(served)('the events in the streams of Redis on %s are in a backup of the last hour', (cluster) => {
  const [store] = every(renderUnit('redis-cluster', cluster), 'StatefulSet');
  const schedule = one(renderUnit('velero', cluster), 'Schedule');
  expect(textAt(schedule, 'spec.schedule')).toMatch(/^\d+ \* \* \* \*$/);
  expect(listAt(schedule, 'spec.template.includedNamespaces')).toContain(
    store && textAt(store, 'metadata.namespace'),
  );
  const excluded = listAt(schedule, 'spec.template.excludedResources');
  expect(excluded.filter((kind) => /^persistentvolume/.test(String(kind)))).toEqual([]);
});
