import { z } from 'zod';
import { byDefault } from '../../../cluster-model/defaults/defaults.ts';
import type { Found } from '../../../cluster-model/input/objects.ts';
import type { Model } from '../../../cluster-model/model.ts';
import type { Pods } from '../../../cluster-model/pods.ts';
import type { FileLink, PodFacts } from './data.ts';

const container = z.looseObject({ image: z.string().optional().catch(undefined) });
const podSpec = z.looseObject({ containers: z.array(container).catch([]) });
const template = z.looseObject({ spec: podSpec });
const count = z.number().optional().catch(undefined);

/** Wherever the kinds that make pods have their template, and how many they make. */
const maker = z.looseObject({
  spec: z.looseObject({
    replicas: count,
    containers: z.array(container).optional().catch(undefined),
    template: template.optional().catch(undefined),
    jobTemplate: z
      .looseObject({ spec: z.looseObject({ template }) })
      .optional()
      .catch(undefined),
    jobTargetRef: z.looseObject({ template }).optional().catch(undefined),
    maxReplicaCount: count,
  }),
});

const scaler = z.looseObject({
  metadata: z.looseObject({ namespace: z.string().catch('default') }),
  spec: z.looseObject({
    scaleTargetRef: z.looseObject({ name: z.string(), kind: z.string().catch('Deployment') }),
    minReplicas: count,
    maxReplicas: count,
    minReplicaCount: count,
    maxReplicaCount: count,
  }),
});

type Bounds = NonNullable<PodFacts['replicas']>;

/** The bounds that autoscalers set, by the workload that they scale. */
export function boundsOf({ tree }: Model): ReadonlyMap<string, Bounds> {
  return new Map(
    tree.objects
      .filter(({ kind }) => kind === 'HorizontalPodAutoscaler' || kind === 'ScaledObject')
      .flatMap(({ kind: kindOfScaler, value }): [string, Bounds][] => {
        const read = scaler.safeParse(value);
        if (!read.success) return [];
        const { metadata, spec } = read.data;
        const isOfKeda = kindOfScaler === 'ScaledObject';
        const min = isOfKeda
          ? (spec.minReplicaCount ?? byDefault('keda.sh/ScaledObject', 'spec.minReplicaCount'))
          : (spec.minReplicas ?? byDefault('autoscaling/HorizontalPodAutoscaler', 'spec.minReplicas'));
        const max = isOfKeda
          ? (spec.maxReplicaCount ?? byDefault('keda.sh/ScaledObject', 'spec.maxReplicaCount'))
          : (spec.maxReplicas ?? min);
        const { kind, name } = spec.scaleTargetRef;
        return [[`${metadata.namespace}/${kind}/${name}`, { min, max }]];
      }),
  );
}

export function podFacts(pods: Pods, bounds: ReadonlyMap<string, Bounds>): PodFacts {
  const { namespace, kind, name, ports, found } = pods;
  const spec = maker.safeParse(found.value).data?.spec;
  const made =
    spec?.template?.spec ?? spec?.jobTemplate?.spec.template.spec ?? spec?.jobTargetRef?.template.spec;
  const containers = made?.containers ?? spec?.containers ?? [];
  return {
    workload: `${kind}/${name}`,
    images: [...new Set(containers.flatMap(({ image }) => image ?? []))],
    replicas: bounds.get(`${namespace}/${kind}/${name}`) ?? ownBounds(pods, spec),
    ports: ports.map(
      (port) => `${port.protocol}/${port.number}${port.name === undefined ? '' : ` ${port.name}`}`,
    ),
    file: linkTo(found, `${kind} ${name}`),
  };
}

function ownBounds(
  { kind, single }: Pods,
  spec: { readonly replicas?: number | undefined; readonly maxReplicaCount?: number | undefined } | undefined,
): PodFacts['replicas'] {
  if (kind === 'ScaledJob')
    return { min: 0, max: spec?.maxReplicaCount ?? byDefault('keda.sh/ScaledJob', 'spec.maxReplicaCount') };
  // A DaemonSet has one on each node, and a Job as many as its pieces of work.
  if (kind === 'DaemonSet' || kind === 'Job' || kind === 'CronJob') return undefined;
  const replicas = single ? 1 : (spec?.replicas ?? byDefault('apps/Deployment', 'spec.replicas'));
  return { min: replicas, max: replicas };
}

/** The file of an object. */
export function linkTo({ file, line, isExtract }: Found, title: string): FileLink {
  return isExtract === true || line === 1 ? { title, path: file } : { title, path: file, line };
}
