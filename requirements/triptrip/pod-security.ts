import { labelledRevision } from '../../platform/kit/proxy-revision.ts';
import { eachNamespace, eachWorkload } from '../evidence/members.ts';
import { podSecurityEnforced } from '../evidence/namespaces.ts';
import { hardened } from '../evidence/workloads.ts';
import { nothing, rendered } from '../model/evidence.ts';
import { computed, including } from '../model/expected.ts';
import type { EvidenceById } from '../model/list-source.ts';
import { overview } from './evidence/overview.ts';

export const podSecurity: EvidenceById = {
  'S4-186': [
    rendered('namespaces/_cluster/namespace-triptrip-api.yaml')({
      'metadata.labels': computed('restricted at the version of the cluster', ({ cluster }) =>
        including({
          'pod-security.kubernetes.io/enforce': 'restricted',
          'pod-security.kubernetes.io/enforce-version': `v${cluster.kubernetesVersion}`,
          'pod-security.kubernetes.io/audit': 'restricted',
          'pod-security.kubernetes.io/warn': 'restricted',
          ...(cluster.mesh && { 'istio.io/rev': labelledRevision('triptrip-api', cluster.mesh) }),
        }),
      ),
    }),
    podSecurityEnforced(eachNamespace('triptrip')),
    hardened(eachWorkload('triptrip')),
  ],
  'S4-187': [overview('Security')],
  'S4-188': [nothing(/runtimeclass-/, 'no RuntimeClass')],
  'S4-189': [overview('Security')],
};
