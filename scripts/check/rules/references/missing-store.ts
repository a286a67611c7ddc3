import type { ClusterRule } from '../../rule.ts';
import { saidOfMissing } from './missing.ts';

/** An operator only looks at what belongs to a store of its own. */
export const missingStore: ClusterRule = {
  id: 'missing-store',
  severity: 'error',
  summary: 'A topic, user, pooler or backup of a store that is not there',
  breaks: 'The operator passes over it: no topic is made, no backup is taken.',
  failing: `
apiVersion: kafka.strimzi.io/v1
kind: KafkaTopic
metadata: { name: orders, namespace: shop, labels: { strimzi.io/cluster: event } }
spec: { partitions: 3, replicas: 3 }
---
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: { name: events, namespace: shop }
spec: { kafka: { listeners: [{ name: tls, port: 9093, type: internal, tls: true }] } }
`,
  passing: `
apiVersion: kafka.strimzi.io/v1
kind: KafkaTopic
metadata: { name: orders, namespace: shop, labels: { strimzi.io/cluster: events } }
spec: { partitions: 3, replicas: 3 }
---
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: { name: events, namespace: shop }
spec: { kafka: { listeners: [{ name: tls, port: 9093, type: internal, tls: true }] } }
`,
  judge: (state) =>
    saidOfMissing(state, {
      targets: ['postgresql.cnpg.io/Cluster', 'kafka.strimzi.io/Kafka', 'rabbitmq.com/RabbitmqCluster'],
      effect: 'the operator does nothing with it',
    }),
};
