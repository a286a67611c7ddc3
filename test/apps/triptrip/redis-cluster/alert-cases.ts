import { type AlertCases, OBJECTS_KNOWN, steady } from '../../../../scripts/prove-alerts/case.ts';

function redis(missing: number, well: number, after: string) {
  const series =
    'kube_statefulset_status_replicas_ready{namespace="triptrip-cache",statefulset="redis-cluster"}';
  return {
    fires: { [series]: steady(missing) },
    // The StatefulSet was deleted.
    alsoFires: [OBJECTS_KNOWN],
    silent: { [series]: steady(well) },
    alsoSilent: [{}],
    after,
    labels: { namespace: 'triptrip-cache', statefulset: 'redis-cluster' },
  };
}

export const alertCases: AlertCases = {
  RedisNodeMissing: () => redis(5, 6, '15m'),
  RedisNodesMissing: () => redis(4, 5, '5m'),
};
