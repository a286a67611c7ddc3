import { AppProject } from '@cdk8s/argocd';
import type { Chart } from 'cdk8s';
import type { Cluster } from '../../../clusters/index.ts';
import { cronMistake } from '../../kit/cron.ts';
import { ownerLabels } from '../../kit/labels.ts';
import { add } from '../../kit/manifest.ts';
import { KUBE_SYSTEM, type SYSTEM_NAMESPACES } from '../../kit/namespace.ts';
import type { Context, Unit } from '../../unit/unit.ts';
import { unitsOn } from '../../unit/units-on.ts';
import { developersOf } from '../access/address.ts';
import { ARGOCD_NAMESPACE } from './address.ts';
import { admittedKinds, groupKinds } from './kinds.ts';
import { promiseOf } from './promise.ts';
import { RESTART } from './roles.ts';

/** Those of the system's namespaces where Helm charts put their rules and Services. */
const CHARTS_REACH = [
  'kube-node-lease',
  KUBE_SYSTEM,
] as const satisfies readonly (typeof SYSTEM_NAMESPACES)[number][];

/**
 * A project for each product on the hub's clusters and one for the platform: exact repositories, places and kinds
 * . The project `default`, which Argo CD makes with every right, is emptied.
 */
export function addProjects(chart: Chart, context: Context): void {
  const { cluster: hub, fleet, units } = context;
  const clusters = fleet.clusters.filter((cluster) => cluster.hub === hub.name);
  const managed = new Set(clusters.flatMap(({ name }) => unitsOn(name, units)));
  const here = units.filter((unit) => managed.has(unit));
  addProject(chart, {
    name: 'default',
    description: 'Not in use: every Application names its project',
    sourceRepos: [],
    destinations: [],
    clusterResourceWhitelist: [],
    namespaceResourceWhitelist: [],
  });
  for (const name of [...new Set(here.map(({ project }) => project))].sort()) {
    const own = here.filter(({ project }) => project === name);
    const kinds = admittedKinds(name, own);
    addProject(chart, {
      name,
      description:
        name === 'platform'
          ? 'Components, policies and namespaces of every cluster'
          : promiseOf(
              name,
              units.filter(({ project }) => project === name),
              fleet.clusters,
            ),
      sourceRepos: [fleet.repository.url, ...chartRepositories(own, clusters, context)],
      destinations: clusters.flatMap((cluster) =>
        namespacesOfProject(units, name, cluster).map((namespace) => ({ name: cluster.name, namespace })),
      ),
      clusterResourceWhitelist: groupKinds(kinds.cluster),
      namespaceResourceWhitelist: groupKinds(kinds.namespaced),
      ...(name !== 'platform' && ofProduct(name, clusters)),
    });
  }
}

interface Project {
  readonly name: string;
  readonly description: string;
  readonly sourceRepos: string[];
  readonly destinations: { name: string; namespace: string }[];
  readonly clusterResourceWhitelist: { group: string; kind: string }[];
  readonly namespaceResourceWhitelist: { group: string; kind: string }[];
  readonly roles?: Role[];
  readonly orphanedResources?: { readonly warn: boolean; readonly ignore: { kind: string; name: string }[] };
  readonly syncWindows?: SyncWindow[];
}

interface SyncWindow {
  readonly kind: string;
  readonly schedule: string;
  readonly duration: string;
  readonly timeZone: string;
  readonly clusters: string[];
  readonly manualSync: boolean;
  readonly description: string;
}

/** What holds for a product and not for the platform, whose controllers make objects everywhere and have to go on. */
function ofProduct(name: string, clusters: readonly Cluster[]): Partial<Project> {
  const windows = clusters.flatMap(syncWindows);
  return {
    roles: [developerRole(name)],
    // What somebody has made by hand: Argo CD shows it, and deletes nothing of it.
    orphanedResources: { warn: true, ignore: [ISTIO_ROOT] },
    ...(windows.length > 0 && { syncWindows: windows }),
  };
}

/** Istio puts it into every namespace. */
const ISTIO_ROOT = { kind: 'ConfigMap', name: 'istio-ca-root-cert' };

/** A rollback has to get through as well: whoever is on call may sync by hand. */
function syncWindows({ name, freezes }: Cluster): readonly SyncWindow[] {
  return freezes.map(({ reason, begins, hours, timeZone }) => {
    const expected = cronMistake(begins);
    if (expected !== undefined) {
      throw new Error(
        `clusters/${name}/cluster.yaml: freezes: begins: found "${begins}", expected ${expected}`,
      );
    }
    return {
      kind: 'deny',
      schedule: begins,
      duration: `${hours}h`,
      timeZone,
      clusters: [name],
      manualSync: true,
      description: reason,
    };
  });
}

interface Role {
  readonly name: string;
  readonly description: string;
  readonly groups: string[];
  readonly policies: string[];
}

/** Who builds a product syncs it, restarts its pods and reads their logs; what runs is decided in Git. */
function developerRole(project: string): Role {
  const subject = `proj:${project}:developer`;
  return {
    name: 'developer',
    description: `Who builds ${project}`,
    groups: [developersOf(project)],
    policies: [...['get', 'sync', RESTART].map((action) => `applications, ${action}`), 'logs, get'].map(
      (right) => `p, ${subject}, ${right}, ${project}/*, allow`,
    ),
  };
}

function addProject(chart: Chart, { name, description, ...lists }: Project): void {
  add(chart, AppProject, {
    metadata: {
      name,
      namespace: ARGOCD_NAMESPACE,
      labels: ownerLabels('platform'),
      // A project that leaves together with its Applications stays until they are gone: without it Argo CD could not
      // delete what they applied. So nobody has to confirm it, although the chart beside it has definitions.
      finalizers: ['resources-finalizer.argocd.argoproj.io'],
      annotations: {
        'argocd.argoproj.io/sync-options': 'Prune=true',
        // It has no health but that it waits for these Applications; the root, which prunes them in the end, would wait for it first.
        'argocd.argoproj.io/ignore-healthcheck': 'true',
      },
    },
    spec: { description, ...lists },
  });
}

function chartRepositories(units: readonly Unit[], clusters: readonly Cluster[], context: Context): string[] {
  const repositories = clusters.flatMap((cluster) =>
    unitsOn(cluster.name, units).flatMap((unit) => unit.helm?.({ ...context, cluster }).repository ?? []),
  );
  return [...new Set(repositories)].sort();
}

/** The platform's quotas and policies are in every namespace of the cluster, those of a product in its own. */
function namespacesOfProject(units: readonly Unit[], project: string, { name }: Cluster): string[] {
  const here = unitsOn(name, units);
  const platform = project === 'platform';
  const own = platform ? here : here.filter((unit) => unit.project === project);
  const found = own.flatMap(({ namespace, namespaces = [], workloads = [] }) => [
    namespace,
    ...namespaces.map((declared) => declared.name),
    ...workloads.map((workload) => workload.namespace),
  ]);
  return [...new Set([...found, ...(platform ? CHARTS_REACH : [])])].sort();
}
