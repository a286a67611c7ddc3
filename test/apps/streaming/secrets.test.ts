import { expect, test } from 'vitest';
import { streaming } from '../../../apps/streaming/streaming.ts';
import { hasSecrets } from '../../../platform/workload/declaration/workload.ts';
import { at, every } from '../../manifest-reader.ts';
import { workloadsOf } from '../declared.ts';
import { clustersOf, contextOf, renderUnit } from '../fleet-at-rest.ts';

test.each(clustersOf(streaming))(
  'S0-60: on %s only references are in Git, read from the own region',
  (cluster) => {
    const objects = streaming.flatMap(({ name, clusters }) =>
      clusters.includes(cluster) ? renderUnit(name, cluster) : [],
    );
    for (const kind of ['Secret', 'SealedSecret', 'ClusterSecretStore']) {
      expect(every(objects, kind)).toEqual([]);
    }
    const readers = workloadsOf(streaming).filter(
      (placed) => placed.cluster === cluster && hasSecrets(placed.declaration),
    );
    const stores = every(objects, 'SecretStore');
    expect(stores.map((store) => at(store, 'metadata.namespace'))).toEqual([
      ...new Set(readers.map(({ namespace }) => namespace)),
    ]);
    for (const store of stores) {
      expect(at(store, 'apiVersion')).toBe('external-secrets.io/v1');
      expect(at(store, 'spec.provider.aws.region')).toBe(contextOf(cluster).cluster.terraform.region);
    }
  },
);
