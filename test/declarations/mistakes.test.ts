import { App, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { describe, expect, test } from 'vitest';
import type { Cluster } from '../../clusters/index.ts';
import { declaredAs } from '../../platform/kit/declaration/registry.ts';
import { cached } from '../../platform/kit/image-registry.ts';
import { add } from '../../platform/kit/manifest.ts';
import { mysqlAddress, postgresAddress, property } from '../../platform/kit/secrets/secret-reference.ts';
import { component, restrictedNamespace, unitOf } from '../../platform/unit/component.ts';
import type { Context, Unit } from '../../platform/unit/unit.ts';
import { waves } from '../../platform/unit/waves.ts';
import {
  database,
  external,
  linkedService,
  receivesFrom,
  sendsTo,
  topic,
  workload,
} from '../../platform/workload/declaration/calls.ts';
import { assertEngines } from '../../platform/workload/pods/database-of.ts';
import { job, service, worker } from '../../platform/workload/workload.ts';
import { undeclaredNamespaces } from '../../scripts/synth/namespace-use.ts';
import { frozenFleet } from '../fleet/frozen-fleet.ts';
import { pinnedChart } from '../pinned-chart.ts';
import { groundContext } from '../render-product.ts';
import { refusedProduct, refusedUnits, refusedWorkloads } from './run.ts';

const { fleet } = frozenFleet;

const resources = { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } };
const scale = { min: 2, max: 4, cpu: 70 };
const stream = {
  store: 'redis',
  name: 'events',
  consumerGroup: 'runners',
  pendingEntries: 5,
  password: 'PASS',
};
const migration = {
  database: 'main',
  image: 'postgres',
  files: { '001.sql': 'SELECT 1;' },
  user: 'DB_USER',
  password: 'DB_PASS',
};
const probe = (more: object) => ({ probes: { liveness: { path: '/health', ...more } } });

// Spread, as the compiler looks for wrong fields in literals only.
const web = (more: object) => service({ name: 'web', port: 8080, resources, scale, ...more });
const runner = (more: object) => worker({ name: 'runner', resources, scale, ...more });
const batch = (more: object) =>
  job({
    name: 'batch',
    resources,
    queue: { name: 'jobs', messages: 1 },
    max: 2,
    calls: [receivesFrom('jobs')],
    ...more,
  });

const chart = pinnedChart.name;
const toolOf = (more: object) =>
  component({
    name: 'tool',
    namespace: 'tool',
    wave: waves.controllers,
    chart,
    values: () => ({}),
    ...more,
  });
const refusedTool = (more: object) => refusedUnits([unitOf(toolOf(more), fleet)], fleet);

/** What is wrong, in which field, what was found, and a part of what to write instead. */
type Case = [mistake: object, field: string, found: string, expected: string];

const PORT = 'a port from 1024 to 65535';
const LABEL = 'lower case letters, digits and hyphens';

