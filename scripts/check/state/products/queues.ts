import { listAt, numberAt, textAt } from '../read.ts';
import { type Maker, madeOf, named, secret } from './made.ts';

const CLUSTER_CA = ['ca.crt', 'ca.p12', 'ca.password'];

/** Brokers that an operator runs, and their users. */
export const QUEUE_MAKERS: Readonly<Record<string, Maker>> = {
  'rabbitmq.com/RabbitmqCluster': named({
    '/Service': { '*': null, '*-nodes': null },
    '/Secret': {
      '*-default-user': [
        'username',
        'password',
        'host',
        'port',
        'provider',
        'type',
        'default_user.conf',
        'connection_string',
      ],
      '*-erlang-cookie': ['.erlang.cookie'],
    },
    '/ServiceAccount': { '*-server': null },
    'apps/StatefulSet': { '*-server': null },
  }),
  'rabbitmq.com/User': named({ '/Secret': { '*-user-credentials': ['username', 'password'] } }),
  'nats.io/NatsCluster': named({ '/Service': { '*': null, '*-mgmt': null } }),
  'kafka.strimzi.io/Kafka': (resource) => {
    const listeners = listAt(resource.value, 'spec', 'kafka', 'listeners');
    const ports = listeners
      .filter((listener) => textAt(listener, 'type') === 'internal')
      .flatMap((listener) => numberAt(listener, 'port') ?? []);
    const outer = listeners.flatMap((listener) =>
      madeOf(
        { '/Service': { '*-bootstrap': null } },
        `${resource.name}-kafka-${textAt(listener, 'name') ?? ''}`,
      ),
    );
    return [
      ...madeOf(
        {
          '/Service': {
            '*-kafka-bootstrap': ports.length === 0 ? null : [9091, ...ports],
            '*-kafka-brokers': null,
            '*-zookeeper-client': [2181],
            '*-zookeeper-nodes': null,
            '*-kafka-external-bootstrap': null,
          },
          '/Secret': {
            '*-cluster-ca-cert': CLUSTER_CA,
            '*-clients-ca-cert': CLUSTER_CA,
            '*-cluster-ca': ['ca.key'],
            '*-clients-ca': ['ca.key'],
            '*-cluster-operator-certs': null,
            '*-kafka-brokers': null,
          },
          '/ServiceAccount': { '*-kafka': null, '*-entity-operator': null, '*-zookeeper': null },
          'apps/Deployment': {
            '*-entity-operator': null,
            '*-kafka-exporter': null,
            '*-cruise-control': null,
          },
        },
        resource.name,
      ),
      ...outer,
    ];
  },
  'kafka.strimzi.io/KafkaUser': ({ name, value }) => {
    const type = textAt(value, 'spec', 'authentication', 'type');
    if (type === 'tls') return secret(name, ['ca.crt', 'user.crt', 'user.key', 'user.p12', 'user.password']);
    return secret(name, type === 'scram-sha-512' ? ['password', 'sasl.jaas.config'] : undefined);
  },
  'kafka.strimzi.io/KafkaConnect': named({ '/Service': { '*-connect-api': [8083], '*-connect': null } }),
  'kafka.strimzi.io/KafkaBridge': named({
    '/Service': { '*-bridge-service': null },
    'apps/Deployment': { '*-bridge': null },
  }),
  'kafka.strimzi.io/KafkaMirrorMaker2': named({ '/Service': { '*-mirrormaker2-api': [8083] } }),
};
