import type { ClusterRule } from '../../rule.ts';
import { saidOfMissing } from './missing.ts';

/** A pool does not know how to make a node without its class. */
export const missingNodeClass: ClusterRule = {
  id: 'missing-node-class',
  severity: 'error',
  summary: 'A pool of nodes whose class is not there',
  breaks: 'The pool makes no node, and pods that only fit there stay Pending.',
  failing: `
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: { name: general }
spec:
  template:
    spec:
      nodeClassRef: { group: karpenter.k8s.aws, kind: EC2NodeClass, name: general }
---
apiVersion: karpenter.k8s.aws/v1
kind: EC2NodeClass
metadata: { name: default }
spec: { role: nodes }
`,
  passing: `
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: { name: general }
spec:
  template:
    spec:
      nodeClassRef: { group: karpenter.k8s.aws, kind: EC2NodeClass, name: default }
---
apiVersion: karpenter.k8s.aws/v1
kind: EC2NodeClass
metadata: { name: default }
spec: { role: nodes }
`,
  judge: (state) =>
    saidOfMissing(state, {
      targets: [
        'karpenter.k8s.aws/EC2NodeClass',
        'eks.amazonaws.com/NodeClass',
        'karpenter.k8s.aws/AWSNodeTemplate',
        'karpenter.azure.com/AKSNodeClass',
      ],
      effect: 'the pool makes no node',
    }),
};
