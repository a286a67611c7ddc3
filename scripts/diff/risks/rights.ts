import type { Item, Judgement } from '../change.ts';
import { covers, type Grant, grantsOf, isRole, parts } from '../compare/grants.ts';
import { typeOf } from '../compare/key.ts';
import { isMapping, listAt, mappingAt } from '../compare/value.ts';
import type { Surroundings } from '../surroundings.ts';
import { isEdit, judge, type Rule, some } from './rule.ts';

const BINDINGS = /^rbac\.authorization\.k8s\.io\/(?:Cluster)?RoleBinding$/;

/** Who may do more, or less, by the API server's roles. */
export const rights: Rule = (change, trees) => {
  const item = change.after ?? change.before;
  if (item === undefined) return [];
  if (isRole(item)) return ofRole(change.before, change.after, trees.after);
  if (!BINDINGS.test(typeOf(item))) return [];
  const [old, now] = [subjectsOf(change.before), subjectsOf(change.after)];
  const role = mappingAt(item.value, 'roleRef');
  const named = `${String(role.kind)} ${String(role.name)}`;
  const [come, gone] = [
    now.filter((subject) => !old.includes(subject)),
    old.filter((subject) => !now.includes(subject)),
  ];
  return [
    ...(come.length > 0
      ? [judge('security', `${some(come)} get${come.length === 1 ? 's' : ''} the rights of ${named}`)]
      : []),
    ...(gone.length > 0
      ? [lossOf(gone, `${some(gone)} lose${gone.length === 1 ? 's' : ''} the rights of ${named}`)]
      : []),
    ...(isEdit(change) && change.fields.some(({ shape }) => shape.startsWith('roleRef'))
      ? [judge('security', `its subjects get the rights of ${named} instead`)]
      : []),
  ];
};

/** A program that is refused fails; a person asks. */
function lossOf(subjects: readonly string[], reason: string): Judgement {
  return judge(
    subjects.some((subject) => /^ServiceAccount |^Group system:serviceaccounts/.test(subject))
      ? 'outage'
      : 'routine',
    reason,
  );
}

function ofRole(before: Item | undefined, after: Item | undefined, tree: Surroundings): readonly Judgement[] {
  const [old, now] = [grantsOf(before), grantsOf(after)];
  const come = now.filter((grant) => !old.some((other) => covers(other, grant)));
  const gone = old.filter((grant) => !now.some((other) => covers(other, grant)));
  const item = after ?? before;
  const subjects = item === undefined ? [] : boundTo(item, tree);
  const whom = subjects.length === 0 ? 'whoever is bound to it' : some(subjects);
  return [
    ...(come.length > 0 ? [judge('security', `${whom} may also ${some(come.map(grantText))}`)] : []),
    ...(gone.length > 0 ? [lossOf(subjects, `${whom} may no longer ${some(gone.map(grantText))}`)] : []),
    ...aggregation(before, after),
  ];
}

/** A role that takes in others, or is taken in, by its labels. */
function aggregation(before: Item | undefined, after: Item | undefined): readonly Judgement[] {
  if (before === undefined || after === undefined) return [];
  const [old, now] = [before, after].map(({ value }) => {
    const labels = Object.entries(mappingAt(value, 'metadata.labels')).filter(([key]) =>
      key.startsWith('rbac.authorization.k8s.io/aggregate-to'),
    );
    return JSON.stringify([labels, mappingAt(value, 'aggregationRule')]);
  });
  return old === now ? [] : [judge('security', 'it is part of other roles than before (aggregation)')];
}

function grantText({ verb, what, name }: Grant): string {
  const [group, resource] = what.startsWith('path ') ? ['', what] : parts(what);
  const [does, on] = [verb === '*' ? 'do anything with' : verb, resource === '*' ? 'everything' : resource];
  return `${does} ${on}${group === '' || group === '*' ? '' : ` of ${group}`}${name === undefined ? '' : ` ${name}`}`;
}

/** Who is bound to a role. */
function boundTo(role: Item, tree: Surroundings): readonly string[] {
  const bindings = tree.ofKinds(role.cluster, 'RoleBinding', 'ClusterRoleBinding').filter((binding) => {
    const ref = mappingAt(binding.value, 'roleRef');
    return (
      ref.kind === role.kind &&
      ref.name === role.name &&
      (role.kind === 'ClusterRole' || binding.namespace === role.namespace)
    );
  });
  return [...new Set(bindings.flatMap(subjectsOf))];
}

function subjectsOf(binding: Item | undefined): readonly string[] {
  if (binding === undefined) return [];
  return listAt(binding.value, 'subjects').flatMap((subject) => {
    if (!isMapping(subject)) return [];
    const { kind, name, namespace = binding.namespace } = subject;
    return [
      kind === 'ServiceAccount'
        ? `ServiceAccount ${String(namespace)}/${String(name)}`
        : `${String(kind)} ${String(name)}`,
    ];
  });
}
