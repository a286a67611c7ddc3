import { Application } from '@cdk8s/argocd';
import { App, Chart } from 'cdk8s';
import type { Fleet } from '../../../clusters/index.ts';
import { objectsFolder, valuesFile } from '../../../clusters/layout.ts';
import { ownerLabels } from '../../kit/labels.ts';
import { add } from '../../kit/manifest.ts';
import { component } from '../../unit/component.ts';
import type { Context, HelmChart, Unit } from '../../unit/unit.ts';
import { unitsOn } from '../../unit/units-on.ts';
import { waves } from '../../unit/waves.ts';
import { ARGOCD_NAMESPACE, applicationName, CLUSTER_LABEL } from './address.ts';
import { reportAnnotation } from './deploy-reports.ts';
import { ignoredDifferencesOf } from './ignored-differences.ts';
import { applicationSyncPolicy } from './sync-policy.ts';

/** Name of the unit with a cluster's Applications; it is synced by the root Application of the cluster. */
export const APPLICATIONS = 'applications';

/**
 * The Applications of a cluster, each a file, so that a cluster loses or gains one only by a reviewed change
 * (docs/decisions/005-applications-are-files.md). They live on the cluster's hub, whose ApplicationSet syncs them.
 */
export const applications = component({
  name: APPLICATIONS,
  namespace: ARGOCD_NAMESPACE,
  wave: waves.namespaces,
  objects: (chart, context) => {
    for (const unit of unitsOn(context.cluster.name, context.units)) {
      if (unit.name === APPLICATIONS) continue;
      if (unit.helm !== undefined || hasObjects(unit, context)) addApplication(chart, unit, context);
    }
  },
});

/**
 * Whether a unit has objects of its own on a cluster. Without them it has no folder, and an Application that reads a
 * folder that is not there never becomes healthy, so the waves after it would wait for ever. Workloads have some.
 */
function hasObjects(unit: Unit, context: Context): boolean {
  if ((unit.workloads ?? []).length > 0) return true;
  const trial = new Chart(new App(), unit.name);
  unit.build(trial, context);
  return trial.node.children.length > 0;
}

/**
 * The Application of one unit. When that of a workload goes, its objects go too: a service that is taken out of Git must
 * not keep running, and it holds no data. The others have no finalizer: when one is deleted, by mistake or with its
 * file, what it applied stays, and the next sync of the root brings it back. A finalizer would delete databases'
 * volumes along with it, and `Prune=confirm` does not hold that up.
 *
 * The definitions of a chart cannot say themselves that a person has to confirm their prune, as ours do: most charts have no
 * value for it, and Argo CD does not read `helm.sh/resource-policy` when it prunes. So the Application says it.
 */
function addApplication(chart: Chart, unit: Unit, context: Context): void {
  const { cluster, fleet } = context;
  const helm = unit.helm?.(context);
  const path = `dist/${objectsFolder(cluster.name, unit.name)}`;
  const values = `dist/${valuesFile(cluster.name, unit.name)}`;
  add(chart, Application, {
    metadata: {
      name: applicationName(cluster.name, unit.name),
      namespace: ARGOCD_NAMESPACE,
      labels: { ...ownerLabels(unit.project), [CLUSTER_LABEL]: cluster.name },
      annotations: {
        'argocd.argoproj.io/sync-wave': String(unit.wave),
        ...reportAnnotation(unit, cluster),
      },
      ...(unit.workloads && { finalizers: ['resources-finalizer.argocd.argoproj.io'] }),
    },
    spec: {
      project: unit.project,
      destination: { name: cluster.name, namespace: unit.namespace },
      ...(helm === undefined
        ? { source: ownObjects(fleet, path) }
        : {
            sources: [
              chartSource(helm, values),
              // A source without a path only lends its files to the others.
              {
                ...(hasObjects(unit, context) ? ownObjects(fleet, path) : ownRepository(fleet)),
                ref: 'values',
              },
            ],
          }),
      syncPolicy: applicationSyncPolicy(helm !== undefined && helm.definitions !== false),
      revisionHistoryLimit: 10,
      ...(helm && { ignoreDifferences: ignoredDifferencesOf(unit.name) }),
    },
  });
}

function ownRepository({ repository }: Fleet) {
  return { repoUrl: repository.url, targetRevision: repository.revision };
}

/** The folder of the unit's objects. */
function ownObjects(fleet: Fleet, path: string) {
  return { ...ownRepository(fleet), path, directory: { recurse: true } };
}

/** The pinned chart with our values. `$values` is the root of the repository that the source of that name reads. */
function chartSource({ repository, chart, version, release }: HelmChart, values: string) {
  return {
    repoUrl: repository,
    chart,
    targetRevision: version,
    helm: { releaseName: release, valueFiles: [`$values/${values}`], skipCrds: false },
  };
}