const services: Case[] = [
  [{ port: 70_000 }, 'port', '70000', PORT],
  [{ port: 0 }, 'port', '0', PORT],
  [{ port: -1 }, 'port', '-1', PORT],
  [{ port: 80.5 }, 'port', '80.5', PORT],
  [{ port: '8080' }, 'port', '"8080"', PORT],
  [{ port: Number.NaN }, 'port', 'NaN', PORT],
  [{ port: 443 }, 'port', '443', 'does not run as root'],
  [{ port: 15_001 }, 'port', '15001', "those of the mesh's proxy"],
  [{ port: 15_090 }, 'port', '15090', "those of the mesh's proxy"],
  [{ port: undefined }, 'port', 'nothing', PORT],
  [{ port: 9090 }, 'port', '9090', 'another port than that of the metrics (the default of metrics.port)'],
  [{ metrics: { port: 8080 } }, 'port', '8080', 'another port than that of the metrics'],
  [{ metrics: { port: 15_020 } }, 'metrics.port', '15020', PORT],
  [{ metrics: { path: 'metrics' } }, 'metrics.path', '"metrics"', 'a path that begins with /'],
  [{ metrics: { interval: '15' } }, 'metrics.interval', '"15"', 'such as 15s'],
  [{ metrics: { interval: '1h' } }, 'metrics.interval', '"1h"', 'from 5s to 60s'],
  [{ exposes: { host: 'my host' } }, 'exposes.host', '"my host"', 'one label of a host'],
  [
    { exposes: { host: 'www.shop.example.com' } },
    'exposes.host',
    '"www.shop.example.com"',
    'without the domain of the cluster',
  ],
  [{ exposes: { host: 'WWW' } }, 'exposes.host', '"WWW"', LABEL],
  [{ exposes: { host: '' } }, 'exposes.host', '""', LABEL],
  [{ exposes: {} }, 'exposes.host', 'nothing', LABEL],
  [{ exposes: 'www' }, 'exposes', '"www"', "{ host: 'www' }"],
  [{ exposes: { host: 'www', path: '/a b' } }, 'exposes.path', '"/a b"', 'a path that begins with /'],
  [{ exposes: { host: 'www', path: '/a?b=c' } }, 'exposes.path', '"/a?b=c"', 'without blanks, ? and #'],
  [
    { exposes: { host: 'www', path: '/v1/' } },
    'exposes.path',
    '"/v1/"',
    'a path without a / at the end, such as /v1',
  ],
  [
    { exposes: { host: 'www', path: '/v1/../x' } },
    'exposes.path',
    '"/v1/../x"',
    'without // and the parts . and ..',
  ],
  [{ exposes: { host: 'www', path: '//x' } }, 'exposes.path', '"//x"', 'without // and the parts . and ..'],
  [{ exposes: { host: 'www', paths: '/' } }, 'exposes.paths', 'the field paths', 'path (that does something'],
  [{ exposes: { host: 'www', userAgent: 'iphone' } }, 'exposes.userAgent', '"iphone"', "'smartphone'"],
  [{ name: 'Web' }, 'name', '"Web"', LABEL],
  [{ name: 'web_shop' }, 'name', '"web_shop"', LABEL],
  [{ name: '3d-models' }, 'name', '"3d-models"', 'the first a letter'],
  [
    { name: 'w'.repeat(53) },
    'name',
    `"${'w'.repeat(53)}"`,
    'at most 52 characters, as synth adds endings such as -smoke-test',
  ],
  [{ name: '' }, 'name', '""', LABEL],
  [{ name: undefined }, 'name', 'nothing', LABEL],
  [{ name: 7 }, 'name', '7', LABEL],
  [{ resources: undefined }, 'resources', 'nothing', "{ requests: { cpu: '200m', memory: '256Mi' }"],
  [{ resources: null }, 'resources', 'nothing (null)', '{ requests:'],
  [{ resources: { requests: resources.requests } }, 'resources.limits', 'nothing', "{ memory: '512Mi' }"],
  [
    { resources: { ...resources, limits: { memory: '256MB' } } },
    'resources.limits.memory',
    '"256MB"',
    'a binary suffix such as 512Mi',
  ],
  [
    { resources: { ...resources, limits: { memory: '256m' } } },
    'resources.limits.memory',
    '"256m"',
    'a binary suffix',
  ],
  [
    { resources: { ...resources, limits: { memory: '64Mi' } } },
    'resources.requests.memory',
    '"128Mi"',
    'at most its limit of 64Mi',
  ],
  [
    { resources: { requests: { cpu: '0', memory: '128Mi' }, limits: { memory: '256Mi' } } },
    'resources.requests.cpu',
    '"0"',
    'from 1m to 256',
  ],
  [
    { resources: { requests: { cpu: 1, memory: '128Mi' }, limits: { memory: '256Mi' } } },
    'resources.requests.cpu',
    '1',
    'in quotes',
  ],
  [
    { resources: { requests: { cpu: '0.0001', memory: '128Mi' }, limits: { memory: '256Mi' } } },
    'resources.requests.cpu',
    '"0.0001"',
    'from 1m',
  ],
  [
    { resources: { requests: { cpu: '2', memory: '1Gi' }, limits: { cpu: '1', memory: '1Gi' } } },
    'resources.requests.cpu',
    '"2"',
    'at most its limit of 1',
  ],
  [{ scale: undefined }, 'scale', 'nothing', '{ replicas: 2 }, or bounds with a target'],
  [{ scale: 3 }, 'scale', '3', '{ replicas: 2 }'],
  [{ scale: {} }, 'scale', 'an empty map', '{ replicas: 2 }'],
  [
    { scale: { min: 1, max: 2 } },
    'scale',
    'the fields max, min',
    'at least one of cpu, memory, requestsPerSecond, queue, stream and topic as well: without a target',
  ],
  [{ scale: { replicas: 2, cpu: 70 } }, 'scale', 'the fields cpu, replicas', '{ replicas: 2 }, or bounds'],
  [{ scale: { min: 2, max: 4, CPU: 70 } }, 'scale.CPU', 'the field CPU', 'cpu (that does something'],
  [{ scale: { min: 5, max: 4, cpu: 70 } }, 'scale.min', '5', 'at most scale.max, 4'],
  [{ scale: { min: 2, max: 4, cpu: 700 } }, 'scale.cpu', '700', 'percent from 1 to 100'],
  [{ scale: { min: 2, max: 4, requestsPerSecond: 0 } }, 'scale.requestsPerSecond', '0', 'above 0'],
  [
    { scale: { min: 2, max: 4, queue: { name: 'jobs', messages: 5 } } },
    'scale.queue.name',
    '"jobs"',
    "add receivesFrom('jobs')",
  ],
  [
    { scale: { min: 2, max: 4, queue: { name: 'jobs', messages: 5 } }, calls: [sendsTo('jobs')] },
    'scale.queue.name',
    '"jobs"',
    "add receivesFrom('jobs')",
  ],
  [{ scale: { min: 2, max: 4, fallback: 3, cpu: 70 } }, 'scale.fallback', '3', 'for numbers that KEDA reads'],
  [{ calls: [workload('web')] }, 'calls[0]', "workload('web')", 'another workload than itself'],
  [{ calls: [database('main'), database('main')] }, 'calls[1]', "database('main')", 'calls[0] is the same'],
  [{ calls: [undefined] }, 'calls[0]', 'nothing', "what workload('…')"],
  [{ calls: [{}] }, 'calls[0]', 'an empty map', "what workload('…')"],
  [{ calls: ['redis'] }, 'calls[0]', '"redis"', "what workload('…')"],
  [{ calls: workload('back') }, 'calls', 'a map with the keys to, name', 'a list of'],
  [{ calls: [workload('')] }, 'calls[0].name', '""', 'the name of a workload'],
  [{ calls: [external('Payment')] }, 'calls[0].name', '"Payment"', 'the name of an external host'],
  [{ calls: [topic('a topic')] }, 'calls[0].name', '"a topic"', 'the name of a topic'],
  [{ calls: [{ to: 'queue', name: 'jobs' }] }, 'calls[0].direction', 'nothing', "sendsTo('…')"],
  [
    { environment: { 'LOG-LEVEL': 'info' } },
    'environment.LOG-LEVEL',
    'the field LOG-LEVEL',
    'the name of an environment variable',
  ],
  [{ environment: { '1ST': 'a' } }, 'environment.1ST', 'the field 1ST', 'the first no digit'],
  [{ environment: { POOL: 10 } }, 'environment.POOL', '10', 'in quotes also where it is a number'],
  [{ environment: { POOL: undefined } }, 'environment.POOL', 'nothing', 'a text'],
  [
    { environment: { A: 'b' }, secrets: { A: 'a' } },
    'environment.A',
    'a variable that is one of secrets too',
    'each variable once',
  ],
  [
    { environment: { DB_PASSWORD: 'hunter2!' } },
    'environment.DB_PASSWORD',
    '"hu…" (8 characters',
    'DB_PASSWORD under secrets',
  ],
  [
    { secrets: { KEY: '/api/key' } },
    'secrets.KEY',
    '"/a…" (8 characters',
    'the name of a secret in AWS Secrets Manager',
  ],
  [{ secrets: { KEY: 'S3cr3t-Passw0rd' } }, 'secrets.KEY', '"S3c…" (15 characters', 'never its value'],
  [
    { secrets: { KEY: property('api', 'the key') } },
    'secrets.KEY.property',
    '"t…" (7 characters',
    'the name of a property',
  ],
  [{ secrets: { KEY: 5 } }, 'secrets.KEY', '5', 'property(…)'],
  [{ secrets: { KEY: null } }, 'secrets.KEY', 'nothing (null)', 'property(…)'],
  [
    { secrets: { URL: { template: 'postgres://shop:pass@db/shop', from: {} } } },
    'secrets.URL.template',
    '"post…" (28 characters',
    'holds none itself',
  ],
  [
    { secrets: { 'client.pem': 'a' } },
    'secrets.client.pem',
    'the field client.pem',
    'the name of an environment variable',
  ],
  [{ secretName: 'Web_Secret' }, 'secretName', '"Web_Secret"', 'the name of a Secret'],
  [
    { scratch: [{ path: 'cache', size: '1Mi' }] },
    'scratch[0].path',
    '"cache"',
    'the absolute path of a directory',
  ],
  [{ scratch: [{ path: '/', size: '1Mi' }] }, 'scratch[0].path', '"/"', 'the absolute path'],
  [{ scratch: [{ path: '/proc/x', size: '1Mi' }] }, 'scratch[0].path', '"/proc/x"', 'nothing of /proc'],
  [
    { scratch: [{ path: '/app/../etc', size: '1Mi' }] },
    'scratch[0].path',
    '"/app/../etc"',
    'without : and ..',
  ],
  [{ scratch: [{ path: '/tmp/a', size: '1Mi' }] }, 'scratch[0].path', '"/tmp/a"', 'not in /tmp'],
  [
    {
      scratch: [
        { path: '/a', size: '1Mi' },
        { path: '/a/b', size: '1Mi' },
      ],
    },
    'scratch[1].path',
    '"/a/b"',
    'not in /a, nor around it',
  ],
  [{ scratch: [{ path: '/a', size: '0Mi' }] }, 'scratch[0].size', '"0Mi"', 'an amount of memory'],
  [
    { scratch: [{ path: '/a', size: '1Gi', medium: 'Memory' }] },
    'scratch[0].size',
    '1Gi in memory',
    'less than limits.memory, 256Mi',
  ],
  [{ scratch: [{ path: '/a', size: '1Mi', medium: 'memory' }] }, 'scratch[0].medium', '"memory"', "'Memory'"],
  [
    { scratch: [{ path: '/a', sise: '1Mi' }] },
    'scratch[0].sise',
    'the field sise',
    'size (that does something',
  ],
  [probe({ path: 'health' }), 'probes.liveness.path', '"health"', 'a path that begins with /'],
  [probe({ periodSeconds: 0 }), 'probes.liveness.periodSeconds', '0', 'a whole number of seconds from 1'],
  [probe({ timeoutSeconds: 1.5 }), 'probes.liveness.timeoutSeconds', '1.5', 'a whole number of seconds'],
  [probe({ failureThreshold: -1 }), 'probes.liveness.failureThreshold', '-1', 'a whole number of failures'],
  [
    { probes: { readyness: { path: '/' } } },
    'probes.readyness',
    'the field readyness',
    'readiness (that does something',
  ],
  [{ minAvailable: '100%' }, 'minAvailable', '"100%"', 'from 1% to 99%'],
  [{ minAvailable: '50.5%' }, 'minAvailable', '"50.5%"', 'such as 50%'],
  [{ minAvailable: 2 }, 'minAvailable', '2', 'such as 50%'],
  [{ maxSurge: 0 }, 'maxSurge', '0', 'a whole number of pods from 1'],
  [{ timeoutSeconds: '30' }, 'timeoutSeconds', '"30"', 'a whole number of seconds'],
  [{ terminationGracePeriodSeconds: 1e6 }, 'terminationGracePeriodSeconds', '1000000', 'from 1 to 3600'],
  [{ rateLimit: 10 }, 'rateLimit', '10', '{ requestsPerSecond: 100 }'],
  [{ rateLimit: { requestsPerSecond: 0 } }, 'rateLimit.requestsPerSecond', '0', 'from 1'],
  [
    { rateLimit: { requestsPerSecond: 50, burst: 10 } },
    'rateLimit.burst',
    '10',
    'at least requestsPerSecond, 50',
  ],
  [{ failover: 'yes' }, 'failover', '"yes"', 'true or false'],
  [{ authentication: 'staff' }, 'authentication', '"staff"', "'customers'"],
  [{ priority: 'high' }, 'priority', '"high"', 'one of critical, standard, batch'],
  [{ nodeGroup: 'spot nodes' }, 'nodeGroup', '"spot nodes"', 'the value of a label'],
  [{ component: 'istio-proxy' }, 'component', '"istio-proxy"', 'none of the mesh'],
  [{ component: 'Api' }, 'component', '"Api"', 'the name of a container'],
  [{ image: 'Web:latest' }, 'image', '"Web:latest"', 'a name of lower case letters'],
  [{ namespace: 'shp' }, 'namespace', '"shp"', 'did you mean shop?'],
  [{ clusters: ['prod-jpan'] }, 'clusters[0]', '"prod-jpan"', 'did you mean prod-japan?'],
  [{ clusters: [] }, 'clusters', 'an empty list', 'at least one'],
  [{ clusters: 'prod-japan' }, 'clusters', '"prod-japan"', 'a list of names of clusters'],
  [
    { recommendation: { min: { cpu: '2', memory: '1Gi' }, max: { cpu: '1', memory: '1Gi' } } },
    'recommendation.min.cpu',
    '"2"',
    'at most recommendation.max.cpu, 1',
  ],
  [
    {
      migration: { ...migration, files: {} },
      calls: [database('main')],
      secrets: { DB_USER: 'a', DB_PASS: 'b' },
    },
    'migration.files',
    'an empty map',
    'at least one file',
  ],
  [
    { migration: { ...migration, files: { '../a.sql': 'SELECT 1;' } } },
    'migration.files.../a.sql',
    'the field ../a.sql',
    'the name of a file',
  ],
  [
    { migration, secrets: { DB_USER: 'a', DB_PASS: 'b' } },
    'migration.database',
    '"main"',
    "add database('main')",
  ],
  [
    { migration, calls: [database('main')], secrets: { DB_USR: 'a', DB_PASS: 'b' } },
    'migration.user',
    '"DB_USER"',
    'did you mean DB_USR?',
  ],
  [{ secret: {} }, 'secret', 'the field secret', 'secrets (that does something; secret does nothing)'],
];

