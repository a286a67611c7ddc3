import { z } from 'zod';
import { fullHost } from './host-name.ts';
import type { Installation } from './installation.ts';

/** What holds for the whole mesh. */
export interface MeshConfig {
  readonly rootNamespace: string;
  readonly trustDomain: string;
  readonly trustDomainAliases: readonly string[];
  readonly registryOnly: boolean;
  /** Proxies use mTLS by themselves where the callee has a proxy. */
  readonly autoMtls: boolean;
  /** Services that proxies call themselves, such as collectors of traces and authorizers. */
  readonly providers: readonly string[];
  /** Another authority than istiod that signs the certificates of proxies. */
  readonly authorities: readonly string[];
}

/** The configuration of the mesh; where none is in the tree, Istio's own defaults. */
export function meshConfigOf(installations: readonly Installation[]): MeshConfig {
  const first = installations.find(({ meshConfig }) => meshConfig !== undefined)?.meshConfig;
  const authorities = installations.flatMap(({ global }) => {
    const host = global?.caAddress?.replace(/:\d+$/, '') ?? '';
    return host === '' ? [] : [fullHost(host, first?.rootNamespace ?? ROOT_NAMESPACE)];
  });
  const providers = (first?.extensionProviders ?? []).flatMap((provider) =>
    Object.values(provider).flatMap(
      (own) => service.safeParse(own).data?.service.replace(/^[^/]*\//, '') ?? [],
    ),
  );
  return {
    rootNamespace: first?.rootNamespace ?? ROOT_NAMESPACE,
    trustDomain: first?.trustDomain ?? 'cluster.local',
    trustDomainAliases: first?.trustDomainAliases ?? [],
    autoMtls: first?.enableAutoMtls ?? true,
    registryOnly: first?.outboundTrafficPolicy?.mode === 'REGISTRY_ONLY',
    providers,
    authorities: [...new Set(authorities)],
  };
}

const ROOT_NAMESPACE = 'istio-system';

const service = z.looseObject({ service: z.string() });
