import { z } from 'zod';
import type { Found } from './input/objects.ts';
import { readEach } from './input/read-as.ts';
import { listOf, maybe, metadata } from './objects/fields.ts';

const backend = z.looseObject({
  service: maybe(
    z.looseObject({
      name: z.string(),
      port: maybe(z.looseObject({ number: maybe(z.int()), name: maybe(z.string()) })),
    }),
  ),
});

const shape = z.looseObject({
  metadata,
  spec: z
    .looseObject({
      ingressClassName: maybe(z.string()),
      defaultBackend: maybe(backend),
      rules: listOf(
        z.looseObject({
          host: maybe(z.string()),
          http: maybe(z.looseObject({ paths: listOf(z.looseObject({ path: maybe(z.string()), backend })) })),
        }),
      ),
    })
    .nullish(),
});

/** One way of an Ingress to a Service. */
export interface IngressRoute {
  readonly host: string | undefined;
  readonly path: string | undefined;
  readonly service: string;
  /** The number or the name of the Service's port. */
  readonly port: number | string | undefined;
}

export interface Ingress {
  readonly namespace: string;
  readonly name: string;
  readonly isPublic: boolean;
  readonly routes: readonly IngressRoute[];
  readonly found: Found;
}

export function ingressesOf(objects: readonly Found[], problems: string[]): readonly Ingress[] {
  return readEach(shape, { kind: 'Ingress', apis: ['networking.k8s.io'] }, objects, problems).map(
    ({ found, value: { metadata: own, spec }, namespace, name }) => {
      const routes = [
        ...(spec?.rules ?? []).flatMap(({ host, http }) =>
          (http?.paths ?? []).flatMap(({ path, backend: to }) => routeTo(to, host, path)),
        ),
        ...(spec?.defaultBackend === undefined ? [] : routeTo(spec.defaultBackend, undefined, undefined)),
      ];
      const ingressClass = spec?.ingressClassName ?? own.annotations['kubernetes.io/ingress.class'] ?? '';
      return {
        namespace,
        name,
        isPublic: isPublic(ingressClass, own.annotations),
        routes,
        found,
      };
    },
  );
}

function routeTo(
  { service }: z.output<typeof backend>,
  host: string | undefined,
  path: string | undefined,
): readonly IngressRoute[] {
  if (service === undefined) return [];
  return [{ host, path, service: service.name, port: service.port?.number ?? service.port?.name }];
}

/** The load balancers of AWS are internal unless they are told otherwise; any other Ingress is for the world. */
function isPublic(ingressClass: string, annotations: Readonly<Record<string, string>>): boolean {
  const scheme = annotations['alb.ingress.kubernetes.io/scheme'];
  if (scheme !== undefined) return scheme === 'internet-facing';
  return !/alb/.test(ingressClass);
}
