import { textAt } from '../../../state/read.ts';
import { grouped } from './kinds.ts';
import { SECRET } from './pods.ts';
import type { Row, RowsByKind } from './row.ts';

const RBAC = 'rbac.authorization.k8s.io';
const service = { to: '/Service', name: 'service.name', namespace: 'service.namespace' };

/** A route's binding or an account may be of a person, whom no tree has. */
function subject(holder: unknown): string | undefined {
  return textAt(holder, 'kind') === 'ServiceAccount' ? '/ServiceAccount' : undefined;
}

const webhook: Row = { at: 'webhooks[].clientConfig', ...service };

/** Rights, webhooks, further APIs and nodes. */
export const CLUSTER_ROWS: RowsByKind = {
  '/ServiceAccount': [{ at: 'imagePullSecrets[]', to: SECRET }],
  [`${RBAC}/RoleBinding`]: [
    { at: 'roleRef', to: (holder) => `${RBAC}/${textAt(holder, 'kind') ?? ''}` },
    { at: 'subjects[]', to: subject, namespace: 'namespace' },
  ],
  [`${RBAC}/ClusterRoleBinding`]: [
    { at: 'roleRef', to: (holder) => `${RBAC}/${textAt(holder, 'kind') ?? ''}` },
    { at: 'subjects[]', to: subject, namespace: 'namespace' },
  ],
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': [webhook],
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': [webhook],
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding': [
    { at: 'spec.policyName', to: 'admissionregistration.k8s.io/ValidatingAdmissionPolicy' },
  ],
  'admissionregistration.k8s.io/MutatingAdmissionPolicyBinding': [
    { at: 'spec.policyName', to: 'admissionregistration.k8s.io/MutatingAdmissionPolicy' },
  ],
  'apiregistration.k8s.io/APIService': [{ at: 'spec', ...service }],
  'apiextensions.k8s.io/CustomResourceDefinition': [
    { at: 'spec.conversion.webhook.clientConfig', ...service },
  ],
  'karpenter.sh/NodePool': [
    { at: 'spec.template.spec.nodeClassRef', to: grouped('karpenter.k8s.aws', 'EC2NodeClass') },
  ],
  'karpenter.sh/Provisioner': [{ at: 'spec.providerRef', to: 'karpenter.k8s.aws/AWSNodeTemplate' }],
};
