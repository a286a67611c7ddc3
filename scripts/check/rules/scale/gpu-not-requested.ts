import type { ClusterRule } from '../../rule.ts';
import { at, fieldsAt } from '../../state/read.ts';

const pods = (resources: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: model, namespace: shop }
spec:
  selector: { matchLabels: { app: model } }
  template:
    metadata: { labels: { app: model } }
    spec:
      nodeSelector: { nvidia.com/gpu: "true" }
      containers: [{ name: model, image: registry.example.com/model:1.0.0${resources} }]
`;

/** Labels of nodes with graphics processors. */
const LABELS =
  /^(?:nvidia\.com\/gpu(?:\.present|\.product)?|k8s\.amazonaws\.com\/accelerator|cloud\.google\.com\/gke-accelerator|karpenter\.k8s\.aws\/instance-gpu-(?:name|count|manufacturer))$/;
/** What pods ask for to get one. */
const DEVICES =
  /^(?:nvidia\.com\/(?:gpu|mig-.+)|amd\.com\/gpu|aws\.amazon\.com\/neuron.*|gpu\.intel\.com\/.+)/;

/** A label is not the device: only who asks for it gets one, and only what is asked for lets a group begin at no node. */
export const gpuNotRequested: ClusterRule = {
  id: 'gpu-not-requested',
  severity: 'warning',
  summary: 'Pods for nodes with graphics processors that do not ask for one',
  breaks:
    'They stand on the dear node without the device, or wait for ever: an autoscaler at no node does not know that one is wanted.',
  pitfalls: ['X-56'],
  failing: pods(''),
  passing: pods(', resources: { limits: { nvidia.com/gpu: 1 } }'),
  *judge(state) {
    for (const workload of state.workloads) {
      // Agents of the nodes see every device, and claims of another kind stand beside.
      if (workload.kind === 'DaemonSet' || workload.isMade || workload.resource.isExtract) continue;
      const label = Object.keys(fieldsAt(workload.spec, 'nodeSelector')).find((key) => LABELS.test(key));
      if (label === undefined || workload.spec.resourceClaims !== undefined) continue;
      const asks = workload.containers.some(({ value }) =>
        ['limits', 'requests'].some((part) =>
          Object.keys(Object(at(value, 'resources', part))).some((name) => DEVICES.test(name)),
        ),
      );
      if (asks) continue;
      yield {
        resource: workload.resource,
        path: [...workload.specPath, 'nodeSelector', label],
        message: `It wants a node with ${label}, and none of its containers asks for a device such as nvidia.com/gpu: no pod gets one.`,
        fix: 'Write resources.limits: { nvidia.com/gpu: 1 } at the container that uses it.',
      };
    }
  },
};
