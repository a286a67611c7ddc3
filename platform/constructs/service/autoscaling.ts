import { ScaledObjectSpecFallbackBehavior as FallbackBehavior, ScaledObject } from '@cdk8s/keda';
import { k8s } from 'cdk8s-plus-29';
import type { Construct } from 'constructs';
import { add } from '../manifest.ts';
import type { Scale } from './declaration.ts';
import { objectLabels } from './labels.ts';
import type { Placement } from './placement.ts';

/** Prometheus as its operator names it; KEDA resolves from its own namespace, so the name is whole. */
const PROMETHEUS = 'http://prometheus-operated.monitoring.svc.cluster.local:9090';

/** KEDA's way to AWS: its own role, which reads the length of queues (S4-266). */
export const TRIGGER_AUTHENTICATION = 'keda-aws-credentials';

/** Up at once and fast; down after five minutes and slowly, since the next peak is near (S4-124, S4-125). */
const BEHAVIOR = {
  scaleUp: {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [
      { type: 'Percent', value: 100, periodSeconds: 15 },
      { type: 'Pods', value: 10, periodSeconds: 15 },
    ],
  },
  scaleDown: {
    stabilizationWindowSeconds: 300,
    selectPolicy: 'Min',
    policies: [
      { type: 'Percent', value: 10, periodSeconds: 60 },
      { type: 'Pods', value: 5, periodSeconds: 60 },
    ],
  },
};

/** The one autoscaler of a workload; none where the number of pods is declared. */
export function addAutoscaler(scope: Construct, placement: Placement): void {
  const { scale } = placement.declaration;
  if (scale.replicas !== undefined) return;
  for (const [target, value] of Object.entries({ ...scale, queue: scale.queue?.messages })) {
    if (value !== undefined && value <= 0) {
      throw new Error(
        `${placement.declaration.name}: the target ${target} of its scale is ${value}. It must be above 0.`,
      );
    }
  }
  if (needsKeda(scale)) addScaledObject(scope, placement, scale);
  else addHorizontalPodAutoscaler(scope, placement, scale.cpu);
}

type Targets = Extract<Scale, { readonly min: number }>;
type KedaTargets = Extract<Targets, { readonly requestsPerSecond: number } | { readonly queue: object }>;

function needsKeda(scale: Targets): scale is KedaTargets {
  return scale.requestsPerSecond !== undefined || scale.queue !== undefined;
}

function addHorizontalPodAutoscaler(scope: Construct, placement: Placement, cpu: number): void {
  const { declaration, namespace, replicas } = placement;
  add(scope, k8s.KubeHorizontalPodAutoscalerV2, {
    metadata: { name: autoscalerName(placement), namespace, labels: objectLabels(placement) },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: declaration.name },
      minReplicas: replicas.min,
      maxReplicas: replicas.max,
      metrics: [
        {
          type: 'ContainerResource',
          containerResource: {
            name: 'cpu',
            // The proxy's share would drown the signal.
            container: declaration.component ?? 'app',
            target: { type: 'Utilization', averageUtilization: cpu },
          },
        },
      ],
      behavior: BEHAVIOR,
    },
  });
}

function addScaledObject(scope: Construct, placement: Placement, scale: KedaTargets): void {
  const { declaration, namespace, replicas } = placement;
  add(scope, ScaledObject, {
    metadata: { name: declaration.name, namespace, labels: objectLabels(placement) },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: declaration.name },
      pollingInterval: 15,
      minReplicaCount: replicas.min,
      maxReplicaCount: replicas.max,
      // While a source of numbers is down, the pods that run are kept: half the largest number at the least.
      fallback: {
        failureThreshold: 3,
        replicas: Math.max(replicas.min, Math.ceil(replicas.max / 2)),
        behavior: FallbackBehavior.CURRENT_REPLICAS_IF_HIGHER,
      },
      advanced: { horizontalPodAutoscalerConfig: { name: autoscalerName(placement), behavior: BEHAVIOR } },
      triggers: [
        ...cpuTrigger(placement, scale),
        ...requestsTrigger(placement, scale),
        ...queueTrigger(placement, scale),
      ],
    },
  });
}

function cpuTrigger({ declaration }: Placement, { cpu }: KedaTargets) {
  if (cpu === undefined) return [];
  return [
    {
      type: 'cpu',
      metricType: 'Utilization',
      metadata: { value: String(cpu), containerName: declaration.component ?? 'app' },
    },
  ];
}

/** The proxy counts, so the number needs nothing of the application; the window spans four scrapes of 30 s. */
function requestsTrigger(
  { declaration, namespace, sidecar, context }: Placement,
  { requestsPerSecond }: KedaTargets,
) {
  if (requestsPerSecond === undefined) return [];
  if (sidecar === undefined) {
    throw new Error(
      `${declaration.name} scales by requestsPerSecond, which its proxy counts, but ${context.cluster.name} or its namespace ${namespace} is outside the mesh. Scale by cpu or queue.`,
    );
  }
  return [
    {
      type: 'prometheus',
      name: 'requests-per-second',
      metricType: 'AverageValue',
      metadata: {
        serverAddress: PROMETHEUS,
        query: `sum(rate(istio_requests_total{reporter="destination",destination_workload="${declaration.name}",destination_workload_namespace="${namespace}"}[2m]))`,
        threshold: String(requestsPerSecond),
      },
    },
  ];
}

function queueTrigger({ declaration, context: { cluster } }: Placement, { queue }: KedaTargets) {
  if (queue === undefined) return [];
  if (!declaration.calls?.some(({ to, name }) => to === 'queue' && name === queue.name)) {
    throw new Error(
      `${declaration.name} scales by the queue ${queue.name}, which it does not call: more pods would not drain it (X-39). Add queue('${queue.name}') to its calls.`,
    );
  }
  const found = cluster.terraform.queues[queue.name];
  if (found === undefined) {
    throw new Error(
      `clusters/${cluster.name}/terraform.json: the output queues has no ${queue.name}, which scales ${declaration.name}.`,
    );
  }
  return [
    {
      type: 'aws-sqs-queue',
      metadata: {
        queueURL: found.url,
        queueLength: String(queue.messages),
        awsRegion: cluster.terraform.region,
      },
      authenticationRef: { name: TRIGGER_AUTHENTICATION },
    },
  ];
}

function autoscalerName({ declaration }: Placement): string {
  return `${declaration.name}-hpa`;
}
