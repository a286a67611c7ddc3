import type { Item, Judgement } from '../change.ts';
import { titleOf, typeOf } from '../compare/key.ts';
import { isMapping, listAt, textAt } from '../compare/value.ts';
import type { Surroundings } from '../surroundings.ts';
import { judge, type Rule, some } from './rule.ts';

/** Who of another namespace may refer to what of this one. */
export const referenceGrants: Rule = (change, trees): readonly Judgement[] => {
  const { before, after } = change;
  const item = after ?? before;
  if (item === undefined || typeOf(item) !== 'gateway.networking.k8s.io/ReferenceGrant') return [];
  const users = usersOf(before ?? item, trees.after);
  const who = users.length === 0 ? '' : `, which ${some(users)} need${users.length === 1 ? 's' : ''}`;
  if (after === undefined) return [judge('outage', `what others refer to in its namespace is refused${who}`)];
  if (before === undefined)
    return [judge('security', `${some(from(after))} may refer to ${some(to(after))} of its namespace`)];
  const only = (some: readonly string[], others: readonly string[]) =>
    some.filter((each) => !others.includes(each));
  const come = [
    ...only(from(after), from(before)),
    ...only(to(after), to(before)).filter((each) => !isPart(each, to(before))),
  ];
  const gone = [
    ...only(from(before), from(after)),
    ...only(to(before), to(after)).filter((each) => !isPart(each, to(after))),
  ];
  return [
    ...(come.length > 0
      ? [judge('security', `others may refer to more of its namespace: ${some(come)}`)]
      : []),
    ...(gone.length > 0
      ? [judge('outage', `what others refer to in its namespace is refused: ${some(gone)}${who}`)]
      : []),
  ];
};

/** Whether a grant of one object is within one of all of its kind. */
function isPart(grant: string, all: readonly string[]): boolean {
  return all.includes(grant.replace(/ .*$/, ''));
}

function from({ value }: Item): readonly string[] {
  return listAt(value, 'spec.from').map((each) => `${textAt(each, 'kind')} of ${textAt(each, 'namespace')}`);
}

/** `Secret`, or `Secret wildcard`. */
function to({ value }: Item): readonly string[] {
  return listAt(value, 'spec.to').map((each) =>
    [textAt(each, 'kind'), textAt(each, 'name')].filter(Boolean).join(' '),
  );
}

/** Gateways and routes of the namespaces that are let in, and that refer to something in the one of the grant. */
function usersOf(grant: Item, tree: Surroundings): readonly string[] {
  const kinds = listAt(grant.value, 'spec.from').flatMap((each) => textAt(each, 'kind') ?? []);
  const namespaces = listAt(grant.value, 'spec.from').flatMap((each) => textAt(each, 'namespace') ?? []);
  return tree
    .ofKinds(grant.cluster, ...new Set(kinds))
    .filter(
      ({ namespace, value }) =>
        namespaces.includes(namespace ?? '') && refersTo(value, grant.namespace ?? ''),
    )
    .map(titleOf);
}

function refersTo(value: unknown, namespace: string): boolean {
  if (Array.isArray(value)) return value.some((each) => refersTo(each, namespace));
  if (!isMapping(value)) return false;
  if (value.namespace === namespace && 'name' in value) return true;
  return Object.entries(value).some(([field, each]) => field !== 'metadata' && refersTo(each, namespace));
}
