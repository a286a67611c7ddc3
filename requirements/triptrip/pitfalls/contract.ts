import { eachRunning, eachWorkload } from '../../evidence/members.ts';
import { podSecurityEnforced } from '../../evidence/namespaces.ts';
import { probed, runsTheContractsBuild, secretsFromManager } from '../../evidence/workloads.ts';
import { output, rendered } from '../../model/evidence.ts';
import { absent, computed, matching } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { overview } from '../evidence/overview.ts';
import { proof } from '../evidence/tests.ts';

const terraform = overview('What Terraform owns');

export const contractPitfalls: EvidenceById = {
  'X-91': [
    proof.api('S4-65, X-91, X-97, X-108: a digest from the own registry of %s'),
    output('account_id', { '': matching(/^\d{12}$/) }),
    runsTheContractsBuild(eachWorkload('triptrip')),
  ],
  'X-92': [output('network_policy_enforced', { '': true })],
  'X-93': [
    terraform,
    rendered('applications/argocd/application-{cluster}-aws-load-balancer-controller.yaml')({
      'spec.sources[0].chart': 'aws-load-balancer-controller',
    }),
  ],
  'X-94': [
    output('cluster_version', {
      '': computed('`kubernetesVersion` of the cluster', ({ cluster }) => cluster.kubernetesVersion),
    }),
    podSecurityEnforced(),
    proof.clusterAutoscaler(
      'the Cluster Autoscaler has the minor version of the cluster, and a new one is not forgotten (X-94)',
    ),
  ],
  'X-95': [output('node_groups', { 'spot.capacity_type': 'SPOT', 'spot.allocation_strategy': absent })],
  'X-96': [
    rendered('triptrip-api/triptrip-api/externalsecret-triptrip-api-secrets.yaml')({
      apiVersion: 'external-secrets.io/v1',
      'spec.secretStoreRef': { kind: 'SecretStore', name: 'aws-secrets-manager' },
    }),
  ],
  'X-97': [
    proof.clusters('names no other cluster, registry, region or path of secrets'),
    proof.clusters('nothing of it stands in the region that it takes over from (S4-49, X-97)'),
    runsTheContractsBuild(eachWorkload('triptrip')),
    secretsFromManager(eachWorkload('triptrip')),
  ],
  'X-98': [
    proof.workload('sleeps without a shell before it stops, where Kubernetes can do that (X-98)'),
    probed(eachRunning('triptrip')),
  ],
};
