import type { ClusterRule } from '../../rule.ts';
import { saidOfMissing } from './missing.ts';

/** A binding to nothing is accepted. */
export const missingRole: ClusterRule = {
  id: 'missing-role',
  severity: 'error',
  summary: 'A binding to a Role or ClusterRole that is not there',
  breaks: 'The binding is accepted and gives no right; its subjects are refused at run time.',
  failing: `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: web, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader }
subjects: [{ kind: ServiceAccount, name: default, namespace: shop }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: web, namespace: shop }
rules: [{ apiGroups: [""], resources: [configmaps], verbs: [get] }]
`,
  passing: `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: web, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: web }
subjects: [{ kind: ServiceAccount, name: default, namespace: shop }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: web, namespace: shop }
rules: [{ apiGroups: [""], resources: [configmaps], verbs: [get] }]
`,
  judge: (state) =>
    saidOfMissing(state, {
      targets: ['rbac.authorization.k8s.io/Role', 'rbac.authorization.k8s.io/ClusterRole'],
      effect: 'the subjects get no right',
      // What a chart binds to a Role of its own nobody here can mend.
      concerns: ({ resource }) => !resource.isExtract,
    }),
};
