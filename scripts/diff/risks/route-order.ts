import { isDeepStrictEqual } from 'node:util';
import type { Item } from '../change.ts';
import { typeOf } from '../compare/key.ts';
import { isMapping, listAt, textAt } from '../compare/value.ts';
import { isEdit, judge, type Rule, some } from './rule.ts';

/** The first route that matches takes the request: those behind one that takes all of theirs are dead. */
export const routeOrder: Rule = (change) => {
  if (!isEdit(change) || typeOf(change.after) !== 'networking.istio.io/VirtualService') return [];
  const fields = change.fields.filter(({ shape }) => /^spec\.http(?:$|\[\](?:$|\.match\b))/.test(shape));
  if (fields.length === 0) return [];
  const known = deadIn(change.before);
  const dead = deadIn(change.after).filter((each) => !known.includes(each));
  if (dead.length > 0) return [judge('outage', some(dead))];
  return fields.some(({ shape }) => shape === 'spec.http')
    ? [judge('routine', 'its routes are tried in another order; the first that matches takes the request')]
    : [];
};

function deadIn({ value }: Item): readonly string[] {
  const routes = listAt(value, 'spec.http');
  return routes.flatMap((route, position) => {
    const before = routes.slice(0, position).findIndex((other) => takesAll(other, route));
    return before === -1
      ? []
      : [
          `${nameOf(route, position)} is never reached: ${nameOf(routes[before], before)} stands before it and takes its requests`,
        ];
  });
}

function nameOf(route: unknown, position: number): string {
  return `the route ${textAt(route, 'name') ?? position + 1}`;
}

function takesAll(first: unknown, second: unknown): boolean {
  const [wide, narrow] = [first, second].map((route) => listAt(route, 'match'));
  if ((wide ?? []).length === 0) return true;
  return (
    (narrow ?? []).length > 0 &&
    (narrow ?? []).every((match) => (wide ?? []).some((other) => covers(other, match)))
  );
}

/** Whether whatever meets the narrow match meets the wide one. */
function covers(wide: unknown, narrow: unknown): boolean {
  if (!isMapping(wide) || !isMapping(narrow)) return false;
  return Object.entries(wide).every(([field, wanted]) => {
    if (field === 'name') return true;
    const own = narrow[field];
    if (field === 'uri') return isPathWithin(own, wanted);
    if (isMapping(wanted) && isMapping(own) && /^(?:headers|queryParams|sourceLabels)$/.test(field))
      return Object.entries(wanted).every(([key, text]) => isDeepStrictEqual(own[key], text));
    return isDeepStrictEqual(own, wanted);
  });
}

function isPathWithin(own: unknown, wanted: unknown): boolean {
  const prefix = textAt(wanted, 'prefix');
  if (prefix === undefined) return isDeepStrictEqual(own, wanted);
  if (prefix === '/') return true;
  return (textAt(own, 'prefix') ?? textAt(own, 'exact'))?.startsWith(prefix) ?? false;
}
