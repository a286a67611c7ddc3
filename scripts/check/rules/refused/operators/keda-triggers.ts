/** What each kind of trigger needs in its metadata; some may also come from an authentication (`auth`). */
interface TriggerNeeds {
  readonly metadata: readonly string[];
  readonly auth?: readonly string[];
}

/** Kinds of triggers whose metadata is known. */
export const TRIGGER_NEEDS: Readonly<Record<string, TriggerNeeds>> = {
  'aws-cloudwatch': { metadata: ['targetMetricValue', 'minMetricValue'], auth: ['awsRegion'] },
  'aws-dynamodb': {
    metadata: [
      'tableName',
      'keyConditionExpression',
      'expressionAttributeNames',
      'expressionAttributeValues',
    ],
    auth: ['awsRegion'],
  },
  'aws-kinesis-stream': { metadata: ['streamName'], auth: ['awsRegion'] },
  'aws-sqs-queue': { metadata: ['queueURL'], auth: ['awsRegion'] },
  'azure-queue': { metadata: ['queueName'] },
  cpu: { metadata: ['value'] },
  cron: { metadata: ['timezone', 'start', 'end', 'desiredReplicas'] },
  elasticsearch: { metadata: [], auth: ['index', 'valueLocation', 'targetValue'] },
  external: { metadata: ['scalerAddress'] },
  'external-push': { metadata: ['scalerAddress'] },
  influxdb: { metadata: ['query'], auth: ['serverURL'] },
  kafka: { metadata: ['bootstrapServers', 'consumerGroup'] },
  'kubernetes-workload': { metadata: ['podSelector', 'value'] },
  loki: { metadata: ['serverAddress', 'query', 'threshold'] },
  memory: { metadata: ['value'] },
  'metrics-api': { metadata: ['url', 'valueLocation'] },
  mssql: { metadata: ['query', 'targetValue'] },
  mysql: { metadata: ['query', 'queryValue'] },
  'nats-jetstream': { metadata: ['stream', 'consumer'], auth: ['natsServerMonitoringEndpoint'] },
  postgresql: { metadata: ['query'] },
  prometheus: { metadata: ['serverAddress', 'query', 'threshold'] },
  rabbitmq: { metadata: ['queueName'], auth: ['host'] },
  redis: { metadata: ['listName'] },
  'redis-streams': { metadata: ['stream'] },
  temporal: { metadata: ['endpoint', 'taskQueue'] },
};

/** Every kind of trigger that KEDA builds. */
export const TRIGGER_TYPES: ReadonlySet<string> = new Set(
  (
    'activemq apache-kafka arangodb artemis-queue aws-cloudwatch aws-dynamodb aws-dynamodb-streams aws-kinesis-stream aws-sqs-queue ' +
    'azure-app-insights azure-blob azure-data-explorer azure-eventhub azure-log-analytics azure-monitor azure-pipelines azure-queue ' +
    'azure-servicebus beanstalkd cassandra clickhouse couchdb cpu cron datadog dynatrace elastic-forecast elasticsearch etcd external ' +
    'external-mock external-push forgejo-runner gcp-cloudtasks gcp-pubsub gcp-spanner gcp-stackdriver gcp-storage github-runner graphite ' +
    'huawei-cloudeye ibmmq influxdb kafka kubernetes-resource kubernetes-workload liiklus loki memory metrics-api mongodb mssql mysql ' +
    'nats-jetstream new-relic nsq opensearch openstack-metric openstack-swift postgresql predictkube prometheus pulsar rabbitmq redis ' +
    'redis-cluster redis-cluster-streams redis-sentinel redis-sentinel-streams redis-streams selenium-grid solace-direct-messaging ' +
    'solace-event-queue solarwinds solr splunk splunk-observability stan sumologic temporal'
  ).split(' '),
);

/** Metadata that is a number. */
export const NUMBERS: ReadonlySet<string> = new Set([
  'threshold',
  'activationThreshold',
  'queueLength',
  'activationQueueLength',
  'lagThreshold',
  'activationLagThreshold',
  'targetValue',
  'targetQueryValue',
  'queryValue',
  'desiredReplicas',
  'listLength',
  'targetMetricValue',
  'minMetricValue',
  'pendingEntriesCount',
  'shardCount',
  'messageCount',
  'targetQueueSize',
  'activationTargetQueueSize',
  'activationValue',
]);
