import type { ClusterRule } from '../../rule.ts';
import { deployment } from '../sample-workloads.ts';
import { policyOf } from './effective-policy.ts';
import { type JudgedViolation, podSecurityPod } from './judged-pod.ts';

const namespace = `
---
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { pod-security.kubernetes.io/enforce: restricted } }
`;
const pod = 'securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }';
const container = 'securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }';

/** Judged as the API server does, on the pod as the injector leaves it. */
export const podSecurity: ClusterRule = {
  id: 'pod-security-refuses',
  severity: 'error',
  summary: 'A pod that the Pod Security level of its namespace refuses, with what the mesh adds to it',
  breaks:
    'The API server refuses every pod. The Deployment is accepted and Argo CD is green; only events of the ReplicaSet say why there are none.',
  pitfalls: ['X-26', 'X-28', 'X-29'],
  failing: namespace + deployment('web', { pod }),
  passing: namespace + deployment('web', { pod, container }),
  *judge(state) {
    for (const workload of state.workloads) {
      const policy = policyOf(state, workload.namespace, 'enforce');
      if (policy === undefined || policy.level === 'privileged' || workload.isMade) continue;
      const { own, injected } = podSecurityPod(state, workload, policy);
      const level = `${policy.level} (v1.${policy.minor})`;
      const [first] = own;
      if (first !== undefined) {
        yield {
          resource: workload.resource,
          path: first.path,
          message: `The namespace ${workload.namespace} enforces ${level}, and its pods are refused: ${textOf(own)}.`,
          fix: `Correct what is named${policy.level === 'restricted' ? ' (runAsNonRoot and seccompProfile may stand at the pod)' : ''}, or give the namespace a level that allows it, with a reason.`,
        };
      }
      if (injected.length === 0) continue;
      yield {
        resource: workload.resource,
        path: workload.specPath,
        message: `The namespace ${workload.namespace} enforces ${level}, and its pods are refused for what the mesh adds: ${textOf(injected)}.`,
        fix: "Install Istio's agent of the nodes (istio-cni), so that no pod sets its own network up.",
      };
    }
  },
};

function textOf(violations: readonly JudgedViolation[]): string {
  return [...new Set(violations.map(({ says }) => says))].join('; ');
}
