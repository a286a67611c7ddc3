import { k8s } from 'cdk8s-plus-29';
import type { Construct } from 'constructs';
import { add } from '../../kit/manifest.ts';
import type { Placement } from '../graph/placement.ts';
import { objectLabels } from '../labels.ts';
import { configName } from '../names.ts';

/** The ConfigMap with a workload's settings and addresses, sorted, so that its text follows from its content. */
export function addConfigMap(scope: Construct, placement: Placement): void {
  const { declaration, namespace, config } = placement;
  const keys = Object.keys(config).sort();
  if (keys.length === 0) return;
  add(scope, k8s.KubeConfigMap, {
    metadata: { name: configName(declaration), namespace, labels: objectLabels(placement) },
    data: Object.fromEntries(keys.map((key) => [key, config[key] ?? ''])),
  });
}
