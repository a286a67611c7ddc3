import { nearestName } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule } from '../../rule.ts';
import { places, textAt } from '../../state/read.ts';

const objects = (topic: string) => `apiVersion: kafka.strimzi.io/v1beta2
kind: KafkaTopic
metadata: { name: orders, namespace: shop, labels: { strimzi.io/cluster: main } }
spec: { partitions: 3, replicas: 3 }
---
apiVersion: kafka.strimzi.io/v1beta2
kind: KafkaUser
metadata: { name: shop, namespace: shop, labels: { strimzi.io/cluster: main } }
spec:
  authentication: { type: tls }
  authorization:
    type: simple
    acls: [{ resource: { type: topic, name: ${topic}, patternType: literal }, operations: [Read, Describe] }]
`;

const CLUSTER = 'strimzi.io/cluster';

export const kafkaTopicUnknown: ClusterRule = {
  id: 'kafka-topic-unknown',
  severity: 'warning',
  summary: 'A KafkaUser with rights on a topic that is nearly one of the tree',
  breaks:
    'The broker refuses the application at the topic that it uses: TopicAuthorizationException, at run time.',
  failing: objects('order'),
  passing: objects('orders'),
  *judge(state) {
    const topics = state.of('kafka.strimzi.io/KafkaTopic').map(({ value, name, labels }) => ({
      name: textAt(value, 'spec', 'topicName') ?? name,
      cluster: labels[CLUSTER],
    }));
    if (topics.length === 0) return;
    for (const resource of state.of('kafka.strimzi.io/KafkaUser')) {
      const own = topics
        .filter(({ cluster }) => cluster === resource.labels[CLUSTER])
        .map(({ name }) => name);
      const asked = [...places(resource.value, 'spec.authorization.acls[].resource')].filter(
        ({ value }) => textAt(value, 'type') === 'topic',
      );
      const named = new Set(asked.map(({ value }) => textAt(value, 'name')));
      for (const { path, value } of asked) {
        const name = textAt(value, 'name');
        const isPrefix = textAt(value, 'patternType') === 'prefix';
        if (name === undefined || name === '*') continue;
        if (own.some((topic) => (isPrefix ? topic.startsWith(name) : topic === name))) continue;
        // A topic that others make, or that Kafka Streams does, has a name of its own.
        const meant = nearestName(
          name,
          own.filter((topic) => !named.has(topic)),
        );
        if (meant === undefined) continue;
        yield {
          resource,
          path: [...path, 'name'],
          message: `Kafka ${resource.labels[CLUSTER] ?? ''} has no topic ${name}, and the user has no right on ${meant}, whose name is nearly the same.`,
          fix: `Write name: ${meant}.`,
        };
      }
    }
  },
};
