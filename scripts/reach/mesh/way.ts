import type { DestinationRule } from '../../cluster-model/mesh/destination-rule.ts';

/**
 * How a caller opens a connection: in the clear; with TLS of its own; with a certificate of the mesh; or with one where
 * the callee's proxy takes it, and in the clear where not, as proxies do by themselves.
 */
export type Manner = 'plain' | 'tls' | 'mutual' | 'automatic';

export interface Way {
  readonly manner: Manner;
  /** The rule that says so. */
  readonly by?: DestinationRule;
}

export const PLAIN: Way = { manner: 'plain' };
export const AUTOMATIC: Way = { manner: 'automatic' };
