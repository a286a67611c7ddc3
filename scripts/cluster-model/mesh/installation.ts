import { z } from 'zod';
import type { ChartValues } from '../chart-values.ts';
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
  defaultConfig: maybe(z.looseObject({ meshId: maybe(z.string()) })),
});

const networks = z
  .record(
    z.string(),
    z.looseObject({
      gateways: listOf(
        z.looseObject({
          address: maybe(z.string()),
          registryServiceName: maybe(z.string()),
          port: maybe(z.int()),
        }),
      ),
    }),
  )
  .nullish();

const global = z.looseObject({
  caAddress: maybe(z.string()),
  meshID: maybe(z.string()),
  network: maybe(z.string()),
  multiCluster: maybe(z.looseObject({ clusterName: maybe(z.string()) })),
  meshNetworks: networks,
});

const chartValues = z.looseObject({ meshConfig: maybe(meshConfig), global: maybe(global) });
const mapOfMesh = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  data: z.looseObject({ mesh: z.string(), meshNetworks: maybe(z.string()) }),
});
const mapOfInjector = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  data: z.looseObject({ values: z.string() }),
});
const operator = z.looseObject({
  spec: z.looseObject({ meshConfig: maybe(meshConfig), values: maybe(chartValues) }),
});

/** What something that installs or runs Istio is told. */
export interface Installation {
  readonly meshConfig?: z.output<typeof meshConfig> | undefined;
  readonly global?: z.output<typeof global> | undefined;
  readonly networks?: z.output<typeof networks>;
}

/** The ConfigMaps that istiod reads, what an installer is told, or the values of istiod's chart; nearest to istiod first. */
export function installationsOf(
  objects: readonly Found[],
  values: ChartValues | undefined,
): readonly Installation[] {
  return objects.flatMap((found) => fromObject(found) ?? []).concat(fromValues(values));
}

function fromObject({ kind, value }: Found): Installation | undefined {
  if (kind === 'ConfigMap') return fromMesh(value) ?? fromInjector(value);
  if (kind !== 'IstioOperator' && kind !== 'Istio') return undefined;
  const spec = operator.safeParse(value).data?.spec;
  return (
    spec && { meshConfig: spec.meshConfig ?? spec.values?.meshConfig, ...fromGlobal(spec.values?.global) }
  );
}

function fromMesh(value: unknown): Installation | undefined {
  const read = mapOfMesh.safeParse(value).data;
  if (read === undefined || !/^istio(-[a-z0-9-]+)?$/.test(read.metadata.name)) return undefined;
  const given = z.looseObject({ networks }).safeParse(firstOf(read.data.meshNetworks ?? '')).data;
  return { meshConfig: meshConfig.safeParse(firstOf(read.data.mesh) ?? {}).data, networks: given?.networks };
}

function fromInjector(value: unknown): Installation | undefined {
  const read = mapOfInjector.safeParse(value).data;
  if (read === undefined || !/^istio-sidecar-injector(-|$)/.test(read.metadata.name)) return undefined;
  return fromGlobal(chartValues.safeParse(firstOf(read.data.values)).data?.global);
}

function fromGlobal(given: z.output<typeof global> | undefined): Installation {
  return { global: given, networks: given?.meshNetworks };
}

function fromValues(values: ChartValues | undefined): readonly Installation[] {
  const units = values?.units.filter((unit) => unit.startsWith('istiod')) ?? [];
  return units.flatMap((unit) => {
    const read = chartValues.safeParse(values?.of(unit)).data;
    return read === undefined ? [] : [{ meshConfig: read.meshConfig, ...fromGlobal(read.global) }];
  });
}

function firstOf(text: string): unknown {
  return documentsOf(text).documents[0]?.value;
}
