import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { textsIn } from '../../state/mesh-hosts.ts';
import { type Fields, fields, listAt, numberAt, type Path, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';

/** Where requests of a route go. */
export interface Destination {
  readonly path: Path;
  /** As it was written. */
  readonly host: string;
  readonly subset: string | undefined;
  readonly port: number | undefined;
  readonly weight: number | undefined;
  /** It only gets copies. */
  readonly isMirror: boolean;
}

/** A rule of a VirtualService. */
export interface Route {
  readonly form: 'http' | 'tls' | 'tcp';
  readonly path: Path;
  readonly value: Fields;
  readonly matches: readonly Fields[];
  readonly destinations: readonly Destination[];
}

/** A VirtualService with its defaults. */
export interface Routing {
  readonly resource: Resource;
  readonly hosts: readonly string[];
  /** As `namespace/name`, or `mesh`. */
  readonly gateways: readonly string[];
  readonly exportTo: readonly string[];
  readonly routes: readonly Route[];
  /** Another VirtualService hands requests on to it: it has no hosts of its own. */
  readonly isDelegate: boolean;
}

export const routingsIn = remembered((state: ClusterState): readonly Routing[] =>
  state.of('networking.istio.io/VirtualService').map((resource): Routing => {
    const { value, namespace } = resource;
    const gateways = textsIn(listAt(value, 'spec', 'gateways'));
    const hosts = textsIn(listAt(value, 'spec', 'hosts'));
    return {
      resource,
      hosts,
      gateways: gateways.length === 0 ? ['mesh'] : gateways.map((name) => fullGateway(name, namespace)),
      exportTo: textsIn(listAt(value, 'spec', 'exportTo')),
      routes: (['http', 'tls', 'tcp'] as const).flatMap((form) =>
        listAt(value, 'spec', form).map((route, index) => routeOf(form, fields(route), index)),
      ),
      isDelegate: hosts.length === 0,
    };
  }),
);

/** `name` is a Gateway of the VirtualService's own namespace. */
export function fullGateway(name: string, namespace: string): string {
  return name === 'mesh' || name.includes('/') ? name : `${namespace}/${name}`;
}

function routeOf(form: Route['form'], value: Fields, index: number): Route {
  const path: Path = ['spec', form, index];
  const weighted = listAt(value, 'route').flatMap((each, at) =>
    destinationAt(each, [...path, 'route', at, 'destination'], false),
  );
  const mirrors = [
    ...destinationOf(value.mirror, [...path, 'mirror'], undefined, true),
    ...listAt(value, 'mirrors').flatMap((each, at) =>
      destinationAt(each, [...path, 'mirrors', at, 'destination'], true),
    ),
  ];
  return {
    form,
    path,
    value,
    matches: listAt(value, 'match').map(fields),
    destinations: [...weighted, ...mirrors],
  };
}

function destinationAt(each: unknown, path: Path, isMirror: boolean): readonly Destination[] {
  return destinationOf(fields(each).destination, path, numberAt(each, 'weight'), isMirror);
}

function destinationOf(
  value: unknown,
  path: Path,
  weight: number | undefined,
  isMirror: boolean,
): readonly Destination[] {
  const host = textAt(value, 'host');
  if (host === undefined) return [];
  return [
    {
      path,
      host,
      subset: textAt(value, 'subset'),
      port: numberAt(value, 'port', 'number'),
      weight,
      isMirror,
    },
  ];
}

/** Whether requests really go to a destination. */
export function hasWeight({ weight }: Destination, { destinations }: Route): boolean {
  return weight === undefined ? destinations.filter(({ isMirror }) => !isMirror).length === 1 : weight > 0;
}
