import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { injectedContainers } from '../../state/mesh.ts';
import { textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import type { Workload } from '../../state/workload.ts';
import { jobNamesOf, podNamesOf } from './pod-names.ts';

/** What objects of the tree a label names. */
export interface Named {
  /** How a message calls them. */
  readonly what: string;
  /** The label that says in which namespace. */
  readonly namespaceLabel: string;
  /** Values that occur in a namespace, or in any, by the name of what has them. */
  readonly values: (
    state: ClusterState,
    namespace: string | undefined,
  ) => ReadonlyMap<string, readonly string[]>;
}

/** What a label may be in a namespace. */
export interface Values {
  /** What has them. */
  readonly names: readonly string[];
  readonly all: ReadonlySet<string>;
}

const known = remembered((_state: ClusterState) => new Map<Named, Map<string | undefined, Values>>());

/** The values of a label in a namespace, or in any: collected once, as each query asks for them again. */
export function valuesOf(named: Named, state: ClusterState, namespace: string | undefined): Values {
  const own = known(state).get(named) ?? new Map<string | undefined, Values>();
  known(state).set(named, own);
  let found = own.get(namespace);
  if (found === undefined) {
    const values = named.values(state, namespace);
    found = { names: [...values.keys()], all: new Set([...values.values()].flat()) };
    own.set(namespace, found);
  }
  return found;
}

const workloads = (what: string, kinds: readonly string[], namespaceLabel = 'namespace'): Named => ({
  what,
  namespaceLabel,
  values: (state, namespace) =>
    byName(
      within(state, namespace)
        .filter(({ kind }) => kinds.includes(kind))
        .map(({ name }) => [name, [name]]),
    ),
});

const objects = (what: string, kinds: readonly string[], namespaceLabel = 'namespace'): Named => ({
  what,
  namespaceLabel,
  values: (state, namespace) => byName(objectsIn(state, kinds, namespace).map(({ name }) => [name, [name]])),
});

const DEPLOYED = ['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout', 'Pod', 'Job', 'CronJob', 'ReplicaSet'];

const pods: Named = {
  what: 'pod',
  namespaceLabel: 'namespace',
  values: (state, namespace) =>
    byName(
      within(state, namespace).map((workload) => [`${workload.kind} ${workload.name}`, podNamesOf(workload)]),
    ),
};

const containers: Named = {
  what: 'container',
  namespaceLabel: 'namespace',
  values: (state, namespace) =>
    byName(
      within(state, namespace)
        .flatMap((workload) => [...workload.containers, ...injectedContainers(state, workload)])
        .map(({ name }) => [name, [name]]),
    ),
};

/** Of the requests that a side of the mesh counts. */
const appOf = (side: string): Named => ({
  what: 'workload with that label app',
  namespaceLabel: `${side}_workload_namespace`,
  values: (state, namespace) =>
    byName(
      within(state, namespace)
        .flatMap(({ labels }) => [
          labels.app,
          labels['app.kubernetes.io/name'],
          labels['service.istio.io/canonical-name'],
        ])
        .flatMap((name): [string, string[]][] => (name === undefined ? [] : [[name, [name]]])),
    ),
});

const HPA = ['autoscaling/HorizontalPodAutoscaler'];

/** Labels whose values are names of objects. */
export const NAMED: Readonly<Record<string, Named>> = {
  pod: pods,
  container: containers,
  deployment: workloads('Deployment', ['Deployment']),
  statefulset: workloads('StatefulSet', ['StatefulSet']),
  daemonset: workloads('DaemonSet', ['DaemonSet']),
  cronjob: workloads('CronJob', ['CronJob']),
  job_name: {
    what: 'Job',
    namespaceLabel: 'namespace',
    values: (state, namespace) =>
      byName(within(state, namespace).map((workload) => [workload.name, jobNamesOf(workload)])),
  },
  horizontalpodautoscaler: {
    what: 'HorizontalPodAutoscaler',
    namespaceLabel: 'namespace',
    values: (state, namespace) =>
      byName([
        ...objectsIn(state, HPA, namespace).map(({ name }): [string, string[]] => [name, [name]]),
        ...objectsIn(state, ['keda.sh/ScaledObject'], namespace).map(
          ({ name, value }): [string, string[]] => {
            const own =
              textAt(value, 'spec', 'advanced', 'horizontalPodAutoscalerConfig', 'name') ??
              `keda-hpa-${name}`;
            return [own, [own]];
          },
        ),
      ]),
  },
  poddisruptionbudget: objects('PodDisruptionBudget', ['policy/PodDisruptionBudget']),
  resourcequota: objects('ResourceQuota', ['/ResourceQuota']),
  // KEDA puts the names of both kinds into this label.
  scaledObject: objects('ScaledObject', ['keda.sh/ScaledObject', 'keda.sh/ScaledJob'], 'exported_namespace'),
  scaledJob: objects('ScaledJob', ['keda.sh/ScaledJob'], 'exported_namespace'),
  persistentvolumeclaim: {
    what: 'PersistentVolumeClaim',
    namespaceLabel: 'namespace',
    values: claims,
  },
  source_workload: workloads('workload', DEPLOYED, 'source_workload_namespace'),
  destination_workload: workloads('workload', DEPLOYED, 'destination_workload_namespace'),
  source_app: appOf('source'),
  destination_app: appOf('destination'),
  destination_service_name: {
    what: 'Service',
    namespaceLabel: 'destination_service_namespace',
    values: (state, namespace) =>
      byName([
        ...objectsIn(state, ['/Service'], namespace).map(({ name }): [string, string[]] => [name, [name]]),
        ...state
          .of('networking.istio.io/ServiceEntry')
          .flatMap(({ value }) => hostsOf(value))
          .map((host): [string, string[]] => [host, [host]]),
      ]),
  },
  destination_service: {
    what: 'Service',
    namespaceLabel: 'destination_service_namespace',
    values: (state, namespace) =>
      byName([
        ...objectsIn(state, ['/Service'], namespace).map((service): [string, string[]] => {
          const host = `${service.name}.${service.namespace}.svc.cluster.local`;
          return [host, [host]];
        }),
        ...state
          .of('networking.istio.io/ServiceEntry')
          .flatMap(({ value }) => hostsOf(value))
          .map((host): [string, string[]] => [host, [host]]),
      ]),
  },
};

function hostsOf(value: unknown): readonly string[] {
  const hosts: unknown = Reflect.get(Object(Reflect.get(Object(value), 'spec')), 'hosts');
  return Array.isArray(hosts) ? hosts.filter((host) => typeof host === 'string') : [];
}

const claimsByNamespace = remembered((state: ClusterState) => {
  const found = new Map<string, [string, string[]][]>();
  const add = (namespace: string, name: string) =>
    found.set(namespace, [...(found.get(namespace) ?? []), [name, [name]]]);
  for (const { namespace, name } of state.of('/PersistentVolumeClaim')) add(namespace, name);
  for (const workload of state.workloads) {
    const templates: unknown = Reflect.get(Object(workload.resource.value.spec), 'volumeClaimTemplates');
    for (const template of Array.isArray(templates) ? templates : []) {
      const name = textAt(template, 'metadata', 'name') ?? '';
      for (const pod of podNamesOf(workload)) add(workload.namespace, `${name}-${pod}`);
    }
    if (workload.isMade)
      for (const pod of podNamesOf(workload))
        add(workload.namespace, `${workload.kind.toLowerCase()}-${workload.name}-db-${pod}`);
  }
  return found;
});

function claims(state: ClusterState, namespace: string | undefined) {
  const found = claimsByNamespace(state);
  return byName(namespace === undefined ? [...found.values()].flat() : (found.get(namespace) ?? []));
}

function within(state: ClusterState, namespace: string | undefined): readonly Workload[] {
  return namespace === undefined ? state.workloads : state.workloadsIn(namespace);
}

function objectsIn(
  state: ClusterState,
  kinds: readonly string[],
  namespace: string | undefined,
): readonly Resource[] {
  const all = state.of(...kinds);
  return namespace === undefined ? all : all.filter((resource) => resource.namespace === namespace);
}

function byName(
  entries: readonly (readonly [string, readonly string[]])[],
): ReadonlyMap<string, readonly string[]> {
  return new Map(entries);
}
