import { z } from 'zod';
import { byDefault } from '../../cluster-model/defaults/defaults.ts';
import { offspringOf, type TreeObject } from '../../prove-gatekeeper/tree.ts';

const sized = z.looseObject({
  spec: z.looseObject({
    replicas: z.number().optional(),
    parallelism: z.number().optional(),
    volumeClaimTemplates: z
      .array(z.looseObject({ metadata: z.looseObject({ name: z.string() }), spec: z.unknown() }))
      .optional(),
  }),
});
const scaler = z.looseObject({
  spec: z.looseObject({
    scaleTargetRef: z.looseObject({ kind: z.string().default('Deployment'), name: z.string() }),
    minReplicas: z.number().optional(),
    minReplicaCount: z.number().optional(),
  }),
});
const pod = z.looseObject({
  metadata: z.looseObject({ labels: z.record(z.string(), z.string()).default({}) }),
  spec: z.looseObject({ volumes: z.array(z.unknown()).optional() }),
});

/** How many pods a workload has at least, by its kind, namespace and name, where an autoscaler says so. */
export function minimumsOf(objects: readonly TreeObject[]): ReadonlyMap<string, number> {
  return new Map(
    objects
      .filter(({ kind }) => kind === 'HorizontalPodAutoscaler' || kind === 'ScaledObject')
      .map((object) => {
        const { scaleTargetRef: target, minReplicas, minReplicaCount } = scaler.parse(object).spec;
        const otherwise = object.kind === 'ScaledObject' ? 0 : 1;
        const least = minReplicas ?? minReplicaCount ?? otherwise;
        return [key(target.kind, object.metadata.namespace, target.name), least];
      }),
  );
}

function key(kind: string, namespace: string | undefined, name: string): string {
  return `${kind} ${namespace}/${name}`;
}

/**
 * What the controllers make of a workload at its minimum: its pods with the labels that they add, the claims of a
 * StatefulSet, the Job of a CronJob. Each template speaks, so one pod is made of what may rest at none.
 */
export function childrenOf(parent: TreeObject, minimums: ReadonlyMap<string, number>): readonly TreeObject[] {
  const made = offspringOf(parent);
  if (made.length === 0) return [];
  const { spec } = sized.parse(parent);
  const { kind, metadata } = parent;
  const scaled = minimums.get(key(kind, metadata.namespace, metadata.name));
  const count = Math.max(
    1,
    scaled ?? spec.replicas ?? spec.parallelism ?? byDefault('apps/Deployment', 'spec.replicas'),
  );
  return made.flatMap((child) => {
    if (child.kind !== 'Pod') return [child];
    return Array.from({ length: count }, (_, index) => podAt(child, parent, index)).flat();
  });
}

function podAt(
  template: TreeObject,
  { kind, metadata, ...parent }: TreeObject,
  index: number,
): readonly TreeObject[] {
  const name = `${template.metadata.name}-${index}`;
  const { metadata: own, spec } = pod.parse(template);
  const labels = { ...own.labels, ...controllerLabels(kind, metadata.name, index) };
  const claims = sized.parse(parent).spec.volumeClaimTemplates ?? [];
  const volumes = claims.map((claim) => ({
    name: claim.metadata.name,
    persistentVolumeClaim: { claimName: `${claim.metadata.name}-${metadata.name}-${index}` },
  }));
  const made = {
    ...template,
    metadata: { ...template.metadata, name, labels },
    spec: { ...spec, ...(volumes.length > 0 && { volumes: [...(spec.volumes ?? []), ...volumes] }) },
  };
  return [
    ...claims.map((claim) => ({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {
        ...claim.metadata,
        name: `${claim.metadata.name}-${metadata.name}-${index}`,
        namespace: metadata.namespace,
      },
      spec: claim.spec,
    })),
    made,
  ];
}

/** What its controller adds to the labels of a pod; each has a limit on its length. */
function controllerLabels(kind: string, name: string, index: number): Readonly<Record<string, string>> {
  switch (kind) {
    case 'Deployment':
      return { 'pod-template-hash': '5f6b7c8d9e' };
    case 'DaemonSet':
      return { 'controller-revision-hash': '5f6b7c8d9e', 'pod-template-generation': '1' };
    case 'StatefulSet':
      return {
        'controller-revision-hash': `${name}-5f6b7c8d9e`,
        'statefulset.kubernetes.io/pod-name': `${name}-${index}`,
        'apps.kubernetes.io/pod-index': String(index),
      };
    default:
      // A CronJob adds the time to the name of its Job, and a ScaledJob five letters.
      return {
        'batch.kubernetes.io/job-name': kind === 'CronJob' ? `${name}-29876543` : name,
        'job-name': name,
      };
  }
}
