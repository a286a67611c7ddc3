import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { documentsOf } from '../input/documents.ts';
import type { Found } from '../input/objects.ts';
import { listOf, maybe, texts } from '../objects/fields.ts';

const meshConfig = z.looseObject({
  rootNamespace: maybe(z.string()),
  trustDomain: maybe(z.string()),
  trustDomainAliases: texts,
  enableAutoMtls: maybe(z.boolean()),
  outboundTrafficPolicy: maybe(z.looseObject({ mode: maybe(z.string()) })),
  extensionProviders: listOf(z.record(z.string(), z.unknown())),
});

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

const configMap = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  data: z.looseObject({ mesh: z.string() }),
});
const operator = z.looseObject({
  spec: z.looseObject({
    meshConfig: maybe(meshConfig),
    values: maybe(z.looseObject({ meshConfig: maybe(meshConfig) })),
  }),
});
const chartValues = z.looseObject({
  meshConfig,
  global: maybe(z.looseObject({ caAddress: maybe(z.string()) })),
});

/**
 * The configuration of the mesh: the ConfigMap that istiod reads, what an installer is told, or the values of istiod's chart.
 * Where none is in the tree, Istio's own defaults.
 */
export function meshConfigOf(objects: readonly Found[], values: string | undefined): MeshConfig {
  const given = objects.flatMap((found) => fromObject(found) ?? []).concat(fromValues(values));
  const [first] = given;
  return {
    rootNamespace: first?.rootNamespace ?? 'istio-system',
    trustDomain: first?.trustDomain ?? 'cluster.local',
    trustDomainAliases: first?.trustDomainAliases ?? [],
    autoMtls: first?.enableAutoMtls ?? true,
    registryOnly: first?.outboundTrafficPolicy?.mode === 'REGISTRY_ONLY',
    providers: (first?.extensionProviders ?? []).flatMap((provider) =>
      Object.values(provider).flatMap((own) => service.safeParse(own).data?.service ?? []),
    ),
  };
}

const service = z.looseObject({ service: z.string() });

function fromObject({ kind, value }: Found): z.output<typeof meshConfig> | undefined {
  if (kind === 'ConfigMap') {
    const read = configMap.safeParse(value);
    if (!read.success || !/^istio(-[a-z0-9-]+)?$/.test(read.data.metadata.name)) return undefined;
    const [document] = documentsOf(read.data.data.mesh).documents;
    return meshConfig.safeParse(document?.value ?? {}).data;
  }
  if (kind !== 'IstioOperator' && kind !== 'Istio') return undefined;
  const read = operator.safeParse(value);
  return read.data?.spec.meshConfig ?? read.data?.spec.values?.meshConfig;
}

function fromValues(folder: string | undefined): readonly z.output<typeof meshConfig>[] {
  if (folder === undefined || !existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => /^istiod.*\.ya?ml$/.test(name));
  return files.flatMap((name) => {
    const [document] = documentsOf(readFileSync(join(folder, name), 'utf8')).documents;
    const read = chartValues.safeParse(document?.value).data;
    if (read === undefined) return [];
    const authority = read.global?.caAddress?.replace(/:\d+$/, '');
    const provider = authority === undefined ? [] : [{ authority: { service: authority } }];
    return [{ ...read.meshConfig, extensionProviders: [...read.meshConfig.extensionProviders, ...provider] }];
  });
}