const jobs: Case[] = [
  [{ max: 0 }, 'max', '0', 'a whole number of Jobs from 1'],
  [{ queue: undefined }, 'queue', 'nothing', "{ name: 'a-queue', messages: 10 }"],
  [{ queue: { name: 'jobs', messages: 0.5 } }, 'queue.messages', '0.5', 'a whole number of messages'],
  [{ calls: [] }, 'queue.name', '"jobs"', "add receivesFrom('jobs') to its calls"],
  [{ deadlineSeconds: -1 }, 'deadlineSeconds', '-1', 'a whole number of seconds'],
  [{ scale: { replicas: 1 } }, 'scale', 'the field scale', 'one of'],
];

const workers: Case[] = [
  [{ port: 8080 }, 'port', 'the field port', 'one of'],
  [
    { scale: { min: 1, max: 2, stream: { ...stream, pendingEntries: 0 } } },
    'scale.stream.pendingEntries',
    '0',
    'entries from 1',
  ],
  [
    { scale: { min: 1, max: 2, stream }, calls: [workload('redis')] },
    'scale.stream.password',
    '"PASS"',
    'it has none',
  ],
  [
    { scale: { min: 1, max: 2, stream }, secrets: { PASS: 'a' } },
    'scale.stream.store',
    '"redis"',
    "add workload('redis')",
  ],
  [
    { scale: { min: 1, max: 2, topic: { name: 'a', consumerGroup: 'b c', lag: 1 } } },
    'scale.topic.consumerGroup',
    '"b c"',
    'the name of a consumer group',
  ],
];

