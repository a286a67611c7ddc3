import { workloads } from './chosen.ts';
import { edits } from './cluster-tree.ts';
import type { DeliberateMistake } from './deliberate-mistake.ts';

export const kubeconformMistakes: readonly DeliberateMistake[] = [
  {
    step: 'kubeconform',
    name: 'unknown-field',
    breaks: 'a workload has a field that its kind does not know',
    says: "additional properties 'replica' not allowed",
    tree: (cluster) => edits(workloads(cluster)[0]?.with(['spec', 'replica'], 2)),
  },
  {
    step: 'kubeconform',
    name: 'old-version',
    breaks: 'an object has a version of the API that is no longer served (X-96)',
    says: 'could not find schema for PodDisruptionBudget',
    tree: (cluster) => edits(cluster.kind('PodDisruptionBudget')[0]?.with(['apiVersion'], 'policy/v1beta1')),
  },
  {
    step: 'kubeconform',
    name: 'text-for-number',
    breaks: 'the port of a Service is a text',
    says: 'got string, want integer',
    tree: (cluster) => edits(cluster.kind('Service')[0]?.with(['spec', 'ports', 0, 'port'], 'eighty')),
  },
];
