import type { ClusterRule } from '../../rule.ts';
import { hasToken, rightsOf } from '../../state/account-rights.ts';
import { memberOf } from '../../state/mesh-members.ts';
import { hasPort, isolationOf } from '../../state/network-policies.ts';
import { DNS, SEALED } from './sample.ts';

const RIGHTS = `---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: web, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects: [{ kind: ServiceAccount, name: default, namespace: shop }]
`;
const api = `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: api, namespace: shop }
spec: { podSelector: {}, policyTypes: [Egress], egress: [{ to: [{ ipBlock: { cidr: 10.0.0.0/24 } }], ports: [{ port: 443 }] }] }
`;

/** The API server is no pod: only an address, or nobody named at all, admits it. */
export const egressWithoutKubernetesApi: ClusterRule = {
  id: 'egress-without-kubernetes-api',
  severity: 'warning',
  summary: 'Pods with rights and a token for the Kubernetes API that may open no address at its port',
  breaks: 'Each call to the API ends in a timeout: controllers never sync, and leases are lost.',
  pitfalls: ['X-17'],
  failing: SEALED + DNS + RIGHTS,
  passing: SEALED + DNS + RIGHTS + api,
  *judge(state) {
    for (const workload of state.workloads) {
      const isolation = isolationOf(state, workload, 'egress');
      if (isolation === undefined || workload.isMade || !hasToken(state, workload)) continue;
      // Gateways get their Secrets by istiod; the rights are for those that do without.
      if (memberOf(state, workload) === 'gateway') continue;
      const [right] = rightsOf(state, workload);
      if (right === undefined) continue;
      const isOpen = isolation.rules.some(
        ({ rule }) =>
          (hasPort(rule, 'TCP', 443) || hasPort(rule, 'TCP', 6443)) &&
          (rule.peers.length === 0 ||
            rule.peers.some(({ block, isUnreadable }) => block !== undefined || isUnreadable)),
      );
      const policy =
        isolation.policies.find(({ selector }) => Object.keys(selector.matchLabels).length > 0) ??
        isolation.policies[0];
      if (isOpen || policy === undefined) continue;
      yield {
        resource: policy.resource,
        path: ['spec', 'egress'],
        message: `${workload.kind} ${workload.namespace}/${workload.name} has rights in the Kubernetes API (${right.kind} ${right.name}), and its pods may open port 443 of no address.`,
        fix: 'Admit TCP port 443 to an ipBlock with the addresses of the API server; or take the rights and the token from the pods.',
      };
    }
  },
};
