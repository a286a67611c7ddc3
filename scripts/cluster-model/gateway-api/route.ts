import { z } from 'zod';
import { byDefault } from '../defaults/defaults.ts';
import type { Found } from '../input/objects.ts';
import { readEach } from '../input/read-as.ts';
import { listOf, maybe, metadata, texts } from '../objects/fields.ts';
import { GATEWAY_API } from './gateway.ts';

const KINDS = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'] as const;

const reference = z.looseObject({
  group: maybe(z.string()),
  kind: maybe(z.string()),
  namespace: maybe(z.string()),
  name: z.string(),
  port: maybe(z.int()),
});
const named = z.looseObject({ type: maybe(z.string()), name: z.string(), value: z.string() });
const match = z.looseObject({
  path: maybe(z.looseObject({ type: maybe(z.string()), value: maybe(z.string()) })),
  // A text for HTTP; a service and its method for gRPC.
  method: maybe(
    z.union([
      z.string(),
      z.looseObject({ type: maybe(z.string()), service: maybe(z.string()), method: maybe(z.string()) }),
    ]),
  ),
  headers: listOf(named),
  queryParams: listOf(named),
});
const rule = z.looseObject({ matches: listOf(match), backendRefs: listOf(reference) });

const shape = z.looseObject({
  metadata,
  spec: z
    .looseObject({
      hostnames: texts,
      parentRefs: listOf(reference.extend({ sectionName: maybe(z.string()) })),
      rules: maybe(z.array(rule)),
    })
    .nullish(),
});

export type ApiMatch = z.output<typeof match>;

/** A Service, in a namespace, at a port. */
export interface Backend {
  readonly namespace: string;
  readonly name: string;
  readonly port: number | undefined;
}

/** A route of the Gateway API, of whichever kind. */
export interface ApiRoute {
  readonly kind: (typeof KINDS)[number];
  readonly namespace: string;
  readonly name: string;
  readonly hostnames: readonly string[];
  /** The Gateways to which it asks to be attached. */
  readonly parents: readonly {
    readonly namespace: string;
    readonly name: string;
    readonly section: string | undefined;
    readonly port: number | undefined;
  }[];
  readonly rules: readonly { readonly matches: readonly ApiMatch[]; readonly backends: readonly Backend[] }[];
  readonly found: Found;
}

export function apiRoutesOf(objects: readonly Found[], problems: string[]): readonly ApiRoute[] {
  return KINDS.flatMap((kind) =>
    readEach(shape, { kind, apis: [GATEWAY_API] }, objects, problems).map(
      ({ found, value: { spec }, namespace, name }): ApiRoute => ({
        kind,
        namespace,
        name,
        hostnames: spec?.hostnames ?? [],
        parents: (spec?.parentRefs ?? [])
          .filter(
            (each) =>
              (each.kind ?? byDefault('gateway.networking.k8s.io/HTTPRoute', 'spec.parentRefs[].kind')) ===
                'Gateway' && (each.group ?? GATEWAY_API) === GATEWAY_API,
          )
          .map(({ namespace: home = namespace, name: gateway, sectionName: section, port }) => ({
            namespace: home,
            name: gateway,
            section,
            port,
          })),
        rules: (spec?.rules ?? []).map(({ matches, backendRefs }) => ({
          matches,
          backends: backendRefs
            .filter(
              (each) =>
                (each.kind ??
                  byDefault('gateway.networking.k8s.io/HTTPRoute', 'spec.rules[].backendRefs[].kind')) ===
                  'Service' && (each.group ?? '') === '',
            )
            .map(({ namespace: home = namespace, name: service, port }) => ({
              namespace: home,
              name: service,
              port,
            })),
        })),
        found,
      }),
    ),
  );
}
