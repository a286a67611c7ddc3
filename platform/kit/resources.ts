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
