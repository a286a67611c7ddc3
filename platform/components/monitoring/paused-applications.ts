import type { Context } from '../../unit/unit.ts';
import { PAUSE_ANNOTATION } from '../argocd/address.ts';

/**
 * What kube-state-metrics tells of the Applications of a hub. Argo CD's own metrics leave out one that is paused, so
 * nothing of Argo CD says that one still is. Here it is `kube_customresource_application_paused`: 1 with the annotation, else 0.
 */
export function pausedApplications({ cluster, fleet }: Context) {
  if (!fleet.clusters.some(({ hub }) => hub === cluster.name)) return {};
  return {
    customResourceState: {
      enabled: true,
      config: {
        kind: 'CustomResourceStateMetrics',
        spec: {
          resources: [
            {
              groupVersionKind: { group: 'argoproj.io', version: 'v1alpha1', kind: 'Application' },
              labelsFromPath: { name: ['metadata', 'name'], project: ['spec', 'project'] },
              metrics: [
                {
                  name: 'application_paused',
                  help: 'Whether Argo CD is told to leave the Application alone.',
                  each: {
                    type: 'Gauge',
                    gauge: { path: ['metadata', 'annotations', PAUSE_ANNOTATION], nilIsZero: true },
                  },
                },
              ],
            },
          ],
        },
      },
    },
    rbac: {
      extraRules: [{ apiGroups: ['argoproj.io'], resources: ['applications'], verbs: ['list', 'watch'] }],
    },
  };
}
