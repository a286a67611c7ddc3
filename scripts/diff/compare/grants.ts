import type { Item } from '../change.ts';
import { typeOf } from './key.ts';
import { listAt } from './value.ts';

export function isRole(item: Item): boolean {
  return /^rbac\.authorization\.k8s\.io\/(?:Cluster)?Role$/.test(typeOf(item));
}

/** Whether two roles admit the same, however their rules are written. */
export function grantsTheSame(before: Item, after: Item): boolean {
  const [old, now] = [grantsOf(before), grantsOf(after)];
  const isWithin = (some: readonly Grant[], others: readonly Grant[]) =>
    some.every((grant) => others.some((other) => covers(other, grant)));
  return isWithin(old, now) && isWithin(now, old);
}

/** One thing that a role admits. */
export interface Grant {
  readonly verb: string;
  /** `<group>/<resource>`, or a path. */
  readonly what: string;
  /** Undefined for all of them. */
  readonly name: string | undefined;
}

export function grantsOf(role: Item | undefined): readonly Grant[] {
  if (role === undefined) return [];
  return listAt(role.value, 'rules').flatMap((rule): readonly Grant[] => {
    const texts = (field: string) => listAt(rule, field).map(String);
    const names = texts('resourceNames');
    const resources = texts('apiGroups').flatMap((group) =>
      texts('resources').map((resource) => `${group}/${resource}`),
    );
    return texts('verbs').flatMap((verb): readonly Grant[] => [
      ...resources.flatMap((what): readonly Grant[] =>
        names.length === 0 ? [{ verb, what, name: undefined }] : names.map((name) => ({ verb, what, name })),
      ),
      ...texts('nonResourceURLs').map((url) => ({ verb, what: `path ${url}`, name: undefined })),
    ]);
  });
}

export function covers(outer: Grant, inner: Grant): boolean {
  if (outer.verb !== '*' && outer.verb !== inner.verb) return false;
  if (outer.name !== undefined && outer.name !== inner.name) return false;
  if (outer.what === inner.what) return true;
  if (outer.what.startsWith('path '))
    return outer.what.endsWith('*') && inner.what.startsWith(outer.what.slice(0, -1));
  if (inner.what.startsWith('path ')) return false;
  const [group, resource] = parts(outer.what);
  const [ownGroup, ownResource] = parts(inner.what);
  if (group !== '*' && group !== ownGroup) return false;
  return (
    resource === '*' ||
    resource === ownResource ||
    (resource.startsWith('*/') && ownResource.endsWith(resource.slice(1)))
  );
}

export function parts(what: string): readonly [group: string, resource: string] {
  const slash = what.indexOf('/');
  return [what.slice(0, slash), what.slice(slash + 1)];
}
