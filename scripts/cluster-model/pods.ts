import { OF_PODS } from './defaults/pods.ts';
import type { Found } from './input/objects.ts';
import { readAs } from './input/read-as.ts';
import { rangeOf } from './objects/address.ts';
import type { Labels } from './objects/fields.ts';
import { DEFAULT_NAMESPACE } from './objects/fields.ts';
import { type PodSpec, pod, TEMPLATES } from './objects/pod-template.ts';

export type Protocol = 'TCP' | 'UDP' | 'SCTP';

/** A port at which a container says that it listens. */
export interface DeclaredPort {
  readonly protocol: Protocol;
  readonly number: number;
  readonly name?: string | undefined;
}

/** Pods that are alike, since one template made them; or one pod. */
export interface Pods {
  readonly namespace: string;
  /** The workload that owns them. */
  readonly kind: string;
  readonly name: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly ports: readonly DeclaredPort[];
  readonly serviceAccount: string;
  readonly hostNetwork: boolean;
  /** A single pod has no other like it. */
  readonly single: boolean;
  /** Names of its containers, which tell whether somebody has put a proxy in already. */
  readonly containers: readonly string[];
  readonly addresses: readonly string[];
  readonly found: Found;
}

/** A value that nobody knows before the pod is there. */
const UNKNOWN = '<unknown>';

/** Labels that controllers set themselves; only a selector for the key can count on them. */
export const SET_BY_CONTROLLERS: Readonly<Record<string, (name: string) => Labels>> = {
  Deployment: () => ({ 'pod-template-hash': UNKNOWN }),
  StatefulSet: () => ({
    'controller-revision-hash': UNKNOWN,
    'statefulset.kubernetes.io/pod-name': UNKNOWN,
    'apps.kubernetes.io/pod-index': UNKNOWN,
  }),
  DaemonSet: () => ({ 'controller-revision-hash': UNKNOWN, 'pod-template-generation': UNKNOWN }),
  Job: (name) => ({
    'job-name': name,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': UNKNOWN,
    'batch.kubernetes.io/controller-uid': UNKNOWN,
  }),
  CronJob: () => ({
    'job-name': UNKNOWN,
    'batch.kubernetes.io/job-name': UNKNOWN,
    'controller-uid': UNKNOWN,
    'batch.kubernetes.io/controller-uid': UNKNOWN,
  }),
  ScaledJob: (name) => ({
    'job-name': UNKNOWN,
    'batch.kubernetes.io/job-name': UNKNOWN,
    'controller-uid': UNKNOWN,
    'batch.kubernetes.io/controller-uid': UNKNOWN,
    'scaledjob.keda.sh/name': name,
  }),
};

/** Every kind of pod of a cluster, in the order in which they were found. */
export function podsOf(objects: readonly Found[], problems: string[]): readonly Pods[] {
  const made = objects.flatMap((found) => podsFrom(found, problems));
  const isOwner = (pods: Pods) => pods.found.kind === pods.kind && nameOf(pods.found) === pods.name;
  const addresses = new Map<string, string[]>();
  for (const pods of made) {
    if (pods.addresses.length > 0)
      addresses.set(keyOf(pods), [...(addresses.get(keyOf(pods)) ?? []), ...pods.addresses]);
  }
  const owners = new Set(made.filter(isOwner).map(keyOf));
  // A dump of a cluster has the Deployment, its ReplicaSets and their pods: all of them are the pods of the Deployment.
  return made
    .filter((pods) => isOwner(pods) || !owners.has(keyOf(pods)))
    .map((pods) => (isOwner(pods) ? { ...pods, addresses: addresses.get(keyOf(pods)) ?? [] } : pods));
}

/** The name by which people know the pods. */
export function keyOf({ namespace, kind, name }: Pods): string {
  return `${namespace}/${kind}/${name}`;
}

function nameOf({ value }: Found): string {
  const metadata = value.metadata;
  return typeof metadata === 'object' && metadata !== null ? String(Reflect.get(metadata, 'name')) : '';
}

