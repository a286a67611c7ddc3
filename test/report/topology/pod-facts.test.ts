import { expect, test } from 'vitest';
import { byDefault } from '../../../scripts/cluster-model/defaults/defaults.ts';
import { boundsOf } from '../../../scripts/report/data/topology/pod-facts.ts';
import { clusterOf } from '../../reach/cluster-of.ts';

test('an autoscaler that leaves its bounds out has those of its kind', () => {
  const scaler = (apiVersion: string, kind: string, name: string) => ({
    apiVersion,
    kind,
    metadata: { name, namespace: 'n' },
    spec: { scaleTargetRef: { name }, maxReplicas: 4 },
  });
  const bounds = boundsOf(
    clusterOf([
      scaler('keda.sh/v1alpha1', 'ScaledObject', 'worker'),
      scaler('autoscaling/v2', 'HorizontalPodAutoscaler', 'web'),
    ]),
  );
  expect(bounds.get('n/Deployment/worker')).toEqual({
    min: byDefault('keda.sh/ScaledObject', 'spec.minReplicaCount'),
    max: byDefault('keda.sh/ScaledObject', 'spec.maxReplicaCount'),
  });
  expect(bounds.get('n/Deployment/web')).toEqual({
    min: byDefault('autoscaling/HorizontalPodAutoscaler', 'spec.minReplicas'),
    max: 4,
  });
});
