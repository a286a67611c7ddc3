import {
  ScaledObjectSpecFallbackBehavior as FallbackBehavior,
  ScaledObject,
  TriggerAuthentication,
} from '@cdk8s/keda';
import { k8s } from 'cdk8s-plus-29';
import type { Construct } from 'constructs';
import type { Canary } from '../../../clusters/index.ts';
import { add } from '../../kit/manifest.ts';
import type { Scaled, StreamTarget } from '../declaration/scale.ts';
import type { RunningPlacement } from '../graph/placement.ts';
import { objectLabels } from '../labels.ts';
import { canaryName } from '../names.ts';
import { canaryReplicas, type Replicas } from './replicas.ts';
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

/**
 * KEDA refuses a ScaledObject while another HPA has its Deployment, and Argo CD prunes that one last: a workload that
 * begins to scale by requests would stay as it is for ever. With this KEDA takes the HPA over, which has the name that it
 * gives its own. On the way back the HPA goes with the ScaledObject, and Argo CD makes it again within seconds.
 */
const HAND_OVER = { 'scaledobject.keda.sh/transfer-hpa-ownership': 'true' };

/** Whether an autoscaler owns the number of pods. On a cluster with office hours it always does, to stop the workload outside them. */
export function isAutoscaled({ declaration, context }: RunningPlacement): boolean {
  return declaration.scale.replicas === undefined || context.cluster.officeHours !== undefined;
}

/** What one autoscaler drives: the Deployment of a track, by the numbers that are its own. */
interface Driven {
  readonly deployment: string;
  readonly replicas: Replicas;
  readonly scale: Partial<Scaled>;
}

/**
 * The one autoscaler of each Deployment of a workload; none where the number of pods is declared and the cluster never
 * rests.
 */
export function addAutoscalers(scope: Construct, placement: RunningPlacement): void {
  if (!isAutoscaled(placement)) return;
  const { declaration, image, replicas } = placement;
  const scale: Partial<Scaled> = declaration.scale.replicas === undefined ? declaration.scale : {};
  addAutoscaler(scope, placement, { deployment: declaration.name, replicas, scale });
  if (scale.stream !== undefined) addStreamAuthentication(scope, placement, scale.stream);
  if (image.canary === undefined) return;
  addAutoscaler(scope, placement, {
    deployment: canaryName(declaration),
    replicas: canaryReplicas(image.canary, replicas),
    scale: canaryTargets(image.canary, scale),
  });
}

/**
 * What the canary scales by. Load measured on its own pods is already its own; of what waits for all pods together it
 * takes its share, or both Deployments would grow for the whole of it.
 */
function canaryTargets(
  { weight }: Canary,
  { queue, stream, topic, fallback, ...own }: Partial<Scaled>,
): Partial<Scaled> {
  // Pods that get no public requests still take messages.
  const share = Math.max(1, weight) / 100;
  const whole = (target: number): number => Math.ceil(target / share);
  return {
    ...own,
    ...(queue && { queue: { ...queue, messages: whole(queue.messages) } }),
    ...(stream && { stream: { ...stream, pendingEntries: whole(stream.pendingEntries) } }),
    ...(topic && { topic: { ...topic, lag: whole(topic.lag) } }),
    ...(fallback !== undefined && { fallback: fallback * share }),
  };
}

function addAutoscaler(scope: Construct, placement: RunningPlacement, driven: Driven): void {
  const { declaration, context } = placement;
  const fixed = declaration.scale.replicas !== undefined;
  const resting = context.cluster.officeHours !== undefined;
  if (fixed || resting || needsKeda(driven.scale)) addScaledObject(scope, placement, driven);
  else addHorizontalPodAutoscaler(scope, placement, driven);
}

/** Whether anything counts besides CPU and memory, which the HPA knows by itself. */
function needsKeda({ requestsPerSecond, queue, stream, topic }: Partial<Scaled>): boolean {
  return [requestsPerSecond, queue, stream, topic].some((target) => target !== undefined);
}

function addHorizontalPodAutoscaler(
  scope: Construct,
  placement: RunningPlacement,
  { deployment, replicas, scale: { cpu, memory } }: Driven,
): void {
  const { declaration, namespace } = placement;
  add(scope, k8s.KubeHorizontalPodAutoscalerV2, {
    metadata: { name: autoscalerName(deployment), namespace, labels: objectLabels(placement) },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: deployment },
      minReplicas: replicas.min,
      maxReplicas: replicas.max,
      metrics: Object.entries({ cpu, memory }).flatMap(([name, averageUtilization]) =>
        averageUtilization === undefined
          ? []
          : {
              type: 'ContainerResource',
              containerResource: {
                name,
                // The proxy's share would drown out the signal.
                container: declaration.component ?? 'app',
                target: { type: 'Utilization', averageUtilization },
              },
            },
      ),
      behavior: BEHAVIOR,
    },
  });
}

function addScaledObject(
  scope: Construct,
  placement: RunningPlacement,
  { deployment, replicas, scale }: Driven,
): void {
  const { declaration, namespace, context } = placement;
  const { officeHours } = context.cluster;
  const triggers = [
    ...triggersOf(placement, scale, deployment),
    ...(officeHours === undefined ? [] : [officeHoursTrigger(officeHours, replicas)]),
  ];
  if (triggers.length === 0) {
    throw new Error(
      `${declaration.name} scales by a topic alone, and ${context.cluster.name} has no Kafka. Add a target that every cluster has, such as cpu.`,
    );
  }
  add(scope, ScaledObject, {
    metadata: { name: deployment, namespace, labels: objectLabels(placement), annotations: HAND_OVER },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: deployment },
      pollingInterval: 15,
      // During the day the trigger of the office hours asks for the lower bound.
      minReplicaCount: officeHours === undefined ? replicas.min : 0,
      maxReplicaCount: replicas.max,
      // While a source of numbers is down, the running pods are kept, and never fewer than this.
      fallback: {
        failureThreshold: 3,
        replicas: fallbackReplicas(replicas, scale, context.cluster.replicaFactor),
        behavior: FallbackBehavior.CURRENT_REPLICAS_IF_HIGHER,
      },
      advanced: { horizontalPodAutoscalerConfig: { name: autoscalerName(deployment), behavior: BEHAVIOR } },
      triggers: [...triggers],
    },
  });
}

/** KEDA's way to the store: one for both tracks. */
function addStreamAuthentication(scope: Construct, placement: RunningPlacement, stream: StreamTarget): void {
  const { declaration, namespace } = placement;
  add(scope, TriggerAuthentication, {
    metadata: { name: streamAuthentication(declaration), namespace, labels: objectLabels(placement) },
    spec: {
      secretTargetRef: [
        { parameter: 'password', ...streamPassword(placement, stream) },
        ...streamCertificate(placement, stream),
      ],
    },
  });
}

/** The declared number times the factor of the cluster, within the bounds. */
function fallbackReplicas(replicas: Replicas, { fallback }: Partial<Scaled>, factor: number): number {
  const wanted = fallback === undefined ? replicas.max / 2 : fallback * factor;
  return Math.min(replicas.max, Math.max(replicas.min, Math.ceil(wanted)));
}

/** The HPA of a Deployment, whoever makes it. */
export function autoscalerName(deployment: string): string {
  return `${deployment}-hpa`;
}