describe('a value that would be refused far away is refused here: file, line, field, what was found, what to write', () => {
  const check = (kind: string, printed: string, [, field, found, expected]: Case) => {
    const line = printed.split('\n').find((text) => text.includes(`: ${field}: found ${found}`)) ?? printed;
    expect(line).toMatch(new RegExp(`^test/declarations/[a-z.]+\\.ts:\\d+: ${kind}\\b`));
    expect(line).toContain(`: ${field}: found ${found}`);
    expect(line).toContain(', expected ');
    expect(line).toContain(expected);
  };
  test.each(services)('service %j: %s', (...row) => check('service', refusedWorkloads(web(row[0])), row));
  test.each(workers)('worker %j: %s', (...row) => check('worker', refusedWorkloads(runner(row[0])), row));
  test.each(jobs)('job %j: %s', (...row) => check('job', refusedWorkloads(batch(row[0])), row));
});

describe('what is no declaration at all', () => {
  const declare = (value: unknown) =>
    service(Object(value) === value ? Object(value) : JSON.parse(JSON.stringify(value)));
  test.each([null, 'web', 7, true, [], ['web']].map((value) => [value]))('service(%j)', (value) => {
    expect(refusedWorkloads(declare(value))).toMatch(
      /mistakes?\.test\.ts:\d+: service: found .+, expected an object with the fields of the declaration/,
    );
  });

  test('service({ name }) alone names every field that is missing', () => {
    const printed = refusedWorkloads(service(JSON.parse('{ "name": "web" }')));
    for (const field of ['port', 'resources', 'scale']) {
      expect(printed).toMatch(new RegExp(`: service web: ${field}: found nothing, expected `));
    }
  });
});

