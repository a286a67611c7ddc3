import { z } from 'zod';
import { OF_PODS } from '../defaults/pods.ts';
import { labels, listOf, maybe, metadata, portNumber } from './fields.ts';

const containerPort = z
  .looseObject({
    containerPort: portNumber,
    name: maybe(z.string()),
    protocol: maybe(z.enum(['TCP', 'UDP', 'SCTP'], { error: 'expected TCP, UDP or SCTP' })),
    hostPort: maybe(z.int('expected a whole number')),
  })
  .transform(({ protocol = OF_PODS['containers[].ports[].protocol'], ...rest }) => ({ protocol, ...rest }));

const container = z.looseObject({
  name: maybe(z.string()),
  ports: listOf(containerPort),
  restartPolicy: maybe(z.string()),
});

/** What decides who a pod is and where it listens. */
export const podSpec = z.looseObject({
  containers: listOf(container),
  initContainers: listOf(container),
  hostNetwork: maybe(z.boolean()),
  serviceAccountName: maybe(z.string()),
  serviceAccount: maybe(z.string()),
});

const podTemplate = z.looseObject({
  metadata: z
    .looseObject({ labels, annotations: labels })
    .nullish()
    .transform((given) => given ?? { labels: {}, annotations: {} }),
  spec: podSpec,
});

const owner = z.looseObject({ kind: z.string(), name: z.string(), controller: maybe(z.boolean()) });

export const pod = z.looseObject({
  metadata: metadata.extend({ ownerReferences: listOf(owner) }),
  spec: podSpec,
  status: maybe(z.looseObject({ podIP: maybe(z.string()) })),
});

const withTemplate = z.looseObject({
  metadata: metadata.extend({ ownerReferences: listOf(owner) }),
  spec: z.looseObject({ template: podTemplate }),
});
const withJobTemplate = z.looseObject({
  metadata: metadata.extend({ ownerReferences: listOf(owner) }),
  spec: z
    .looseObject({ jobTemplate: z.looseObject({ spec: z.looseObject({ template: podTemplate }) }) })
    .transform(({ jobTemplate }) => ({ template: jobTemplate.spec.template })),
});
const withTargetOfJob = z.looseObject({
  metadata: metadata.extend({ ownerReferences: listOf(owner) }),
  spec: z
    .looseObject({ jobTargetRef: z.looseObject({ template: podTemplate }) })
    .transform(({ jobTargetRef }) => ({ template: jobTargetRef.template })),
});

/** The kinds that make pods, by API group, and where the template of the pods stands in each. */
export const TEMPLATES: Readonly<
  Record<string, typeof withTemplate | typeof withJobTemplate | typeof withTargetOfJob>
> = {
  'apps/Deployment': withTemplate,
  'extensions/Deployment': withTemplate,
  'apps/StatefulSet': withTemplate,
  'apps/DaemonSet': withTemplate,
  'extensions/DaemonSet': withTemplate,
  'apps/ReplicaSet': withTemplate,
  '/ReplicationController': withTemplate,
  'batch/Job': withTemplate,
  'batch/CronJob': withJobTemplate,
  'keda.sh/ScaledJob': withTargetOfJob,
  'argoproj.io/Rollout': withTemplate,
  'apps.openshift.io/DeploymentConfig': withTemplate,
};

export type PodSpec = z.output<typeof podSpec>;
