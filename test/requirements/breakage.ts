import { istiodUnit } from '../../platform/components/istio/address.ts';
import type { Context } from '../../platform/unit/unit.ts';
import type { PlacedWorkload } from '../../platform/workload/declaration/placed-workload.ts';
import { isRunning, isService, namespacesOf, workloadsOf } from '../../requirements/evidence/members.ts';
import { waysOut } from '../../requirements/evidence/network.ts';
import { locate, remove, replace } from './places.ts';

/** A change of the tree that takes away what a row asks for. */
export interface Breakage {
  /** What was done, in words. */
  readonly says: string;
  /** The row that has to refuse it, in each place. */
  readonly row: string;
  /** The files of a cluster that it is done to, each by itself; from `dist/<cluster>/` on. */
  readonly files: (context: Context) => readonly string[];
  /** Undefined: the file is deleted. */
  readonly change: (document: unknown) => unknown;
  /** Left out: each cluster of the row. */
  readonly clusters?: readonly string[];
}

type Change = Breakage['change'];

export const deleted: Change = () => undefined;

/** Another value at each place of a path. The path has to be there. */
export function set(path: string, value: unknown): Change {
  return (document) =>
    locate(document, path).reduce((found, place) => replace(found, place, value), document);
}

/** A value where there was none. */
export function add(path: readonly (string | number)[], value: unknown): Change {
  return (document) => replace(document, path, value);
}

/** What stands at the first place of a path is taken out. */
export function drop(path: string): Change {
  return (document) => remove(document, locate(document, path)[0] ?? ['nothing']);
}

/** One element more in the list at a path, or the first one: only what the list stands in has to be there. */
export function push(path: string, element: unknown): Change {
  const [, around = '', key = ''] = /^(.*?)\.?([\w-]+)$/.exec(path) ?? [];
  return (document) =>
    locate(document, around).reduce((found, place) => {
      const list = [...place, key].reduce<unknown>((value, step) => Object(value)[step], document);
      return replace(found, [...place, key], [...(Array.isArray(list) ? list : []), element]);
    }, document);
}

/** The list at a path without some of its elements. */
export function without(path: string, unwanted: (element: unknown) => boolean): Change {
  return (document) =>
    locate(document, path).reduce((found, place) => {
      const list = place.reduce<unknown>((value, step) => Object(value)[step], document);
      return Array.isArray(list)
        ? replace(
            found,
            place,
            list.filter((element) => !unwanted(element)),
          )
        : found;
    }, document);
}

/** The same list or object under another name, such as `values` for `notValues`. */
export function rename(path: string, name: string): Change {
  return (document) =>
    locate(document, path).reduce((found, place) => {
      const value = place.reduce<unknown>((inside, step) => Object(inside)[step], found);
      return replace(remove(found, place), [...place.slice(0, -1), name], value);
    }, document);
}

/** One file, wherever it stands. */
export function only(...files: readonly string[]): Breakage['files'] {
  return ({ cluster: { name, mesh } }) =>
    files.map((file) =>
      file.replaceAll('{cluster}', name).replaceAll('{istiod}', istiodUnit(mesh?.revision ?? '')),
    );
}

/** A file of each namespace. */
export function ofNamespaces(file: (name: string) => string, product?: string): Breakage['files'] {
  return (context) =>
    [...namespacesOf(context).values()]
      .filter(({ owner }) => product === undefined || owner === product)
      .map(({ name }) => file(name));
}

/** A file of each namespace whose pods get a proxy. */
export function ofMeshed(file: (name: string) => string): Breakage['files'] {
  return (context) =>
    context.cluster.mesh === undefined
      ? []
      : [...namespacesOf(context).values()].filter(({ mesh }) => mesh).map(({ name }) => file(name));
}

/** `caller`: something that it calls is on the cluster, so that its policy opens a way there. */
type Kind = 'workload' | 'deployment' | 'service' | 'exposed' | 'caller';

/** A file of each workload of a product. */
export function of(kind: Kind, file: (name: string) => string, product?: string): Breakage['files'] {
  return (context) =>
    workloadsOf(context, product)
      .filter((placed) => isOf(kind, placed, context))
      .map(({ declaration, namespace }) => `${declaration.name}/${namespace}/${file(declaration.name)}`);
}

function isOf(kind: Kind, placed: PlacedWorkload, context: Context): boolean {
  const { declaration } = placed;
  switch (kind) {
    case 'workload':
      return true;
    case 'deployment':
      return isRunning(declaration);
    case 'service':
      return isService(declaration);
    case 'exposed':
      return isService(declaration) && declaration.exposes !== undefined;
    case 'caller':
      return waysOut(placed, context).length > 0;
  }
}