describe('a product', () => {
  const shop = {
    name: 'shop',
    clusters: ['prod-japan'],
    namespaces: [{ name: 'shop', mesh: true }],
    workloads: [],
  };
  const declared = (more: object): Parameters<typeof refusedProduct>[0] => ({
    ...shop,
    namespaces: [{ name: 'shop', mesh: true }],
    ...more,
  });

  test.each<Case>([
    [{ name: 'My Shop' }, 'name', '"My Shop"', LABEL],
    [{ name: 'platform' }, 'name', '"platform"', 'none of platform, default, argocd'],
    [{ clusters: undefined }, 'clusters', 'nothing', 'a list of names of clusters'],
    [{ clusters: ['prod-japan', 'prod-japan'] }, 'clusters', 'a list of 2', 'each once'],
    [{ namespaces: [] }, 'namespaces', 'an empty list', 'at least one namespace'],
    [
      { namespaces: [{ name: 'kube-system', mesh: true }] },
      'namespaces[0].name',
      '"kube-system"',
      'not kube-',
    ],
    [{ namespaces: [{ name: 'shop', mesh: 'yes' }] }, 'namespaces[0].mesh', '"yes"', 'true or false'],
    [{ workloads: undefined }, 'workloads', 'nothing', 'a list of workloads'],
    [
      { workloads: [undefined] },
      'workloads[0]',
      'nothing',
      'Where the file of the workload imports this one',
    ],
    [{ workloads: ['web'] }, 'workloads[0]', '"web"', 'what service(), worker() or job() gives'],
    [{ availability: 100 }, 'availability', '100', 'such as 99.9'],
    [{ availability: '99.9' }, 'availability', '"99.9"', 'percent from 50'],
    [
      { ingress: { name: 'shop', healthCheckPath: 'health' } },
      'ingress.healthCheckPath',
      '"health"',
      'a path that begins with /',
    ],
    [{ workload: [] }, 'workload', 'the field workload', 'workloads (that does something'],
  ])('%j: %s', (more, field, found, expected) => {
    const line = refusedProduct(declared(more)).split('\n')[0];
    expect(line).toMatch(/^test\/declarations\/run\.ts:\d+: product/);
    expect(line).toContain(`: ${field}: found ${found}, expected `);
    expect(line).toContain(expected);
  });

  test('a cluster that is not there is told once, not for each workload', () => {
    const printed = refusedProduct(declared({ clusters: ['prod-jpan'], workloads: [web({})] }));
    expect(printed).toMatch(
      /^test\/declarations\/run\.ts:\d+: The unit shop is meant for the cluster prod-jpan.+Is it prod-japan\?$/,
    );
  });

  test('a copy of a workload with something changed is looked at where it is listed', () => {
    expect(refusedProduct(declared({ workloads: [{ ...web({}), port: 70_000 }] }))).toMatch(
      /^test\/declarations\/run\.ts:\d+: service web: port: found 70000/,
    );
  });
});

