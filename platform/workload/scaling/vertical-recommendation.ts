import {
  VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesMode as ContainerMode,
  VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesControlledValues as ControlledValues,
  VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesMaxAllowed as MaxAllowed,
  VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesMinAllowed as MinAllowed,
  VerticalPodAutoscalerSpecUpdatePolicyUpdateMode as UpdateMode,
  VerticalPodAutoscaler,
} from '@cdk8s/vpa';
import type { Construct } from 'constructs';
import { add } from '../../kit/manifest.ts';
import { nodePoolOf } from '../../kit/node-pool.ts';
import { bytes, formatCpu, formatMemory, millicores } from '../../kit/quantity.ts';
import type { Amount } from '../../kit/resources.ts';
import type { RunningPlacement } from '../graph/placement.ts';
import { objectLabels } from '../labels.ts';
import { nodePoolName } from '../pods/scheduling.ts';

/**
 * A VerticalPodAutoscaler that recommends and changes nothing: with one that acts, the horizontal one would measure
 * against a moving request. Injected containers are left out.
 *
 * @throws when it could recommend more than a node has
 */
export function addVerticalRecommendation(scope: Construct, placement: RunningPlacement): void {
  const { declaration, namespace } = placement;
  const { min, max } = boundsOf(placement);
  assertFitsNode(placement, max);
  add(scope, VerticalPodAutoscaler, {
    metadata: { name: `${declaration.name}-vpa`, namespace, labels: objectLabels(placement) },
    spec: {
      targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: declaration.name },
      updatePolicy: { updateMode: UpdateMode.OFF },
      resourcePolicy: {
        containerPolicies: [
          {
            containerName: declaration.component ?? 'app',
            minAllowed: { cpu: MinAllowed.fromString(min.cpu), memory: MinAllowed.fromString(min.memory) },
            maxAllowed: { cpu: MaxAllowed.fromString(max.cpu), memory: MaxAllowed.fromString(max.memory) },
            controlledResources: ['cpu', 'memory'],
            controlledValues: ControlledValues.REQUESTS_ONLY,
          },
          { containerName: '*', mode: ContainerMode.OFF },
        ],
      },
    },
  });
}

/** Where nothing is declared: from half of the requests to the limits, and to no more than a node has. */
function boundsOf({ declaration, context }: RunningPlacement): { min: Amount; max: Amount } {
  const { recommendation, resources } = declaration;
  if (recommendation !== undefined) return recommendation;
  const { requests, limits } = resources;
  const node = nodePoolOf(context.cluster, nodePoolName(declaration))?.allocatable;
  const cpu = limits.cpu === undefined ? millicores(requests.cpu) * 4 : millicores(limits.cpu);
  const memory = bytes(limits.memory);
  return {
    min: {
      cpu: formatCpu(millicores(requests.cpu) / 2),
      memory: formatMemory(bytes(requests.memory) / 2),
    },
    max: {
      cpu: formatCpu(node === undefined ? cpu : Math.min(cpu, millicores(node.cpu))),
      memory: formatMemory(node === undefined ? memory : Math.min(memory, bytes(node.memory))),
    },
  };
}

function assertFitsNode({ declaration, context: { cluster } }: RunningPlacement, max: Amount): void {
  const name = nodePoolName(declaration);
  const node = nodePoolOf(cluster, name)?.allocatable;
  if (node === undefined) return;
  if (millicores(max.cpu) > millicores(node.cpu) || bytes(max.memory) > bytes(node.memory)) {
    throw new Error(
      `${declaration.name}: a recommendation of up to ${max.cpu} CPU and ${max.memory} fits no node of the group ${name} on ${cluster.name}, which leaves pods ${node.cpu} and ${node.memory}. Declare a lower recommendation.max.`,
    );
  }
}
