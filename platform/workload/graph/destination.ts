import type { ExternalHost } from '../../kit/network/external-host.ts';
import type { Flow } from '../../kit/network/flows.ts';

/** What one call needs, in the terms of each layer that has to let it pass. */
export interface Destination {
  readonly flows: readonly Flow[];
  readonly externalHosts: readonly ExternalHost[];
  /** The mesh host `<namespace>/<name>` of a callee inside the cluster. */
  readonly meshHost?: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Name of a callee that speaks TLS and asks for a certificate. */
  readonly tls?: string;
  /** Whether the call is signed with the role of the ServiceAccount. */
  readonly aws: boolean;
}
