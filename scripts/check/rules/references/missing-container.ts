import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { injectedContainers } from '../../state/mesh.ts';
import { at, type Path, places, text, textAt } from '../../state/read.ts';
import { type Resource, titleOf } from '../../state/resource.ts';
import type { Workload } from '../../state/workload.ts';
import { workloadAt } from './workload-at.ts';

const SAMPLE = (container: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: registry.example.com/web:1.0.0 }] }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: shop }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  maxReplicas: 5
  metrics:
    - type: ContainerResource
      containerResource: { name: cpu, container: ${container}, target: { type: Utilization, averageUtilization: 70 } }
`;

/** Fields of autoscalers that name a container of their target. */
const OF_TARGETS: Readonly<Record<string, { readonly target: Path; readonly names: readonly string[] }>> = {
  'autoscaling/HorizontalPodAutoscaler': {
    target: ['spec', 'scaleTargetRef'],
    names: ['spec.metrics[].containerResource.container'],
  },
  'autoscaling.k8s.io/VerticalPodAutoscaler': {
    target: ['spec', 'targetRef'],
    names: ['spec.resourcePolicy.containerPolicies[].containerName'],
  },
  'keda.sh/ScaledObject': {
    target: ['spec', 'scaleTargetRef'],
    names: ['spec.scaleTargetRef.envSourceContainerName', 'spec.triggers[].metadata.containerName'],
  },
};

const ANNOTATIONS = [
  'kubectl.kubernetes.io/default-container',
  'kubectl.kubernetes.io/default-logs-container',
];

/** A container is named in many places, and renamed in one. */
export const missingContainer: ClusterRule = {
  id: 'missing-container',
  severity: 'error',
  summary:
    'A name of a container that the pods do not have: in a metric, a policy, a variable or an annotation',
  breaks: 'The autoscaler has no metric, the policy has no effect, or the pod is not started.',
  failing: SAMPLE('app'),
  passing: SAMPLE('web'),
  *judge(state) {
    for (const [type, { target, names }] of Object.entries(OF_TARGETS)) {
      for (const resource of state.of(type)) {
        const workload = workloadAt(state, resource, at(resource.value, ...target));
        if (workload === undefined) continue;
        for (const name of names) {
          for (const place of places(resource.value, name)) {
            yield* said(state, workload, resource, place.path, text(place.value));
          }
        }
      }
    }
    for (const workload of state.workloads) yield* inPods(state, workload);
  },
};

function* inPods(state: ClusterState, workload: Workload): Generator<Said> {
  const { annotations, containers, resource, metadataPath } = workload;
  if (workload.isMade) return;
  for (const annotation of ANNOTATIONS) {
    const path = [...metadataPath, 'annotations', annotation];
    for (const one of said(state, workload, resource, path, annotations[annotation])) {
      yield { ...one, severity: 'warning' };
    }
  }
  for (const { value, path } of containers) {
    for (const place of places(value, 'env[].valueFrom.resourceFieldRef', path)) {
      const from = [...place.path, 'containerName'];
      yield* said(state, workload, resource, from, textAt(place.value, 'containerName'));
    }
  }
}

function* said(
  state: ClusterState,
  workload: Workload,
  resource: Resource,
  path: Path,
  name: string | undefined,
): Generator<Said> {
  if (name === undefined || name === '*' || name === '') return;
  const names = [...workload.containers, ...injectedContainers(state, workload)].map((each) => each.name);
  // The proxy may come by other ways than this tree knows.
  if (names.includes(name) || name === 'istio-proxy' || name === 'linkerd-proxy') return;
  yield {
    resource,
    path,
    message: `The pods of ${titleOf(workload.resource)} have no container ${name}; they have ${names.join(', ')}.`,
    fix: `Write the name of a container of theirs${didYouMean(name, names)}.`,
  };
}
