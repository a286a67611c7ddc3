import type { Context } from '../../../platform/unit/unit.ts';
import { isRunning, workloadsOf } from '../../evidence/members.ts';
import { storeReachedAsDeclared } from '../../evidence/network.ts';

/** Redis is reached by its callers, by its own nodes and their assembly, and by KEDA where it scales by a stream. */
export const redisReached = storeReachedAsDeclared('redis-cluster', (context) => [
  'triptrip-cache app=redis-cluster 6379/TCP',
  'triptrip-cache app=redis-cluster 16379/TCP',
  'triptrip-cache app=redis-cluster-assembly 6379/TCP',
  ...(scalesByStream(context) ? ['keda app=keda-operator 6379/TCP'] : []),
]);

function scalesByStream(context: Context): boolean {
  return workloadsOf(context).some(
    ({ declaration }) => isRunning(declaration) && declaration.scale.stream?.store === 'redis-cluster',
  );
}