describe('a component', () => {
  const refused = (more: object) => refusedTool(more).split('\n')[0];

  test.each<Case>([
    [{ name: 'Tool' }, 'name', '"Tool"', LABEL],
    [{ namespace: '' }, 'namespace', '""', 'the name of a namespace'],
    [{ wave: 7 }, 'wave', '7', 'platform/unit/waves.ts'],
    [{ chart: 'no-such' }, 'chart', '"no-such"', 'npx fleet charts bump no-such VERSION --repository URL'],
    [{ chart: `${chart}x` }, 'chart', `"${chart}x"`, `did you mean ${chart}?`],
    [{ chart: { name: 'no-such' } }, 'chart.name', '"no-such"', 'the name of a chart of charts/pins.yaml'],
    [
      { chart: { name: chart, version: '1.2.3' } },
      'chart.version',
      '"1.2.3"',
      'a version that all of them have stands only in charts/pins.yaml',
    ],
    [{ chart: 1.2 }, 'chart', '1.2', 'the name of a chart of charts/pins.yaml'],
    [{ values: {} }, 'values', 'an empty map', 'a function that gives the values of the chart'],
    [
      { declares: restrictedNamespace('tol') },
      'declares.name',
      '"tol"',
      "the namespace of the component, 'tool', as nothing else would make it",
    ],
    [
      { on: () => undefined },
      'on',
      `a function that gives nothing for ${fleet.clusters[0]?.name}`,
      'one that gives true or false',
    ],
    [{ on: () => 'prod-eu' }, 'on', 'a function that gives "prod-eu" for', 'one that gives true or false'],
    [{ on: 'prod-eu' }, 'on', '"prod-eu"', 'a function that gives whether a cluster has it'],
    [{ pod: () => [] }, 'pod', 'the field pod', 'pods (that does something'],
    [
      { declares: { name: 'tool', mesh: false, owner: 'platform', podSecurity: 'privileged' } },
      'declares',
      'a map with the keys',
      'a reason',
    ],
  ])('%j: %s', (more, field, found, expected) => {
    const line = refused(more);
    expect(line).toMatch(/^test\/declarations\/mistakes\.test\.ts:\d+: component/);
    expect(line).toContain(`: ${field}: found ${found}`);
    expect(line).toContain(expected);
  });

  test('a registry without a cache: which there are', () => {
    const registry: unknown = 'gcr.io';
    const line = refused({
      values: ({ cluster }: Context) => ({ image: Reflect.apply(cached, undefined, [cluster, registry]) }),
    });
    expect(line).toMatch(/^test\/declarations\/mistakes\.test\.ts:\d+: tool: cached\(\): /);
    expect(line).toContain(
      'found the registry "gcr.io", expected one of docker.io, ghcr.io, public.ecr.aws, quay.io, registry.k8s.io',
    );
  });

  test('a namespace that nobody makes', () => {
    const some = { on: ({ name }: Cluster) => name === 'prod-eu' };
    const undeclared = (...units: Unit[]) => undeclaredNamespaces(units, fleet);
    const alone = unitOf(toolOf(some), fleet);
    expect(undeclared(alone)).toEqual([
      expect.stringMatching(
        /^test\/declarations\/mistakes\.test\.ts:\d+: component tool: declares: found nothing, and no other unit declares the namespace tool on prod-eu, expected declares: restrictedNamespace\('tool'\)$/,
      ),
    ]);
    const declared = unitOf(toolOf({ name: 'other', declares: restrictedNamespace('tool'), ...some }), fleet);
    expect(undeclared(alone, declared)).toEqual([]);
    const elsewhere = { ...declared, clusters: ['prod-japan'] };
    expect(undeclared(alone, elsewhere)).toHaveLength(1);
    const near = unitOf(
      toolOf({ name: 'tools', namespace: 'tools', declares: restrictedNamespace('tools') }),
      fleet,
    );
    expect(undeclared(alone, near)[0]).toContain('Is the namespace tools meant?');
    expect(undeclared(unitOf(toolOf({ namespace: 'kube-system' }), fleet))).toEqual([]);
    // That of Argo CD is on hubs alone.
    const beside = unitOf(toolOf({ namespace: 'argocd', ...some }), fleet);
    expect(undeclared(beside)).toHaveLength(1);
    const own = { name: 'hub', namespace: 'argocd', declares: restrictedNamespace('argocd'), ...some };
    const hub = unitOf(toolOf(own), fleet);
    expect(undeclared(beside, hub)).toEqual([]);
  });

  test.each([
    [{}],
    [{ declares: restrictedNamespace('tool') }],
    [{ on: () => false }],
    [{ values: ({ cluster }: Context) => ({ registry: cached(cluster, 'quay.io') }) }],
  ])('%j is right', (more) => {
    expect(declaredAs(toolOf(more))?.mistakes).toEqual([]);
    expect(unitOf(toolOf(more), fleet).mistakes).toBeUndefined();
  });

  test.each(['/', '/v1', '/v1/items'])('%s is the path of a route', (path) => {
    expect(declaredAs(web({ exposes: { host: 'www', path } }))?.mistakes).toEqual([]);
  });

  test.each<Case>([
    [{ metrics: [70_000] }, 'metrics[0]', '70000', 'a port from 1 to 65535'],
    [{ labels: { app: 'my tool' } }, 'labels.app', '"my tool"', 'the value of a label'],
    [{ name: 'Tool' }, 'name', '"Tool"', 'the name of a NetworkPolicy'],
  ])('its pods %j: %s', (more, field, found, expected) => {
    const line = refused({ pods: () => [{ name: 'tool', ...more }] });
    expect(line).toMatch(/^test\/declarations\/mistakes\.test\.ts:\d+: tool: pods: /);
    expect(line).toContain(`${field}: found ${found}`);
    expect(line).toContain(expected);
    expect(line).toContain(`(on ${fleet.clusters.map(({ name }) => name).join(', ')})`);
  });
});

