import { OWNER_LABEL } from '../../../kit/labels.ts';
import { declared, lists, type Policy } from '../policy.ts';
import { read } from './files.ts';
import { podPolicies } from './pod-policies.ts';

const PART_OF = 'app.kubernetes.io/part-of';
const MANAGED_BY = 'app.kubernetes.io/managed-by';

const requiredLabels: Policy = {
  kind: 'RequiredLabels',
  prevents:
    'A workload or Service that nobody can tell what it is part of, and a namespace without an owning team (S0-16).',
  rego: read('required-labels.rego'),
  parameters: lists('labels'),
  constraints: [
    {
      name: 'labels-of-workloads',
      kinds: declared,
      // A chart names its objects itself.
      charts: 'left out',
      parameters: () => ({ labels: ['app.kubernetes.io/name', PART_OF, MANAGED_BY] }),
    },
    {
      name: 'labels-of-namespaces',
      kinds: [{ apiGroups: [''], kinds: ['Namespace'] }],
      charts: 'denied',
      parameters: () => ({ labels: [PART_OF, MANAGED_BY, OWNER_LABEL] }),
    },
  ],
};

const noOpenServices: Policy = {
  kind: 'NoOpenServices',
  prevents:
    'A Service that goes round the load balancer with its firewall, or takes the traffic of an address.',
  rego: read('no-open-services.rego'),
  parameters: lists(),
  constraints: [
    { name: 'no-open-services', kinds: [{ apiGroups: [''], kinds: ['Service'] }], charts: 'denied' },
  ],
};

const encryptedIngresses: Policy = {
  kind: 'EncryptedIngresses',
  prevents:
    'A load balancer without certificate, with plain HTTP, or without web application firewall (S0-12).',
  rego: read('encrypted-ingresses.rego'),
  parameters: lists(),
  constraints: [
    {
      name: 'encrypted-ingresses',
      kinds: [{ apiGroups: ['networking.k8s.io'], kinds: ['Ingress'] }],
      charts: 'denied',
    },
  ],
};

/** Every policy of every cluster (S0-15 to S0-18). */
export const policies: readonly Policy[] = [
  requiredLabels,
  ...podPolicies,
  noOpenServices,
  encryptedIngresses,
];
