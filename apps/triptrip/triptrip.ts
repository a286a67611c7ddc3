import { product } from '../../platform/product/product.ts';
import type { Unit } from '../../platform/unit/unit.ts';
import { redisCluster } from './redis-cluster/unit.ts';
import { triptripApi } from './triptrip-api.ts';
import { triptripBatchProcessor } from './triptrip-batch-processor.ts';
import { triptripQueueWorker } from './triptrip-queue-worker.ts';
import { triptripWeb } from './triptrip-web.ts';
import { triptripWorker } from './triptrip-worker.ts';

/** The travel booking system, on its four clusters (S4-46 to S4-49); its availability is that of S4-7. */
export const triptrip: readonly Unit[] = [
  redisCluster,
  ...product({
    name: 'triptrip',
    clusters: ['triptrip-production', 'triptrip-dr', 'triptrip-staging', 'triptrip-dev'],
    namespaces: [
      { name: 'triptrip-api', mesh: true },
      { name: 'triptrip-workers', mesh: true },
      { name: 'triptrip-batch', mesh: true },
      { name: 'triptrip-web', mesh: true },
      // Without a workload yet, so its quota admits no pod (S4-242).
      { name: 'triptrip-ml', mesh: true },
    ],
    availability: 99.95,
    // S4-7; how much may be lost is our own figure, as it states none.
    recovery: { timeMinutes: 15, pointMinutes: 5 },
    workloads: [triptripApi, triptripWeb, triptripWorker, triptripQueueWorker, triptripBatchProcessor],
  }),
];
