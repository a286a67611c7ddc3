import { z } from 'zod';
import { byDefault } from '../../cluster-model/defaults/defaults.ts';
import { type Injector, injected } from '../../prove-gatekeeper/injector.ts';
import { offspringOf, type TreeObject } from '../../prove-gatekeeper/tree.ts';
import { RUNS_ON } from './kwok.ts';

/** Kinds of the core that decide whether and where pods run, and the workloads, in an order in which they can be made. */
const KINDS = [
  'Namespace',
  'PriorityClass',
  'StorageClass',
  'ServiceAccount',
  'LimitRange',
  'ResourceQuota',
  'PodDisruptionBudget',
  'PersistentVolumeClaim',
  'DaemonSet',
  'Deployment',
  'StatefulSet',
] as const;

const templated = z.looseObject({
  spec: z.looseObject({
    template: z.looseObject({ metadata: z.looseObject({}).optional(), spec: z.looseObject({}) }),
  }),
});
const scaler = z.looseObject({
  spec: z.looseObject({
    scaleTargetRef: z.looseObject({ kind: z.string().default('Deployment'), name: z.string() }),
    minReplicas: z.number().optional(),
    maxReplicas: z.number().optional(),
    minReplicaCount: z.number().optional(),
    maxReplicaCount: z.number().optional(),
  }),
});
const scaledJob = z.looseObject({ spec: z.looseObject({ maxReplicaCount: z.number().default(100) }) });

/** The objects that a cluster's scheduling depends on, with the mesh's containers in the templates of pods. */
export function schedulable(
  objects: readonly TreeObject[],
  injector: Injector | undefined,
): readonly TreeObject[] {
  const namespaces = objects.filter(({ kind }) => kind === 'Namespace');
  return KINDS.flatMap((kind) => objects.filter((object) => object.kind === kind)).map((object) => {
    const [pod] = offspringOf(object);
    if (pod === undefined) return object;
    const [made = pod] = injected([...namespaces, pod], injector).slice(namespaces.length);
    const { spec } = templated.parse(object);
    return { ...object, spec: { ...spec, template: { ...spec.template, spec: made.spec } } };
  });
}

/** A workload that something scales, and between which bounds. */
export interface Scaled {
  readonly path: string;
  readonly least: number;
  readonly most: number;
}

/** What autoscalers scale. */
export function scaledBy(objects: readonly TreeObject[]): readonly Scaled[] {
  return objects
    .filter(({ kind }) => kind === 'HorizontalPodAutoscaler' || kind === 'ScaledObject')
    .map((object) => {
      const { scaleTargetRef: target, ...bounds } = scaler.parse(object).spec;
      const kind = target.kind === 'StatefulSet' ? 'statefulsets' : 'deployments';
      return {
        path: `/apis/apps/v1/namespaces/${object.metadata.namespace}/${kind}/${target.name}`,
        least: bounds.minReplicas ?? bounds.minReplicaCount ?? (object.kind === 'ScaledObject' ? 0 : 1),
        most:
          bounds.maxReplicas ??
          bounds.maxReplicaCount ??
          byDefault('keda.sh/ScaledObject', 'spec.maxReplicaCount'),
      };
    });
}

/** As many Jobs as KEDA starts at once for a full queue; their pods work until they are stopped. */
export function fullQueues(
  objects: readonly TreeObject[],
  injector: Injector | undefined,
): readonly TreeObject[] {
  const namespaces = objects.filter(({ kind }) => kind === 'Namespace');
  return objects
    .filter(({ kind }) => kind === 'ScaledJob')
    .flatMap((object) => {
      const [job, pod] = offspringOf(object);
      if (job === undefined || pod === undefined) return [];
      const [made = pod] = injected([...namespaces, pod], injector).slice(namespaces.length);
      const annotations = { [RUNS_ON]: 'true' };
      const template = { metadata: { labels: pod.metadata.labels, annotations }, spec: made.spec };
      return Array.from({ length: scaledJob.parse(object).spec.maxReplicaCount }, (_, index) => ({
        ...job,
        metadata: { ...job.metadata, name: `${job.metadata.name}-${index}` },
        spec: { template },
      }));
    });
}
