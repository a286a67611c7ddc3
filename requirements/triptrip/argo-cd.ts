import { deployed, eachUnitOf } from '../evidence/delivery.ts';
import { unitsOf } from '../evidence/members.ts';
import { heading, on, only, rendered } from '../model/evidence.ts';
import { absent, computed, contains } from '../model/expected.ts';
import { done, otherwise, type Row, type Section } from '../model/row.ts';

const app = rendered('applications/argocd/application-{cluster}-triptrip-api.yaml');

/** The clusters whose Argo CD runs on this one: a cluster more is one more of them. */
const managed = computed('the clusters whose hub it is', ({ cluster, fleet }) =>
  fleet.clusters.filter(({ hub }) => hub === cluster.name).map(({ name }) => ({ cluster: name })),
);

const set = (hub: string) =>
  on(
    rendered(`argocd/argocd/applicationset-${hub}.yaml`)({
      'spec.generators[0].list.elements': managed,
      'spec.template.spec.source.path': 'dist/{{.cluster}}/applications',
      'spec.template.spec.syncPolicy.automated': { prune: true, selfHeal: true, allowEmpty: false },
      // One line less in the list must not delete a cluster.
      'spec.syncPolicy': { applicationsSync: 'create-update', preserveResourcesOnDeletion: true },
      'spec.goTemplateOptions': ['missingkey=error'],
    }),
    hub,
  );

export const argoCd: Section<Row> = {
  title: 'Argo CD',
  entries: [
    done(
      'S4-218',
      'K',
      'An Application that deletes what it applied',
      app({
        'metadata.name': '{cluster}-triptrip-api',
        'metadata.namespace': 'argocd',
        'spec.project': 'triptrip',
        'metadata.finalizers': ['resources-finalizer.argocd.argoproj.io'],
      }),
      deployed(eachUnitOf('triptrip')),
    ),
    otherwise(
      'S4-219',
      'K',
      'A chart at HEAD, the tag as a parameter',
      'The rendered folder of the cluster; the digest stands in it (X-82).',
      app({ 'spec.source.path': 'dist/{cluster}/triptrip-api', 'spec.source.helm': absent }),
    ),
    otherwise(
      'S4-220',
      'K',
      'The cluster that Argo CD runs on',
      'The cluster by its name, which every hub knows (X-83).',
      app({ 'spec.destination': { name: '{cluster}', namespace: 'triptrip-api' } }),
    ),
    otherwise(
      'S4-221',
      'K',
      'Synced, pruned and healed by itself',
      'Namespaces are rendered with their labels, not made on the way (X-12).',
      app({
        'spec.syncPolicy.automated': { prune: true, selfHeal: true, allowEmpty: false },
        'spec.syncPolicy.syncOptions': contains('PruneLast=true'),
      }),
    ),
    done(
      'S4-222',
      'K',
      'Five tries',
      app({
        'spec.syncPolicy.retry.limit': 5,
        'spec.syncPolicy.retry.backoff': { duration: '5s', factor: 2, maxDuration: '3m' },
      }),
    ),
    done('S4-223', 'K', 'Ten revisions', app({ 'spec.revisionHistoryLimit': 10 })),
    otherwise(
      'S4-224',
      'K',
      'Bounds of the autoscaler are ignored',
      'They are ours, so they are not; the number of pods is not in Git (X-43).',
      app({ 'spec.ignoreDifferences': absent, 'spec.syncPolicy.automated.selfHeal': true }),
      rendered('triptrip-api/triptrip-api/deployment-triptrip-api.yaml')({ 'spec.replicas': absent }),
    ),
    otherwise(
      'S4-225',
      'K',
      'An ApplicationSet of services and environments',
      'Of clusters alone: each Application is a file that is reviewed (X-81, X-84).',
      set('triptrip-production'),
    ),
    otherwise(
      'S4-226',
      'K',
      'API, web and worker in a list',
      'Units in code, an Application each.',
      deployed(eachUnitOf('triptrip')),
      only(/^applications\//, 'an Application of each unit of the cluster, and no other', (context) =>
        unitsOf(context).flatMap(({ name }) =>
          name === 'applications' ? [] : [`applications/argocd/application-{cluster}-${name}.yaml`],
        ),
      ),
    ),
    otherwise(
      'S4-227',
      'K',
      'Staging and production in a list',
      'All clusters, each from its hub (X-83).',
      set('triptrip-production'),
      set('triptrip-staging'),
      set('triptrip-dr'),
    ),
    otherwise(
      'S4-228',
      'K',
      'Service and environment in one name',
      'Cluster and unit.',
      app({ 'metadata.name': '{cluster}-triptrip-api', 'spec.syncPolicy.automated.selfHeal': true }),
    ),
    done('S4-229', 'D', 'Flux', heading('docs/decisions/003-argo-cd.md', 'Instead of')),
  ],
};
