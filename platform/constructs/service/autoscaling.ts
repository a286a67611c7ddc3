import {
  ScaledObjectSpecFallbackBehavior as FallbackBehavior,
  ScaledObject,
  TriggerAuthentication,
} from '@cdk8s/keda';
import { k8s } from 'cdk8s-plus-29';
import type { Construct } from 'constructs';
import { add } from '../manifest.ts';
import type { Scale } from './declaration.ts';
import { objectLabels } from './labels.ts';
import type { RunningPlacement } from './placement.ts';
import {
  officeHoursTrigger,
  streamAuthentication,
  streamCertificate,
  streamPassword,
  triggersOf,
} from './triggers.ts';

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

/** Whether an autoscaler owns the number of pods: on a cluster with office hours each workload stops outside of them. */
export function isAutoscaled({ declaration, context }: RunningPlacement): boolean {
  return declaration.scale.replicas === undefined || context.cluster.officeHours !== undefined;
}

/** The one autoscaler of a workload; none where the number of pods is declared and the cluster never rests. */
export function addAutoscaler(scope: Construct, placement: RunningPlacement): void {
  if (!isAutoscaled(placement)) return;
  const { scale } = placement.declaration;
  if (scale.replicas !== undefined) {
    addScaledObject(scope, placement, {});
    return;
  }
  const resting = placement.context.cluster.officeHours !== undefined;
  if (resting || needsKeda(scale)) addScaledObject(scope, placement, scale);
  else addHorizontalPodAutoscaler(scope, placement, scale);
}

type Targets = Extract<Scale, { readonly min: number }>;

/** Whether anything but CPU and memory counts, which the HPA knows by itself. */
function needsKeda({ requestsPerSecond, queue, stream, topic }: Targets): boolean {
  return [requestsPerSecond, queue, stream, topic].some((target) => target !== undefined);
}

function addHorizontalPodAutoscaler(
  scope: Construct,
  placement: RunningPlacement,
  { cpu, memory }: Partial<Targets>,
): void {
  const { declaration, namespace, replicas } = placement;
  add(scope, k8s.KubeHorizontalPodAutoscalerV2, {
    metadata: { name: autoscalerName(placement), namespace, labels: objectLabels(placement) },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: declaration.name },
      minReplicas: replicas.min,
      maxReplicas: replicas.max,
      metrics: Object.entries({ cpu, memory }).flatMap(([name, averageUtilization]) =>
        averageUtilization === undefined
          ? []
          : {
              type: 'ContainerResource',
              containerResource: {
                name,
                // The proxy's share would drown the signal.
                container: declaration.component ?? 'app',
                target: { type: 'Utilization', averageUtilization },
              },
            },
      ),
      behavior: BEHAVIOR,
    },
  });
}

function addScaledObject(scope: Construct, placement: RunningPlacement, scale: Partial<Targets>): void {
  const { declaration, namespace, replicas, context } = placement;
  const { officeHours } = context.cluster;
  const triggers = [
    ...triggersOf(placement, scale),
    ...(officeHours === undefined ? [] : [officeHoursTrigger(officeHours, replicas)]),
  ];
  if (triggers.length === 0) {
    throw new Error(
      `${declaration.name} scales by a topic alone, and ${context.cluster.name} has no Kafka. Add a target that every cluster has, such as cpu.`,
    );
  }
  add(scope, ScaledObject, {
    metadata: { name: declaration.name, namespace, labels: objectLabels(placement) },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: declaration.name },
      pollingInterval: 15,
      // The lower bound of the day is what the trigger of the office hours asks for.
      minReplicaCount: officeHours === undefined ? replicas.min : 0,
      maxReplicaCount: replicas.max,
      // While a source of numbers is down, the pods that run are kept, and so many at the least.
      fallback: {
        failureThreshold: 3,
        replicas: fallbackReplicas(placement, scale),
        behavior: FallbackBehavior.CURRENT_REPLICAS_IF_HIGHER,
      },
      advanced: { horizontalPodAutoscalerConfig: { name: autoscalerName(placement), behavior: BEHAVIOR } },
      triggers: [...triggers],
    },
  });
  if (scale.stream === undefined) return;
  const password = streamPassword(placement, scale.stream);
  add(scope, TriggerAuthentication, {
    metadata: { name: streamAuthentication(declaration), namespace, labels: objectLabels(placement) },
    spec: {
      secretTargetRef: [
        { parameter: 'password', ...password },
        ...streamCertificate(placement, scale.stream),
      ],
    },
  });
}

/** The declared number times the factor of the cluster, within the bounds. */
function fallbackReplicas({ replicas, context }: RunningPlacement, { fallback }: Partial<Targets>): number {
  const wanted = fallback === undefined ? replicas.max / 2 : fallback * context.cluster.replicaFactor;
  return Math.min(replicas.max, Math.max(replicas.min, Math.ceil(wanted)));
}

/** The HPA of a workload, whoever makes it. */
export function autoscalerName({ declaration }: RunningPlacement): string {
  return `${declaration.name}-hpa`;
}
