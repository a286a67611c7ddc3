import type { ClusterRule } from '../../rule.ts';
import { at, textAt } from '../../state/read.ts';
import { workloadOf } from '../../state/workload.ts';

const set = (policy: string) => `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop }
spec:
  serviceName: db
  persistentVolumeClaimRetentionPolicy: { whenDeleted: ${policy}, whenScaled: Retain }
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: "postgres:17.2" }] }
  volumeClaimTemplates: [{ metadata: { name: data }, spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 10Gi } } } }]
`;

/** Programs whose volumes nobody can fill again; what only keeps copies is none of them. */
const KEEPS_DATA =
  /(?:^|[/-])(?:postgres(?:ql)?|mysql|mariadb|percona|mongo(?:db)?|couchdb|cassandra|cockroach|etcd|influxdb|clickhouse[a-z-]*|neo4j|minio|kafka|timescaledb[a-z-]*|postgis|scylla)(?:[:@/-]|$)/;

export const volumesDeleted: ClusterRule = {
  id: 'data-deleted-with-set',
  severity: 'warning',
  summary: 'A StatefulSet of a database whose volumes are deleted together with it',
  breaks: 'Whoever deletes it, or lets Argo CD prune it, deletes the data.',
  failing: set('Delete'),
  passing: set('Retain'),
  *judge(state) {
    for (const resource of state.of('apps/StatefulSet')) {
      if (textAt(resource.value, 'spec', 'persistentVolumeClaimRetentionPolicy', 'whenDeleted') !== 'Delete')
        continue;
      const images = workloadOf(resource)?.containers.map(({ value }) => textAt(value, 'image') ?? '') ?? [];
      const image = images.find((one) => KEEPS_DATA.test(one));
      if (image === undefined || at(resource.value, 'spec', 'volumeClaimTemplates') === undefined) continue;
      yield {
        resource,
        path: ['spec', 'persistentVolumeClaimRetentionPolicy', 'whenDeleted'],
        message: `whenDeleted: Delete lets the volumes of ${image} go with the StatefulSet: one prune, and the data is lost.`,
        fix: 'Write whenDeleted: Retain.',
      };
    }
  },
};