describe('times of objects', () => {
  const scheduled = (spec: Pick<k8s.CronJobSpec, 'schedule' | 'timeZone'>) => (chart: Chart) =>
    add(chart, k8s.KubeCronJob, {
      metadata: { name: 'tool', namespace: 'tool', labels: { 'app.kubernetes.io/managed-by': 'cdk8s' } },
      spec: { ...spec, jobTemplate: {} },
    });

  test.each([
    [
      { schedule: '0 8 * * Fri-Mon' },
      'spec.schedule: found "0 8 * * Fri-Mon", expected a day of the week',
      'such as Mon-Fri',
    ],
    [
      { schedule: '0 8 * * 5-1' },
      'spec.schedule: found "0 8 * * 5-1", expected a day of the week',
      'such as Mon-Fri',
    ],
    [{ schedule: '0 22-6 * * *' }, 'spec.schedule: found "0 22-6 * * *", expected an hour', 'from 0 to 23'],
    [{ schedule: '60 * * * *' }, 'spec.schedule: found "60 * * * *", expected a minute', 'from 0 to 59'],
    [{ schedule: '0 0 1 Foo *' }, 'spec.schedule: found "0 0 1 Foo *", expected a month', 'such as Jan-Mar'],
    [
      { schedule: '0 0 * *' },
      'spec.schedule: found "0 0 * *", expected a cron expression of five fields',
      '0 18 * * Mon-Fri',
    ],
    [
      { schedule: '0 0 * * *', timeZone: 'Asia/Tokio' },
      'spec.timeZone: found "Asia/Tokio"',
      'Is it Asia/Tokyo?',
    ],
  ])('%j', (spec, found, expected) => {
    const printed = refusedTool({ objects: scheduled(spec) });
    expect(printed).toMatch(/^test\/declarations\/mistakes\.test\.ts:\d+: tool: CronJob tool\/tool: /);
    expect(printed).toContain(found);
    expect(printed).toContain(expected);
  });

  test.each([
    '*/5 * * * *',
    '0 18 * * 0',
    '0 8,12-14 * Jan-Mar Mon-Fri',
    '0 0 1-31/2 * Sun-Sat',
    '@every 1h',
    '@daily',
  ])('%s is right', (schedule) => {
    expect(() => scheduled({ schedule, timeZone: 'Etc/UTC' })(new Chart(new App(), 'tool'))).not.toThrow();
  });
});

