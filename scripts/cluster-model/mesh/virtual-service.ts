import { z } from 'zod';
import type { Found } from '../input/objects.ts';
import { readEach } from '../input/read-as.ts';
import { listOf, maybe, metadata, texts } from '../objects/fields.ts';
import { fullHost } from './host-name.ts';

const text = z.looseObject({
  exact: maybe(z.string()),
  prefix: maybe(z.string()),
  regex: maybe(z.string()),
});
const textsByName = z.record(z.string(), text.nullable()).nullish();

const match = z.looseObject({
  uri: maybe(text),
  method: maybe(text),
  authority: maybe(text),
  headers: textsByName,
  withoutHeaders: textsByName,
  queryParams: textsByName,
  port: maybe(z.int()),
  sniHosts: texts,
  gateways: texts,
});

const destination = z.looseObject({
  destination: maybe(
    z.looseObject({
      host: z.string(),
      subset: maybe(z.string()),
      port: maybe(z.looseObject({ number: maybe(z.int()) })),
    }),
  ),
});

const route = z.looseObject({
  match: listOf(match),
  route: listOf(destination),
  delegate: maybe(z.looseObject({ name: maybe(z.string()), namespace: maybe(z.string()) })),
});

const shape = z.looseObject({
  metadata,
  spec: z
    .looseObject({
      hosts: texts,
      gateways: texts,
      exportTo: texts,
      http: listOf(route),
      tls: listOf(route),
      tcp: listOf(route),
    })
    .nullish(),
});

export type RouteMatch = z.output<typeof match>;

/** A host to which a route leads. */
export interface RouteDestination {
  readonly host: string;
  readonly port: number | undefined;
  readonly subset?: string | undefined;
}

export interface Route {
  readonly matches: readonly RouteMatch[];
  /** What the route that hands on to this one asks for before. */
  readonly within: readonly RouteMatch[];
  readonly destinations: readonly RouteDestination[];
}

/** A VirtualService of Istio: where requests to its hosts go. */
export interface VirtualService {
  readonly namespace: string;
  readonly name: string;
  readonly hosts: readonly string[];
  /** As `namespace/name`, or `mesh`. */
  readonly gateways: readonly string[];
  readonly exportTo: readonly string[];
  readonly routes: readonly Route[];
  readonly found: Found;
}

interface Delegating extends VirtualService {
  /** The routes that leave it to another VirtualService, `namespace/name`, where their requests go. */
  readonly delegates: readonly { readonly to: string; readonly matches: readonly RouteMatch[] }[];
}

export function virtualServicesOf(objects: readonly Found[], problems: string[]): readonly VirtualService[] {
  const all = writtenIn(objects, problems);
  const byName = new Map(all.map((each) => [`${each.namespace}/${each.name}`, each]));
  return all.map(({ delegates, ...each }) => ({
    ...each,
    routes: [
      ...each.routes,
      ...delegates.flatMap(({ to, matches }) =>
        (byName.get(to)?.routes ?? []).map((route) => ({ ...route, within: matches })),
      ),
    ],
  }));
}

function writtenIn(objects: readonly Found[], problems: string[]): readonly Delegating[] {
  return readEach(shape, { kind: 'VirtualService', apis: ['networking.istio.io'] }, objects, problems).map(
    ({ found, value: { spec }, namespace, name }) => {
      const gateways = spec?.gateways ?? [];
      return {
        namespace,
        name,
        hosts: (spec?.hosts ?? []).map((host) => fullHost(host, namespace)),
        gateways: gateways.length === 0 ? ['mesh'] : gateways.map((each) => fullName(each, namespace)),
        exportTo: spec?.exportTo ?? [],
        routes: [...(spec?.http ?? []), ...(spec?.tls ?? []), ...(spec?.tcp ?? [])].map((each) => ({
          matches: each.match,
          within: [],
          destinations: each.route.flatMap(({ destination: to }) =>
            to === undefined
              ? []
              : [{ host: fullHost(to.host, namespace), port: to.port?.number, subset: to.subset }],
          ),
        })),
        delegates: (spec?.http ?? []).flatMap(({ delegate, match: matches }) =>
          delegate?.name === undefined
            ? []
            : [{ to: `${delegate.namespace ?? namespace}/${delegate.name}`, matches }],
        ),
        found,
      };
    },
  );
}

function fullName(gateway: string, namespace: string): string {
  return gateway === 'mesh' || gateway.includes('/') ? gateway : `${namespace}/${gateway}`;
}
