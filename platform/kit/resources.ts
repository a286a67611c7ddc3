import { k8s } from 'cdk8s-plus-29';

/** Memory always has a limit: without one a leak takes the node's other pods along. CPU may be left open. */
export interface Resources {
  readonly requests: Amount;
  readonly limits: Pick<Amount, 'memory'> & Partial<Amount>;
}

/** CPU in cores or millicores, memory in Ki, Mi or Gi, in Kubernetes' own notation. */
export interface Amount {
  readonly cpu: string;
  readonly memory: string;
}

/** Such amounts in the form of the core API; what is left out stays open. */
export function amounts({ cpu, memory }: Partial<Amount>): Record<string, k8s.Quantity> {
  return {
    ...(cpu !== undefined && { cpu: k8s.Quantity.fromString(cpu) }),
    ...(memory !== undefined && { memory: k8s.Quantity.fromString(memory) }),
  };
}
