import { storeReachedAsDeclared } from '../evidence/network.ts';

/** Redis is reached by who calls it, by its own nodes and their assembly, and by KEDA, which reads the streams. */
export const redisReached = storeReachedAsDeclared(
  'redis-cluster',
  'triptrip-cache app=redis-cluster 6379/TCP',
  'triptrip-cache app=redis-cluster 16379/TCP',
  'triptrip-cache app=redis-cluster-assembly 6379/TCP',
  'keda app=keda-operator 6379/TCP',
);
