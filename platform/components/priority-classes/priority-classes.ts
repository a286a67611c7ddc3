import { k8s } from 'cdk8s-plus-29';
import { add } from '../../kit/manifest.ts';
import { component } from '../../unit/component.ts';
import { waves } from '../../unit/waves.ts';
import { ARGOCD_NAMESPACE } from '../argocd/address.ts';

/**
 * Who gets the last free place while nodes are short. All are far below the two classes of Kubernetes itself.
 * Batch never pushes anything aside: it can wait.
 */
const CLASSES = [
  { name: 'critical', value: 1_000_000, description: 'Customers notice at once when it is missing' },
  { name: 'standard', value: 100_000, globalDefault: true, description: 'Services and workers' },
  { name: 'batch', value: 1_000, preemptionPolicy: 'Never', description: 'Work that can wait for a node' },
] as const;

/** The PriorityClasses that workloads name. */
export const priorityClasses = component({
  name: 'priority-classes',
  namespace: ARGOCD_NAMESPACE,
  wave: waves.namespaces,
  objects: (chart) => {
    for (const { name, ...rest } of CLASSES) {
      add(chart, k8s.KubePriorityClass, {
        metadata: { name, labels: { 'app.kubernetes.io/managed-by': 'cdk8s' } },
        ...rest,
      });
    }
  },
});
