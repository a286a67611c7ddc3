import { SecurityGroupPolicy } from '@cdk8s/vpc-resource-controller';
import type { Construct } from 'constructs';
import { add } from '../../kit/manifest.ts';
import type { Placement } from '../graph/placement.ts';
import { objectLabels, selectorOf } from '../labels.ts';

/**
 * The security group of a workload's pods, where Terraform made one for it: a database can then admit this workload
 * and no other pod of the node (S0-79).
 */
export function addSecurityGroups(scope: Construct, placement: Placement): void {
  const { declaration, namespace, context } = placement;
  const group = context.cluster.terraform.podSecurityGroupIds[declaration.name];
  if (group === undefined) return;
  add(scope, SecurityGroupPolicy, {
    metadata: { name: declaration.name, namespace, labels: objectLabels(placement) },
    spec: {
      podSelector: { matchLabels: selectorOf(placement) },
      securityGroups: { groupIds: [group] },
    },
  });
}
