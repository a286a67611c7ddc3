import {
  ApplicationSet,
  ApplicationSetSpecSyncPolicyApplicationsSync as ApplicationsSync,
} from '@cdk8s/argocd';
import type { Chart } from 'cdk8s';
import { objectsFolder } from '../../../clusters/layout.ts';
import { ownerLabels } from '../../kit/labels.ts';
import { add } from '../../kit/manifest.ts';
import type { Context } from '../../unit/unit.ts';
import { ARGOCD_NAMESPACE, CLUSTER_LABEL, PAUSE_ANNOTATION } from './address.ts';
import { APPLICATIONS } from './applications.ts';
import { rootSyncPolicy } from './sync-policy.ts';

/**
 * One root Application for each cluster of the hub. Neither a cluster that leaves the list nor the deletion of the
 * set deletes anything: the controller may create and change only, and the finalizer has it let go of its
 * Applications before the set is gone.
 */
export function addApplicationSet(chart: Chart, { cluster: hub, fleet }: Context): void {
  const clusters = fleet.clusters.filter((cluster) => cluster.hub === hub.name);
  add(chart, ApplicationSet, {
    metadata: {
      name: hub.name,
      namespace: ARGOCD_NAMESPACE,
      labels: ownerLabels('platform'),
      finalizers: ['resources-finalizer.argocd.argoproj.io'],
    },
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      syncPolicy: {
        applicationsSync: ApplicationsSync.CREATE_HYPHEN_UPDATE,
        preserveResourcesOnDeletion: true,
      },
      // All other annotations are the template's: a root that somebody paused would be started again within minutes.
      preservedFields: { annotations: [PAUSE_ANNOTATION] },
      generators: [{ list: { elements: clusters.map(({ name }) => ({ cluster: name })) } }],
      template: {
        metadata: { name: '{{.cluster}}', labels: { [CLUSTER_LABEL]: '{{.cluster}}' } },
        spec: {
          project: 'platform',
          destination: { name: hub.name, namespace: ARGOCD_NAMESPACE },
          source: {
            repoUrl: fleet.repository.url,
            targetRevision: fleet.repository.revision,
            path: `dist/${objectsFolder('{{.cluster}}', APPLICATIONS)}`,
            directory: { recurse: true },
          },
          syncPolicy: rootSyncPolicy,
          revisionHistoryLimit: 10,
        },
      },
    },
  });
}
