import type { ClusterRule } from '../../rule.ts';
import { at, numberAt, places, textAt } from '../../state/read.ts';

const nodeClass = (tokens: string) => `
apiVersion: karpenter.k8s.aws/v1
kind: EC2NodeClass
metadata: { name: default }
spec: { role: nodes, metadataOptions: { httpEndpoint: enabled, httpTokens: ${tokens}, httpPutResponseHopLimit: 1 } }
`;

/** What a cloud leaves open where it is told to. */
export const cloudHardening: ClusterRule = {
  id: 'cloud-hardening',
  severity: 'warning',
  summary: 'Nodes that give their credentials to any request, or disks that are expressly not encrypted',
  breaks:
    "With IMDSv1 one request that a server can be made to send is enough for the node's role. Disks and snapshots that are not encrypted are read by whoever gets them.",
  failing: nodeClass('optional'),
  passing: nodeClass('required'),
  *judge(state) {
    for (const resource of state.of('karpenter.k8s.aws/EC2NodeClass')) {
      if (textAt(resource.value, 'spec', 'metadataOptions', 'httpTokens') === 'optional') {
        yield {
          resource,
          path: ['spec', 'metadataOptions', 'httpTokens'],
          message: 'httpTokens optional: the nodes answer IMDSv1, without a token.',
          fix: 'Write httpTokens: required.',
        };
      }
      const hops = numberAt(resource.value, 'spec', 'metadataOptions', 'httpPutResponseHopLimit') ?? 1;
      if (hops > 1) {
        yield {
          resource,
          path: ['spec', 'metadataOptions', 'httpPutResponseHopLimit'],
          severity: 'info',
          message: `With ${hops} hops every pod of the node can ask for its role.`,
          fix: 'Write 1, and give pods roles of their own.',
        };
      }
      for (const { path, value } of places(resource.value, 'spec.blockDeviceMappings[].ebs.encrypted')) {
        if (value !== false) continue;
        yield {
          resource,
          path,
          message: 'The disks of its nodes are not encrypted.',
          fix: 'Write encrypted: true.',
        };
      }
    }
    for (const resource of state.of('storage.k8s.io/StorageClass')) {
      const encrypted = at(resource.value, 'parameters', 'encrypted');
      const isNamed =
        encrypted === undefined &&
        /encrypt/i.test(resource.name) &&
        /ebs|aws/.test(textAt(resource.value, 'provisioner') ?? '');
      if (String(encrypted) !== 'false' && !(isNamed && !resource.isExtract)) continue;
      yield {
        resource,
        path: encrypted === undefined ? ['parameters'] : ['parameters', 'encrypted'],
        message: `Its disks are not encrypted${isNamed ? ', though its name says so' : ''}.`,
        fix: 'Write encrypted: "true".',
      };
    }
  },
};