function podsFrom(found: Found, problems: string[]): readonly Pods[] {
  const group = found.apiVersion.includes('/')
    ? found.apiVersion.slice(0, found.apiVersion.indexOf('/'))
    : '';
  if (group === '' && found.kind === 'Pod') return singlePod(found, problems);
  const schema = TEMPLATES[`${group}/${found.kind}`];
  if (schema === undefined || usesAnotherTemplate(found)) return [];
  const read = readAs(schema, found, problems);
  if (read === undefined) return [];
  const { metadata, spec } = read.value;
  const [owner] = metadata.ownerReferences;
  // Others may own a Deployment, and its pods are known by the Deployment.
  const made = found.kind === 'ReplicaSet' || found.kind === 'Job' ? owner : undefined;
  const of = ownerOf(found.kind, metadata.name, made, spec.template.metadata.labels);
  const set = SET_BY_CONTROLLERS[of.kind]?.(metadata.name);
  return [
    {
      namespace: metadata.namespace ?? DEFAULT_NAMESPACE,
      ...of,
      labels: { ...set, ...spec.template.metadata.labels },
      annotations: spec.template.metadata.annotations,
      ...factsOf(spec.template.spec),
      single: false,
      addresses: [],
      found,
    },
  ];
}

/** A Rollout may leave the template to a Deployment. */
function usesAnotherTemplate({ kind, value }: Found): boolean {
  const spec = value.spec;
  return kind === 'Rollout' && typeof spec === 'object' && spec !== null && 'workloadRef' in spec;
}

function singlePod(found: Found, problems: string[]): readonly Pods[] {
  const read = readAs(pod, found, problems);
  if (read === undefined) return [];
  const { metadata, spec, status } = read.value;
  const [owner] = metadata.ownerReferences;
  return [
    {
      namespace: metadata.namespace ?? DEFAULT_NAMESPACE,
      ...ownerOf('Pod', metadata.name, owner, metadata.labels),
      labels: metadata.labels,
      annotations: metadata.annotations,
      ...factsOf(spec),
      single: owner === undefined,
      addresses: [status?.podIP ?? ''].filter((address) => rangeOf(address) !== undefined),
      found,
    },
  ];
}

/** The workload that people know the pods by: a ReplicaSet and a Job are made by others. */
function ownerOf(
  kind: string,
  name: string,
  owner: { readonly kind: string; readonly name: string } | undefined,
  own: Labels,
): Pick<Pods, 'kind' | 'name'> {
  if (owner === undefined) return { kind, name };
  const hash = own['pod-template-hash'];
  if (owner.kind === 'ReplicaSet' && hash !== undefined && owner.name.endsWith(`-${hash}`)) {
    return { kind: 'Deployment', name: owner.name.slice(0, -hash.length - 1) };
  }
  // A CronJob names its Jobs by the minute.
  const cron = owner.kind === 'Job' ? /^(.*)-\d{8,10}$/.exec(owner.name)?.[1] : undefined;
  if (cron !== undefined) return { kind: 'CronJob', name: cron };
  return { kind: owner.kind, name: owner.name };
}

function factsOf(spec: PodSpec): Pick<Pods, 'ports' | 'serviceAccount' | 'hostNetwork' | 'containers'> {
  // One that starts first and stays is a sidecar; any other is gone when the pod is ready.
  const running = [
    ...spec.initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always'),
    ...spec.containers,
  ];
  return {
    ports: running.flatMap(({ ports }) =>
      ports.map(({ protocol, containerPort: number, name }) => ({ protocol, number, name })),
    ),
    serviceAccount: spec.serviceAccountName ?? spec.serviceAccount ?? OF_PODS.serviceAccountName,
    hostNetwork: spec.hostNetwork ?? false,
    containers: [...spec.initContainers, ...spec.containers].flatMap(({ name }) => name ?? []),
  };
}
