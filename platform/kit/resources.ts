import { k8s } from 'cdk8s-plus-29';

/** Memory always has a limit: without one a leak takes the node's other pods along. CPU may be left open. */
export interface Resources {
  /**
   * What a node keeps free for each pod.
   *
   * @example { cpu: '200m', memory: '256Mi' }
   */
  readonly requests: Amount;
  /**
   * The most that it may take: above the memory it is killed, above the CPU it is slowed down.
   *
   * @example { memory: '512Mi' }
   */
  readonly limits: Limits;
}

/** What a container may take at most. */
export interface Limits {
  /**
   * In cores, or in millicores with an `m`.
   *
   * @default Whatever the node has left.
   * @example '2'
   */
  readonly cpu?: string;
  /**
   * In Ki, Mi or Gi.
   *
   * @example '512Mi'
   */
  readonly memory: string;
}

/** CPU and memory, in Kubernetes' own notation. */
export interface Amount {
  /**
   * In cores, or in millicores with an `m`.
   *
   * @example '200m'
   */
  readonly cpu: string;
  /**
   * In Ki, Mi or Gi.
   *
   * @example '256Mi'
   */
  readonly memory: string;
}

/** Such amounts in the form of the core API; what is left out stays open. */
export function amounts({ cpu, memory }: Partial<Amount>): Record<string, k8s.Quantity> {
  return {
    ...(cpu !== undefined && { cpu: k8s.Quantity.fromString(cpu) }),
    ...(memory !== undefined && { memory: k8s.Quantity.fromString(memory) }),
  };
}
