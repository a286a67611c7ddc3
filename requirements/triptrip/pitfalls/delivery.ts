import { deployed, eachUnitOf } from '../../evidence/delivery.ts';
import { eachUnit, eachWorkload } from '../../evidence/members.ts';
import { runsTheContractsBuild } from '../../evidence/workloads.ts';
import { file, on, rendered } from '../../model/evidence.ts';
import { absent, matching } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { proof } from '../evidence/tests.ts';

const app = rendered('applications/argocd/application-{cluster}-triptrip-api.yaml');
const rule = (id: string) => file('scripts/workflows/rules/delivery.ts', id);

export const deliveryPitfalls: EvidenceById = {
  'X-81': [
    proof.applications('none is forgotten, and none has two that fight over it (X-81, X-85)'),
    deployed(eachUnit),
  ],
  'X-82': [
    app({ 'spec.source.helm': absent, 'spec.source.path': 'dist/{cluster}/triptrip-api' }),
    proof.api('S4-65, X-91, X-97, X-108: a digest from the own registry of %s'),
  ],
  'X-83': [
    proof.applications(
      'because the destination is the cluster by name, which is the same on every hub (X-83)',
    ),
    proof.applicationSet('the one that its contract names, and no other'),
    deployed(eachUnitOf('triptrip')),
  ],
  'X-84': [
    proof.applicationSet(
      'a cluster that leaves the list keeps its Application, and with the set only the set goes (X-84)',
    ),
    proof.applicationSet('a misspelt key is an error, not a folder with braces in its name'),
    on(
      rendered('argocd/argocd/applicationset-triptrip-production.yaml')({
        'spec.syncPolicy': { applicationsSync: 'create-update', preserveResourcesOnDeletion: true },
        'spec.goTemplateOptions': ['missingkey=error'],
      }),
      'triptrip-production',
    ),
  ],
  'X-85': [
    proof.applications('none is forgotten, and none has two that fight over it (X-81, X-85)'),
    deployed(eachUnit),
  ],
  'X-86': [
    proof.applications('because definitions come in an earlier wave than what uses them (X-86)'),
    rendered('applications/argocd/application-{cluster}-namespaces.yaml')({
      'metadata.annotations["argocd.argoproj.io/sync-wave"]': matching(/^-\d+$/),
      'spec.source.path': 'dist/{cluster}/namespaces',
    }),
  ],
  'X-87': [
    proof.applications('and a chart comes at one exact version with the values of its own folder (X-87)'),
  ],
  'X-88': [rule('digests-are-handed-on')],
  'X-89': [runsTheContractsBuild(eachWorkload('triptrip'))],
  'X-90': [
    file('scripts/workflows/rules/tokens.ts', 'tokens-are-short-lived', 'writers-take-turns'),
    rule('pull-requests-push-nothing'),
    rule('main-changes-by-review'),
  ],
};
