import { z } from 'zod';
import type { Found } from '../input/objects.ts';
import { readEach } from '../input/read-as.ts';
import { labels, listOf, maybe, metadata, texts } from '../objects/fields.ts';
import { fullHost } from './host-name.ts';

const clientTls = z.looseObject({
  mode: maybe(
    z.enum(['DISABLE', 'SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL'], {
      error: 'expected DISABLE, SIMPLE, MUTUAL or ISTIO_MUTUAL',
    }),
  ),
  sni: maybe(z.string()),
});

const trafficPolicy = z.looseObject({
  tls: maybe(clientTls),
  portLevelSettings: listOf(
    z.looseObject({
      port: maybe(z.looseObject({ number: maybe(z.int('expected a whole number')) })),
      tls: maybe(clientTls),
    }),
  ),
});

const shape = z.looseObject({
  metadata,
  spec: z
    .looseObject({
      host: maybe(z.string()),
      exportTo: texts,
      workloadSelector: maybe(z.looseObject({ matchLabels: labels })),
      trafficPolicy: maybe(trafficPolicy),
      subsets: listOf(z.looseObject({ name: z.string(), labels, trafficPolicy: maybe(trafficPolicy) })),
    })
    .nullish(),
});

/** How a proxy opens a connection to a host, as far as a rule says it. */
export interface ClientTls {
  readonly mode: 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';
  /** The name that it asks for. */
  readonly sni: string | undefined;
}

/** What a rule says of TLS: of each port of the host that it names, and of all others. */
export interface TlsPolicy {
  readonly all: ClientTls | undefined;
  readonly ports: ReadonlyMap<number, ClientTls | undefined>;
}

/** A DestinationRule of Istio: how callers' proxies open connections to a host. */
export interface DestinationRule {
  readonly namespace: string;
  readonly host: string;
  readonly exportTo: readonly string[];
  /** Callers of its namespace for which it is; undefined: all. */
  readonly selector: Readonly<Record<string, string>> | undefined;
  readonly tls: TlsPolicy;
  readonly subsets: readonly {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly tls: TlsPolicy;
  }[];
  readonly found: Found;
}

export function destinationRulesOf(
  objects: readonly Found[],
  problems: string[],
): readonly DestinationRule[] {
  return readEach(shape, { kind: 'DestinationRule', apis: ['networking.istio.io'] }, objects, problems).map(
    ({ found, value: { spec }, namespace }) => ({
      namespace,
      host: fullHost(spec?.host ?? '', namespace),
      exportTo: spec?.exportTo ?? [],
      selector: spec?.workloadSelector?.matchLabels,
      tls: tlsOf(spec?.trafficPolicy),
      subsets: (spec?.subsets ?? []).map(({ name, labels: own, trafficPolicy: policy }) => ({
        name,
        labels: own,
        tls: tlsOf(policy),
      })),
      found,
    }),
  );
}

function tlsOf(policy: z.output<typeof trafficPolicy> | undefined): TlsPolicy {
  return {
    all: settingOf(policy?.tls),
    ports: new Map(
      (policy?.portLevelSettings ?? []).flatMap(({ port, tls }) =>
        port?.number === undefined ? [] : [[port.number, settingOf(tls)]],
      ),
    ),
  };
}

function settingOf(given: z.output<typeof clientTls> | undefined): ClientTls | undefined {
  // A block of TLS without a mode is one that is not used.
  return given === undefined ? undefined : { mode: given.mode ?? 'DISABLE', sni: given.sni };
}
