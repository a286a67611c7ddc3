import { product } from '../../platform/product/product.ts';
import type { Unit } from '../../platform/unit/unit.ts';
import { apiService } from './api-service.ts';
import { chaosExperiments } from './chaos-experiments.ts';
import { frontendService } from './frontend-service.ts';
import { worker } from './worker.ts';

/** The same workloads in production and in development (S1-20); the namespace says where one is (S2-18). */
const PLACES = [
  { cluster: 'sre-portfolio', namespace: 'app-production' },
  { cluster: 'sre-portfolio-dev', namespace: 'app-development' },
] as const;

/**
 * The task manager of S1 and S2, outside the mesh, which those documents do not have: the load balancer sends requests to the
 * pods themselves.
 */
export const taskManager: readonly Unit[] = [
  ...PLACES.flatMap(({ cluster, namespace }) =>
    product({
      name: 'task-manager',
      clusters: [cluster],
      namespaces: [{ name: namespace, mesh: false }],
      // S2-122.
      recovery: { timeMinutes: 60, pointMinutes: 60 },
      workloads: [apiService, frontendService, worker],
      ingress: { name: 'app-ingress', healthCheckPath: '/health' },
    }),
  ),
  chaosExperiments,
];
