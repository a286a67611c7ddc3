import { at, fields, listAt, numberAt, textAt } from '../read.ts';
import { type Made, type Maker, madeOf, named, secret } from './made.ts';

const TLS = ['ca.crt', 'tls.crt', 'tls.key'];
const CNPG_USER = [
  'username',
  'user',
  'password',
  'dbname',
  'host',
  'port',
  'pgpass',
  'uri',
  'jdbc-uri',
  'fqdn-uri',
  'fqdn-jdbc-uri',
];

/** Databases, caches and object stores that an operator runs. */
export const STORE_MAKERS: Readonly<Record<string, Maker>> = {
  'postgresql.cnpg.io/Cluster': (resource) => [
    ...madeOf(
      {
        '/Service': { '*-rw': [5432], '*-ro': [5432], '*-r': [5432], '*-any': [5432] },
        '/Secret': {
          '*-app': CNPG_USER,
          '*-ca': ['ca.crt', 'ca.key'],
          '*-server': ['tls.crt', 'tls.key', 'ca.crt'],
          '*-replication': ['tls.crt', 'tls.key', 'ca.crt'],
        },
        '/ServiceAccount': { '*': null },
        'policy/PodDisruptionBudget': { '*': null, '*-primary': null },
        'monitoring.coreos.com/PodMonitor': { '*': null },
      },
      resource.name,
    ),
    ...(at(resource.value, 'spec', 'enableSuperuserAccess') === true
      ? secret(`${resource.name}-superuser`, CNPG_USER)
      : []),
    ...numbered(numberAt(resource.value, 'spec', 'instances') ?? 1, 1).map(
      (number): Made => ({ group: '', kind: 'PersistentVolumeClaim', name: `${resource.name}-${number}` }),
    ),
    ...listAt(resource.value, 'spec', 'managed', 'services', 'additional').flatMap((each): Made[] => {
      const name = textAt(each, 'serviceTemplate', 'metadata', 'name');
      return name === undefined ? [] : [{ group: '', kind: 'Service', name, ports: [5432] }];
    }),
  ],
  'postgresql.cnpg.io/Pooler': named({
    '/Service': { '*': [5432] },
    'apps/Deployment': { '*': null },
    '/ServiceAccount': { '*': null },
  }),
  'acid.zalan.do/postgresql': ({ name, value }) => [
    ...madeOf(
      {
        '/Service': {
          '*': [5432],
          '*-repl': [5432],
          '*-config': null,
          '*-pooler': [5432],
          '*-pooler-repl': [5432],
        },
        'apps/StatefulSet': { '*': null },
        'apps/Deployment': { '*-pooler': null, '*-pooler-repl': null },
      },
      name,
    ),
    ...['postgres', 'standby', 'pooler', ...Object.keys(fields(at(value, 'spec', 'users')))].flatMap((user) =>
      secret(`${user.replaceAll('_', '-')}.${name}.credentials.postgresql.acid.zalan.do`, [
        'username',
        'password',
      ]),
    ),
  ],
  'postgres-operator.crunchydata.com/PostgresCluster': (resource) => [
    ...madeOf(
      {
        '/Service': {
          '*-primary': [5432],
          '*-replicas': [5432],
          '*-ha': [5432],
          '*-pgbouncer': [5432],
          '*-pods': null,
        },
        '/Secret': { '*-cluster-cert': null },
      },
      resource.name,
    ),
    ...listAt(resource.value, 'spec', 'users').flatMap((user) =>
      secret(`${resource.name}-pguser-${textAt(user, 'name') ?? ''}`),
    ),
  ],
  'pxc.percona.com/PerconaXtraDBCluster': (resource) => [
    ...madeOf(
      {
        '/Service': {
          '*-haproxy': [3306, 3309, 33_062, 33_060],
          '*-haproxy-replicas': [3306],
          '*-proxysql': null,
          '*-pxc': null,
          '*-pxc-unready': null,
        },
        'apps/StatefulSet': { '*-pxc': null, '*-haproxy': null, '*-proxysql': null },
        '/Secret': { '*-ssl': TLS, '*-ssl-internal': TLS, '*-secrets': null },
      },
      resource.name,
    ),
    ...secret(textAt(resource.value, 'spec', 'secretsName')),
  ],
  'psmdb.percona.com/PerconaServerMongoDB': (resource) => [
    ...madeOf(
      {
        '/Service': { '*-mongos': [27_017] },
        '/Secret': { '*-ssl': TLS, '*-ssl-internal': TLS, '*-secrets': null },
      },
      resource.name,
    ),
    ...listAt(resource.value, 'spec', 'replsets').flatMap((each) =>
      madeOf(
        { '/Service': { '*': [27_017] }, 'apps/StatefulSet': { '*': null } },
        `${resource.name}-${textAt(each, 'name') ?? ''}`,
      ),
    ),
    ...secret(textAt(resource.value, 'spec', 'secrets', 'users')),
  ],
  'mongodbcommunity.mongodb.com/MongoDBCommunity': (resource) => [
    ...madeOf(
      { '/Service': { '*-svc': [27_017] }, 'apps/StatefulSet': { '*': null, '*-arb': null } },
      resource.name,
    ),
    ...listAt(resource.value, 'spec', 'users').flatMap((user) => [
      ...secret(`${resource.name}-${textAt(user, 'db') ?? 'admin'}-${textAt(user, 'name') ?? ''}`),
      ...secret(textAt(user, 'connectionStringSecretName')),
    ]),
  ],
  'mysql.oracle.com/InnoDBCluster': named({
    '/Service': { '*': null, '*-instances': null },
    'apps/StatefulSet': { '*': null },
    'apps/Deployment': { '*-router': null },
  }),
  'k8s.mariadb.com/MariaDB': named({
    '/Service': { '*': [3306], '*-primary': [3306], '*-secondary': [3306], '*-internal': null },
    'apps/StatefulSet': { '*': null },
    '/Secret': { '*-root': null, '*-password': null },
  }),
  'databases.spotahome.com/RedisFailover': named({
    '/Service': { 'rfs-*': [26_379], 'rfr-*': null, 'rfrm-*': [6379], 'rfrs-*': [6379] },
    'apps/StatefulSet': { 'rfr-*': null },
    'apps/Deployment': { 'rfs-*': null },
  }),
  ...Object.fromEntries(
    ['Redis', 'RedisCluster', 'RedisReplication', 'RedisSentinel'].map((kind) => [
      `redis.redis.opstreelabs.in/${kind}`,
      named({
        '/Service': Object.fromEntries(
          ['*', '*-leader', '*-follower', '*-sentinel'].flatMap((one) =>
            ['', '-headless', '-additional', '-master', '-replica'].map((end) => [`${one}${end}`, null]),
          ),
        ),
        'apps/StatefulSet': { '*': null, '*-leader': null, '*-follower': null, '*-sentinel': null },
      }),
    ]),
  ),
  'dragonflydb.io/Dragonfly': named({ '/Service': { '*': [6379] }, 'apps/StatefulSet': { '*': null } }),
  'elasticsearch.k8s.elastic.co/Elasticsearch': named({
    '/Service': { '*-es-http': [9200], '*-es-transport': [9300], '*-es-internal-http': [9200] },
    '/Secret': {
      '*-es-elastic-user': ['elastic'],
      '*-es-http-certs-public': ['ca.crt', 'tls.crt'],
      '*-es-http-certs-internal': TLS,
      '*-es-transport-certs-public': ['ca.crt'],
    },
  }),
  'kibana.k8s.elastic.co/Kibana': named({
    '/Service': { '*-kb-http': [5601] },
    '/Secret': { '*-kb-http-certs-public': ['ca.crt', 'tls.crt'] },
    'apps/Deployment': { '*-kb': null },
  }),
  'opensearch.opster.io/OpenSearchCluster': named({
    '/Service': { '*': [9200, 9300, 9600, 9650], '*-dashboards': null },
  }),
  'clickhouse.altinity.com/ClickHouseInstallation': named({
    '/Service': { 'clickhouse-*': null, 'chi-*': null },
  }),
  'minio.min.io/Tenant': named({ '/Service': { minio: null, '*-hl': null, '*-console': null } }),
};

function numbered(count: number, from: number): readonly number[] {
  return Array.from({ length: Math.min(Math.max(count, 0), 100) }, (_, index) => index + from);
}
