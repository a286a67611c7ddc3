import type { ClusterRule } from '../../rule.ts';
import { keyOf, titleOf } from '../../state/resource.ts';
import { isAddOnNamespace, unseenNamespaces } from '../../state/unseen.ts';
import { referencesTo } from './references-in.ts';

const SAMPLE = (account: string) => `
apiVersion: v1
kind: ServiceAccount
metadata: { name: web, namespace: shop }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      serviceAccountName: ${account}
      containers: [{ name: web, image: registry.example.com/web:1.0.0 }]
`;

/** Kinds that do nothing by themselves, with the kinds whose naming them is no use. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  '/ServiceAccount': ['RoleBinding', 'ClusterRoleBinding'],
  'keda.sh/TriggerAuthentication': [],
  'external-secrets.io/SecretStore': [],
  'cert-manager.io/Issuer': [],
};

/** What nobody uses is left over, or whoever should use it names another one. */
export const unusedObject: ClusterRule = {
  id: 'unused-object',
  severity: 'info',
  summary: 'An account, store, issuer or authentication of triggers that nothing in its namespace uses',
  breaks: 'Nothing; an account that nobody uses may still have rights.',
  failing: SAMPLE('default'),
  passing: SAMPLE('web'),
  *judge(state) {
    for (const [type, apart] of Object.entries(KINDS)) {
      for (const resource of state.of(type)) {
        const { namespace, name, isExtract } = resource;
        if (isExtract || name === 'default' || isAddOnNamespace(namespace)) continue;
        if (unseenNamespaces(state).has(namespace) || state.workloadsIn(namespace).length === 0) continue;
        const uses = referencesTo(state).get(keyOf(resource)) ?? [];
        if (uses.some((reference) => !apart.includes(reference.resource.kind))) continue;
        yield {
          resource,
          path: ['metadata', 'name'],
          message: `Nothing in the tree uses ${titleOf(resource)}.`,
          fix: 'Name it where it is to be used, or take it out.',
        };
      }
    }
  },
};
