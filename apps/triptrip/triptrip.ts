import { product } from '../../platform/constructs/product/product.ts';
import type { Unit } from '../../platform/constructs/unit.ts';
import { redisCluster } from './redis-cluster/unit.ts';
import { triptripApi } from './triptrip-api.ts';
import { triptripWorker } from './triptrip-worker.ts';

/** The travel booking system, on its four clusters (S4-46 to S4-49). */
export const triptrip: readonly Unit[] = [
  redisCluster,
  ...product({
    name: 'triptrip',
    clusters: ['triptrip-production', 'triptrip-dr', 'triptrip-staging', 'triptrip-dev'],
    namespaces: [
      { name: 'triptrip-api', mesh: true },
      { name: 'triptrip-workers', mesh: true },
    ],
    workloads: [triptripApi, triptripWorker],
  }),
];