describe('a secret that was pasted is refused and not printed', () => {
  const values = [
    ['AKIA', 'IOSFODNN7EXAMPLE'],
    ['ghp_', 'aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789'],
    ['xoxb-', '1234567890-abcdefghij'],
    ['sk_live_', '4eC39HqLyjWDarjtT1zdp7dc'],
    ['eyJ', 'hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdefghijk'],
    ['-----BEGIN ', 'RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA'],
    ['wJalrXUt', 'nFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
    ['9f86d081', '884c7d659a2feaa0c55ad015'],
    ['3f0c1a52', '-7a53-4d0e-9c35-1a1f4f6a7b10'],
  ].map(([first = '', rest = '']) => [first + rest, rest] as const);

  test.each(values)('%s', (value, rest) => {
    for (const more of [
      { secrets: { KEY: value } },
      { secrets: { KEY: property(value, 'password') } },
      { secrets: { KEY: property('api', value) } },
      { secrets: { URL: postgresAddress(value) } },
      { secrets: { URL: { template: `{{ .a }}${value}`, from: { a: property('api', 'key') } } } },
      { environment: { SETTING: value } },
      { name: value },
      { [value]: 'field' },
    ]) {
      const printed = refusedWorkloads(web(more));
      expect(printed).not.toContain(rest);
      expect(printed).toMatch(/found |the field /);
    }
  });

  test.each(values)('in the values and objects of a component: %s', (value, rest) => {
    const place = /^test\/declarations\/mistakes\.test\.ts:\d+: tool: /;
    const inValues = refusedTool({ values: () => ({ auth: [{ password: value }] }) });
    expect(inValues).toMatch(place);
    expect(inValues).toContain('values.auth[0].password: found ');
    expect(inValues).toContain('let an ExternalSecret under objects fetch it');
    const metadata = { name: 'tool', namespace: 'tool', labels: { 'app.kubernetes.io/managed-by': 'cdk8s' } };
    const inObject = refusedTool({
      objects: (chart: Chart) => {
        add(chart, k8s.KubeConfigMap, { metadata, data: { setting: value } });
        add(chart, k8s.KubeSecret, {
          metadata,
          data: { encoded: Buffer.from(value).toString('base64') },
          stringData: { plain: value },
        });
        add(chart, k8s.KubePod, {
          metadata,
          spec: { containers: [{ name: 'tool', env: [{ name: 'SETTING', value }] }] },
        });
      },
    });
    expect(inObject).toMatch(place);
    for (const field of [
      'ConfigMap tool: data.setting',
      'Secret tool: data.encoded',
      'Secret tool: stringData.plain',
      'Pod tool: spec.containers[0].env[0].value',
    ]) {
      expect(inObject).toContain(`${field}: found `);
    }
    for (const printed of [inValues, inObject]) expect(printed).not.toContain(rest);
  });

  test('a password in the values of a chart, whatever it looks like', () => {
    const printed = refusedTool({ values: () => ({ adminPassword: 'hunter2' }) });
    expect(printed).toContain('values.adminPassword: found ');
    expect(printed).not.toContain('hunter2');
  });

  test('what a chart is told of the contract, of certificates and of Secrets is none', () => {
    const [cluster] = fleet.clusters;
    const { helm } = unitOf(
      toolOf({
        values: () => ({
          contract: fleet.clusters.map(({ terraform }) => terraform),
          addresses: fleet.clusters.map(({ terraform }) => `${terraform.vpcId},${terraform.vpcId}`),
          authority: `-----BEGIN CERTIFICATE-----\n${'MIIBtTCCAVugAwIBAgIUZcQHFWtKeogOtHJ'.repeat(3)}\n-----END CERTIFICATE-----`,
          image: `registry.example.com/a@sha256:${'ab'.repeat(32)}`,
          query: 'sum by (namespace) (rate(container_cpu_usage_seconds_total{image!=""}[5m])) > 0.5',
          existingSecret: 'tool-administrator',
          password: '$__file{/etc/secrets/password}',
          smtpPassword: '',
        }),
      }),
      fleet,
    );
    if (cluster === undefined) throw new Error('The fleet has no cluster.');
    expect(() => helm?.({ cluster, fleet, units: [] }).values).not.toThrow();
  });

  test('what people write is none', () => {
    const declared = declaredAs(
      web({
        environment: {
          NODE_ENV: 'production',
          ENDPOINT: 'https://api.eu-central-1.example.com:8443/v2/items?limit=100',
          IMAGE: `registry.example.com/a@sha256:${'ab'.repeat(32)}`,
          ARN: 'arn:aws:iam::111122223333:role/user-service',
          GOMEMLIMIT: '460MiB',
          OTEL_RESOURCE_ATTRIBUTES: 'service.name=shop,service.namespace=storefront',
          JAVA_TOOL_OPTIONS: '-XX:MaxRAMPercentage=75.0 -Djava.security.egd=file:/dev/./urandom',
          FACTORY: 'com.example.shop.MyFactoryBean2Impl3',
          DB_TABLE: 'customers_2024_archive_partition_07',
          EMPTY_TOKEN: '',
        },
        secrets: { KEY: 'storefront/catalog-database', OTHER: 'db_user', THIRD: 'team-2/service_v2.key' },
      }),
    );
    expect(declared?.mistakes).toEqual([]);
  });
});

test('the address of a database of another engine', () => {
  const calling = (address: object) => web({ calls: [database('main')], secrets: { DATABASE_URL: address } });
  const [cluster] = groundContext({ workloads: [] }).fleet.clusters;
  if (cluster === undefined) throw new Error('The fleet has no cluster.');
  expect(() => assertEngines(calling(mysqlAddress('database')), cluster)).toThrow(
    'web: secrets.DATABASE_URL: found mysqlAddress(…), but the database main has the engine postgres in clusters/prod-japan/terraform.json, expected postgresAddress(…)',
  );
  expect(() => assertEngines(calling(postgresAddress('database')), cluster)).not.toThrow();
  expect(() => assertEngines(web({ secrets: { URL: mysqlAddress('other') } }), cluster)).not.toThrow();
});

test('mistakes of several declarations and of several clusters come in one report, each once', () => {
  const printed = refusedWorkloads(
    web({ port: 70_000, exposes: { host: 'a b' } }),
    runner({ secrets: { KEY: 'Nope' } }),
    web({ name: 'front', calls: [workload('bak'), receivesFrom('job'), linkedService('nobody')] }),
    web({ name: 'back', calls: [workload('web'), external('paymnt')] }),
  );
  for (const expected of [
    'service web: port: found 70000',
    'service web: exposes.host: found "a b"',
    'worker runner: secrets.KEY: found ',
    'front calls bak, which is not on prod-japan. No product declares it (did you mean back?).',
    'the output queues has no job, which front calls (did you mean jobs?)',
    'front calls the service nobody of linked clusters',
    'externalHosts has no paymnt, which back calls',
  ]) {
    expect(printed.split(expected), `${expected} in ${printed}`).toHaveLength(2);
  }
});
