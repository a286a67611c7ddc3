import { property } from '../../../platform/kit/secrets/secret-reference.ts';
import { product } from '../../../platform/product/product.ts';
import { cache, database, receivesFrom, sendsTo } from '../../../platform/workload/declaration/calls.ts';
import { service, worker } from '../../../platform/workload/workload.ts';

const user = property('database', 'username');
const password = property('database', 'password');

/** Outside the mesh: an Ingress leads to the pods; one of its two clusters has office hours. */
export const taskManager = [
  { cluster: 'sre-portfolio', namespace: 'app-production' },
  { cluster: 'sre-portfolio-dev', namespace: 'app-development' },
].flatMap(({ cluster, namespace }) =>
  product({
    name: 'task-manager',
    clusters: [cluster],
    namespaces: [{ name: namespace, mesh: false }],
    ingress: { name: 'app-ingress', healthCheckPath: '/health' },
    workloads: [
      service({
        name: 'api-service',
        port: 8080,
        resources: { requests: { cpu: '200m', memory: '256Mi' }, limits: { memory: '512Mi' } },
        scale: { min: 3, max: 10, cpu: 70, memory: 80 },
        calls: [database('tasks'), cache('tasks'), sendsTo('task-jobs')],
        exposes: { host: 'api' },
        secrets: { DB_USER: user, DB_PASS: password },
        migration: {
          database: 'tasks',
          image: 'postgres',
          files: { '001-tasks.sql': 'CREATE TABLE IF NOT EXISTS tasks (id uuid PRIMARY KEY);\n' },
          user: 'DB_USER',
          password: 'DB_PASS',
        },
      }),
      worker({
        name: 'worker',
        resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
        scale: { min: 1, max: 5, queue: { name: 'task-jobs', messages: 5 } },
        calls: [database('tasks'), receivesFrom('task-jobs')],
        secrets: { DB_USER: user, DB_PASS: password },
      }),
    ],
  }),
);
