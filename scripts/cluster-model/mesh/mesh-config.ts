import { z } from 'zod';
import type { Installation } from './installation.ts';

/** What holds for the whole mesh. */
export interface MeshConfig {
  readonly rootNamespace: string;
  readonly trustDomain: string;
  readonly trustDomainAliases: readonly string[];
  readonly registryOnly: boolean;
  /** Proxies use mTLS by themselves where the callee has a proxy. */
  readonly autoMtls: boolean;
  /** Services that proxies call themselves: collectors of traces, authorizers, another authority for certificates. */
  readonly providers: readonly string[];
}

/** The configuration of the mesh; where none is in the tree, Istio's own defaults. */
export function meshConfigOf(installations: readonly Installation[]): MeshConfig {
  const first = installations.find(({ meshConfig }) => meshConfig !== undefined)?.meshConfig;
  const authorities = installations.flatMap(({ global }) => global?.caAddress?.replace(/:\d+$/, '') ?? []);
  const providers = (first?.extensionProviders ?? []).flatMap((provider) =>
    Object.values(provider).flatMap((own) => service.safeParse(own).data?.service ?? []),
  );
  return {
    rootNamespace: first?.rootNamespace ?? 'istio-system',
    trustDomain: first?.trustDomain ?? 'cluster.local',
    trustDomainAliases: first?.trustDomainAliases ?? [],
    autoMtls: first?.enableAutoMtls ?? true,
    registryOnly: first?.outboundTrafficPolicy?.mode === 'REGISTRY_ONLY',
    providers: [...providers, ...new Set(authorities)],
  };
}

const service = z.looseObject({ service: z.string() });
