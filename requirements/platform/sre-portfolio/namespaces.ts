import { eachProductNamespace, unit } from '../../evidence/members.ts';
import { deniedByDefault, limitedByDefault, quotaHolds } from '../../evidence/namespaces.ts';
import { each, heading, nothing, on, rendered } from '../../model/evidence.ts';
import { matching } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';

export const namespaces: EvidenceById = {
  'S2-18': [
    on(
      rendered('namespaces/_cluster/namespace-app-production.yaml')({ 'metadata.name': 'app-production' }),
      'sre-portfolio',
    ),
    rendered('namespaces/_cluster/namespace-app-{environment}.yaml')({
      'metadata.labels["pod-security.kubernetes.io/enforce"]': 'restricted',
      'metadata.labels["pod-security.kubernetes.io/enforce-version"]': 'v{kubernetesVersion}',
      'metadata.labels["fleet.example.com/owner"]': 'task-manager',
    }),
    quotaHolds(eachProductNamespace),
    limitedByDefault(eachProductNamespace),
    deniedByDefault(),
  ],
  'S2-19': [
    rendered('namespaces/_cluster/namespace-monitoring.yaml')({
      kind: 'Namespace',
      'metadata.name': 'monitoring',
      'metadata.labels["fleet.example.com/owner"]': 'platform',
    }),
    rendered(
      'applications/argocd/application-{cluster}-kube-prometheus-stack.yaml',
      'spec.destination',
    )({ name: '{cluster}', namespace: 'monitoring' }),
    rendered(
      'applications/argocd/application-{cluster}-grafana.yaml',
      'spec.destination',
    )({ name: '{cluster}', namespace: 'monitoring' }),
  ],
  'S2-20': [
    on(
      each(unit('chaos-mesh'), () =>
        rendered('namespaces/_cluster/namespace-chaos-engineering.yaml')({
          'metadata.labels["pod-security.kubernetes.io/enforce"]': 'privileged',
          'metadata.annotations["fleet.example.com/pod-security-reason"]': matching(/^chaos-daemon /),
          'metadata.name': 'chaos-engineering',
        }),
      ),
      'sre-portfolio-dev',
    ),
    on(nothing(/chaos/, 'no chaos in production'), 'sre-portfolio'),
  ],
  'S2-21': [heading('docs/task-manager.md', 'Decisions'), nothing(/ingress-nginx/, 'no file of it')],
};
