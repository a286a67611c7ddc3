import { type Breakage, deleted, drop, only, push, set } from '../breakage.ts';

import { application, PRODUCTION } from './files.ts';

export const delivery: readonly Breakage[] = [
  {
    says: 'an Application that prunes nothing',
    row: 'S4-226',
    files: application,
    change: set('spec.syncPolicy.automated.prune', false),
  },
  {
    says: 'an Application that heals nothing',
    row: 'S4-226',
    files: application,
    change: drop('spec.syncPolicy.automated'),
  },
  {
    says: 'an Application of another folder',
    row: 'S4-226',
    files: application,
    change: set('spec.source.path', 'dist/triptrip-staging/other'),
  },
  {
    says: 'an Application deleted',
    row: 'X-81',
    files: (context) =>
      context.units.flatMap(({ name, clusters }) =>
        clusters.includes(context.cluster.name) && name !== 'applications'
          ? [`applications/argocd/application-${context.cluster.name}-${name}.yaml`]
          : [],
      ),
    change: deleted,
  },
  {
    says: 'a cluster less in the list',
    row: 'S4-227',
    clusters: PRODUCTION,
    files: only('argocd/argocd/applicationset-{cluster}.yaml'),
    change: set('spec.generators[0].list.elements', []),
  },
  {
    says: 'a list that deletes clusters',
    row: 'S4-227',
    clusters: PRODUCTION,
    files: only('argocd/argocd/applicationset-{cluster}.yaml'),
    change: set('spec.syncPolicy.preserveResourcesOnDeletion', false),
  },
  {
    says: 'a project that writes everywhere',
    row: 'S4-269',
    clusters: PRODUCTION,
    files: only('argocd/argocd/appproject-triptrip.yaml'),
    change: push('spec.destinations', { name: '*', namespace: '*' }),
  },
  {
    says: 'a project with rights of the cluster',
    row: 'S4-269',
    clusters: PRODUCTION,
    files: only('argocd/argocd/appproject-triptrip.yaml'),
    change: set('spec.clusterResourceWhitelist', [{ group: '*', kind: '*' }]),
  },
  {
    says: 'a project of any repository',
    row: 'S4-269',
    clusters: PRODUCTION,
    files: only('argocd/argocd/appproject-triptrip.yaml'),
    change: set('spec.sourceRepos', ['*']),
  },
];
