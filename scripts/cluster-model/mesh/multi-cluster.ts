import { z } from 'zod';
import type { Found } from '../input/objects.ts';
import { type Labels, labels, maybe } from '../objects/fields.ts';
import type { Installation } from './installation.ts';

/** Where what is sent to a network enters it. */
export interface NetworkGateway {
  /** Undefined where a Service is named in its place. */
  readonly address: string | undefined;
  readonly port: number;
}

/** What a cluster knows of the others of its mesh. */
export interface MultiCluster {
  readonly meshId: string | undefined;
  /** The network of its own pods. */
  readonly network: string | undefined;
  readonly clusterName: string | undefined;
  /** The entries of each network that is told by name. */
  readonly networks: ReadonlyMap<string, readonly NetworkGateway[]>;
  /** Clusters whose Services are read, by the secrets that let istiod do so. */
  readonly remotes: readonly string[];
}

/** The port at which gateways take what one cluster sends to services of another. */
export const CROSS_NETWORK_PORT = 15_443;
/** Which network something stands in. */
export const NETWORK_LABEL = 'topology.istio.io/network';

export function multiClusterOf(
  installations: readonly Installation[],
  objects: readonly Found[],
  rootNamespace: Labels,
): MultiCluster {
  const globals = installations.flatMap(({ global }) => global ?? []);
  const first = <Value>(values: readonly (Value | undefined)[]) => values.find((each) => each !== undefined);
  return {
    meshId: first([
      ...globals.map(({ meshID }) => meshID),
      ...installations.map(({ meshConfig }) => meshConfig?.defaultConfig?.meshId),
    ]),
    network: first([rootNamespace[NETWORK_LABEL], ...globals.map(({ network }) => network)]),
    clusterName: first(globals.map(({ multiCluster }) => multiCluster?.clusterName)),
    networks: new Map(
      Object.entries(first(installations.map(({ networks }) => networks ?? undefined)) ?? {}).map(
        ([name, { gateways }]) => [
          name,
          gateways.map(({ address, port = CROSS_NETWORK_PORT }) => ({ address, port })),
        ],
      ),
    ),
    remotes: objects.flatMap(remotesOf),
  };
}

const secretMetadata = z.looseObject({ labels, annotations: labels });
const keys = z.record(z.string(), z.unknown()).nullish();
const secret = z.looseObject({ metadata: secretMetadata, data: keys, stringData: keys });
const externalSecret = z.looseObject({
  spec: z.looseObject({
    target: z.looseObject({ template: z.looseObject({ metadata: secretMetadata, data: keys }) }),
    data: maybe(z.array(z.looseObject({ secretKey: z.string() }))),
  }),
});

/** The cluster that a Secret opens to istiod; it may be written by an operator. */
function remotesOf({ kind, value }: Found): readonly string[] {
  if (kind === 'Secret') {
    const read = secret.safeParse(value).data;
    const names = [...Object.keys(read?.data ?? {}), ...Object.keys(read?.stringData ?? {})];
    return read === undefined ? [] : remoteOf(read.metadata, names);
  }
  if (kind !== 'ExternalSecret') return [];
  const read = externalSecret.safeParse(value).data?.spec;
  const names = [
    ...(read?.data ?? []).map(({ secretKey }) => secretKey),
    ...Object.keys(read?.target.template.data ?? {}),
  ];
  return read === undefined ? [] : remoteOf(read.target.template.metadata, names);
}

function remoteOf(
  { labels: own, annotations }: z.output<typeof secretMetadata>,
  names: readonly string[],
): readonly string[] {
  if (own['istio/multiCluster'] !== 'true') return [];
  const said = annotations['networking.istio.io/cluster'];
  return said === undefined ? names : [said];
}
