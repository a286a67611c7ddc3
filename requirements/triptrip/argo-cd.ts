import { deployed, eachUnitOf } from '../evidence/delivery.ts';
import { unitsOf } from '../evidence/members.ts';
import { heading, on, only, rendered } from '../model/evidence.ts';
import { absent, computed, contains } from '../model/expected.ts';
import type { EvidenceById } from '../model/list-source.ts';

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

export const argoCd: EvidenceById = {
  'S4-218': [
    app({
      'metadata.name': '{cluster}-triptrip-api',
      'metadata.namespace': 'argocd',
      'spec.project': 'triptrip',
      'metadata.finalizers': ['resources-finalizer.argocd.argoproj.io'],
    }),
    deployed(eachUnitOf('triptrip')),
  ],
  'S4-219': [app({ 'spec.source.path': 'dist/{cluster}/triptrip-api', 'spec.source.helm': absent })],
  'S4-220': [app({ 'spec.destination': { name: '{cluster}', namespace: 'triptrip-api' } })],
  'S4-221': [
    app({
      'spec.syncPolicy.automated': { prune: true, selfHeal: true, allowEmpty: false },
      'spec.syncPolicy.syncOptions': contains('PruneLast=true'),
    }),
  ],
  'S4-222': [
    app({
      'spec.syncPolicy.retry.limit': 5,
      'spec.syncPolicy.retry.backoff': { duration: '5s', factor: 2, maxDuration: '3m' },
    }),
  ],
  'S4-223': [app({ 'spec.revisionHistoryLimit': 10 })],
  'S4-224': [
    app({ 'spec.ignoreDifferences': absent, 'spec.syncPolicy.automated.selfHeal': true }),
    rendered('triptrip-api/triptrip-api/deployment-triptrip-api.yaml')({ 'spec.replicas': absent }),
  ],
  'S4-225': [set('triptrip-production')],
  'S4-226': [
    deployed(eachUnitOf('triptrip')),
    only(/^applications\//, 'an Application of each unit of the cluster, and no other', (context) =>
      unitsOf(context).flatMap(({ name }) =>
        name === 'applications' ? [] : [`applications/argocd/application-{cluster}-${name}.yaml`],
      ),
    ),
  ],
  'S4-227': [set('triptrip-production'), set('triptrip-staging'), set('triptrip-dr')],
  'S4-228': [app({ 'metadata.name': '{cluster}-triptrip-api', 'spec.syncPolicy.automated.selfHeal': true })],
  'S4-229': [heading('docs/decisions/003-argo-cd.md', 'Instead of')],
};
