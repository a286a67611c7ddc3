import { byDefault } from '../../cluster-model/defaults/defaults.ts';
import { labelSelector, matches } from '../../cluster-model/objects/selector.ts';
import type { Item } from '../change.ts';
import { typeOf } from '../compare/key.ts';
import { podMetadataOf, podSpecOf, templatePathOf } from '../compare/pod-path.ts';
import { quantityOf } from '../compare/quantity.ts';
import { isMapping, listAt, mappingAt, numberAt, textAt, textsAt } from '../compare/value.ts';
import type { Surroundings } from '../surroundings.ts';

type Mapping = Readonly<Record<string, unknown>>;

/** Kinds whose objects make pods. */
export const WORKLOADS = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'CronJob',
  'Job',
  'ReplicaSet',
  'Rollout',
  'ScaledJob',
  'Pod',
] as const;

export function makesPods(item: Item): boolean {
  return templatePathOf(item.apiVersion, item.kind) !== undefined || typeOf(item) === '/Pod';
}

/** Every container of the pods, those that start first included. */
export function containersOf(item: Item): readonly Mapping[] {
  const spec = podSpecOf(item);
  return [...listAt(spec, 'initContainers'), ...listAt(spec, 'containers')].filter(isMapping);
}

/** Each policy that changes asks all workloads of its namespace. */
const labelsOf = new WeakMap<Mapping, Readonly<Record<string, string>>>();

export function labelsOfPods(item: Item): Readonly<Record<string, string>> {
  let labels = labelsOf.get(item.value);
  if (labels === undefined) {
    labels = textsAt(podMetadataOf(item), 'labels');
    labelsOf.set(item.value, labels);
  }
  return labels;
}

/** Whether a selector of labels is about the pods; an empty one is about all. */
export function selectsPods(selector: unknown, item: Item): boolean {
  const read = labelSelector.safeParse(selector ?? {});
  return read.success && matches(read.data, labelsOfPods(item));
}

/** How many pods there are: at least and at most. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
  /** What decides within the bounds. */
  readonly autoscaler: string | undefined;
}

/** Undefined where nothing here says it: one on each node, or one for each piece of work. */
export function boundsOf(item: Item, tree: Surroundings): Bounds | undefined {
  const type = typeOf(item);
  if (type === '/Pod') return { min: 1, max: 1, autoscaler: undefined };
  if (!/\/(?:Deployment|StatefulSet|ReplicaSet|ReplicationController|Rollout)$/.test(type)) return undefined;
  const scaler = autoscalerOf(item, tree);
  const own = numberAt(item.value, 'spec.replicas') ?? byDefault('apps/Deployment', 'spec.replicas');
  if (scaler === undefined) return { min: own, max: own, autoscaler: undefined };
  return { ...scalerBounds(scaler), autoscaler: `${scaler.kind} ${scaler.name}` };
}

/** The workload that an object names as its target. */
export function targetOf(
  { value }: Item,
  place = 'spec.scaleTargetRef',
): { readonly kind: string; readonly name: unknown } {
  const { kind = byDefault('keda.sh/ScaledObject', 'spec.scaleTargetRef.kind'), name } = mappingAt(
    value,
    place,
  );
  return { kind: String(kind), name };
}

/** The autoscaler of a workload. */
export function autoscalerOf({ cluster, namespace, kind, name }: Item, tree: Surroundings): Item | undefined {
  return tree.inNamespace(cluster, namespace, 'HorizontalPodAutoscaler', 'ScaledObject').find((scaler) => {
    const target = targetOf(scaler);
    return target.name === name && target.kind === kind;
  });
}

export function scalerBounds({ kind, value }: Item): Pick<Bounds, 'min' | 'max'> {
  if (kind === 'ScaledObject') {
    return {
      min:
        numberAt(value, 'spec.minReplicaCount') ?? byDefault('keda.sh/ScaledObject', 'spec.minReplicaCount'),
      max:
        numberAt(value, 'spec.maxReplicaCount') ?? byDefault('keda.sh/ScaledObject', 'spec.maxReplicaCount'),
    };
  }
  const min =
    numberAt(value, 'spec.minReplicas') ??
    byDefault('autoscaling/HorizontalPodAutoscaler', 'spec.minReplicas');
  return { min, max: numberAt(value, 'spec.maxReplicas') ?? min };
}

/** `3 pods`, `3 to 12 pods`, `a pod on each node`. */
export function podsText(item: Item, tree: Surroundings): string {
  const bounds = boundsOf(item, tree);
  if (bounds !== undefined) {
    const { min, max } = bounds;
    return min === max ? `${max} pod${max === 1 ? '' : 's'}` : `${min} to ${max} pods`;
  }
  return item.kind === 'DaemonSet' ? 'a pod on each node' : 'its pods';
}

/** What the pods of a template ask for, each: CPU in cores, memory in bytes. */
export interface Requests {
  readonly cpu: number;
  readonly memory: number;
}

export function requestsOf(item: Item): Requests {
  const sum = (resource: string) =>
    listAt(podSpecOf(item), 'containers').reduce<number>((total, container) => {
      const requests = mappingAt(container, 'resources.requests');
      const limits = mappingAt(container, 'resources.limits');
      return total + (quantityOf(requests[resource] ?? limits[resource]) ?? 0);
    }, 0);
  return { cpu: sum('cpu'), memory: sum('memory') };
}

/** In which order the pods are replaced. */
export function orderText(item: Item): string {
  const { value } = item;
  const type = typeOf(item);
  if (type === 'apps/StatefulSet') {
    if (textAt(value, 'spec.updateStrategy.type') === 'OnDelete') return 'none before somebody deletes it';
    return 'one by one, the last one first';
  }
  if (type === 'apps/DaemonSet') {
    if (textAt(value, 'spec.updateStrategy.type') === 'OnDelete') return 'none before somebody deletes it';
    const most =
      mappingAt(value, 'spec.updateStrategy.rollingUpdate').maxUnavailable ??
      byDefault('apps/DaemonSet', 'spec.updateStrategy.rollingUpdate.maxUnavailable');
    return `${String(most)} at a time`;
  }
  if (textAt(value, 'spec.strategy.type') === 'Recreate')
    return 'all of them stop before the first new one starts';
  const {
    maxSurge = byDefault('apps/Deployment', 'spec.strategy.rollingUpdate.maxSurge'),
    maxUnavailable = byDefault('apps/Deployment', 'spec.strategy.rollingUpdate.maxUnavailable'),
  } = mappingAt(value, 'spec.strategy.rollingUpdate');
  return `${String(maxSurge)} more at a time, ${String(maxUnavailable)} may be missing`;
}
