import { k8s } from 'cdk8s-plus-29';
import { add } from '../../../platform/kit/manifest.ts';
import type { Endpoint } from '../../../platform/kit/network/endpoint.ts';
import { postgresAddress } from '../../../platform/kit/secrets/secret-reference.ts';
import { product } from '../../../platform/product/product.ts';
import type { Unit } from '../../../platform/unit/unit.ts';
import { waves } from '../../../platform/unit/waves.ts';
import {
  database,
  external,
  receivesFrom,
  sendsTo,
  workload,
} from '../../../platform/workload/declaration/calls.ts';
import { job, service, worker } from '../../../platform/workload/workload.ts';

const CLUSTERS = ['triptrip-production', 'triptrip-staging'];
const NODES = 6;
const PORT = 6379;
const resources = { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '4Gi' } } as const;
const DATABASE_URL = postgresAddress('database');

const endpoint: Endpoint = {
  name: 'redis-cluster',
  namespace: 'triptrip-cache',
  serviceAccount: 'redis-cluster',
  labels: { app: 'redis-cluster' },
  servicePort: PORT,
  containerPort: PORT,
  protocol: 'tcp',
  tls: true,
};

/** A store that a product brings along: pods that are no workload, an image of their own, and a place that workloads call. */
const store: Unit = {
  name: endpoint.name,
  project: 'triptrip',
  namespace: endpoint.namespace,
  wave: waves.foundations,
  clusters: CLUSTERS,
  namespaces: [{ name: endpoint.namespace, mesh: false, owner: 'triptrip', podSecurity: 'restricted' }],
  endpoints: [endpoint],
  images: ['redis'],
  kinds: { namespaced: { apps: ['StatefulSet'] } },
  reserves: () => [{ namespace: endpoint.namespace, pods: NODES, resources, nodeGroup: 'memory' }],
  build: (chart) => {
    add(chart, k8s.KubeStatefulSet, {
      metadata: { name: endpoint.name, namespace: endpoint.namespace, labels: { ...endpoint.labels } },
      spec: {
        serviceName: endpoint.name,
        replicas: NODES,
        selector: { matchLabels: { ...endpoint.labels } },
        template: {
          metadata: { labels: { ...endpoint.labels } },
          spec: { containers: [{ name: 'redis', image: 'redis' }] },
        },
      },
    });
  },
};

/** A mesh of one cluster, targets that are pods, and each kind of workload: a service, a worker and a job. */
export const triptrip: readonly Unit[] = [
  store,
  ...product({
    name: 'triptrip',
    clusters: CLUSTERS,
    namespaces: [
      { name: 'triptrip-api', mesh: true },
      { name: 'triptrip-workers', mesh: true },
    ],
    workloads: [
      service({
        name: 'triptrip-api',
        port: 3000,
        resources: { requests: { cpu: '500m', memory: '512Mi' }, limits: { cpu: '2', memory: '2Gi' } },
        scale: { min: 5, max: 50, cpu: 70, requestsPerSecond: 1000 },
        calls: [
          database('triptrip'),
          workload('redis-cluster'),
          sendsTo('task'),
          external('payment'),
          workload('triptrip-rates'),
        ],
        exposes: { host: 'api' },
        secrets: { DATABASE_URL },
        scratch: [{ path: '/app/.cache', size: '500Mi' }],
      }),
      service({
        name: 'triptrip-rates',
        port: 3000,
        resources: { requests: { cpu: '250m', memory: '256Mi' }, limits: { memory: '512Mi' } },
        scale: { replicas: 2 },
      }),
      worker({
        name: 'triptrip-queue-worker',
        namespace: 'triptrip-workers',
        resources: { requests: { cpu: '250m', memory: '256Mi' }, limits: { memory: '512Mi' } },
        scale: { min: 1, max: 20, queue: { name: 'task', messages: 10 } },
        calls: [database('triptrip'), workload('redis-cluster'), receivesFrom('task')],
        secrets: { DATABASE_URL },
        nodeGroup: 'spot',
      }),
      job({
        name: 'triptrip-batch-processor',
        namespace: 'triptrip-workers',
        resources: { requests: { cpu: '1', memory: '2Gi' }, limits: { memory: '4Gi' } },
        queue: { name: 'batch', messages: 1 },
        max: 20,
        calls: [database('triptrip'), receivesFrom('batch')],
        secrets: { DATABASE_URL },
        nodeGroup: 'spot',
      }),
    ],
  }),
];
