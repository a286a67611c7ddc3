import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { isFields, list, listAt, text, textAt } from '../../state/read.ts';
import type { Identity } from '../../state/resource.ts';

/** Groups whose references to Secrets and ConfigMaps the tables know. */
const KNOWN =
  /^(?:|apps|batch|policy|autoscaling|autoscaling\.k8s\.io|scheduling\.k8s\.io|storage\.k8s\.io|networking\.k8s\.io|rbac\.authorization\.k8s\.io|admissionregistration\.k8s\.io|apiextensions\.k8s\.io|apiregistration\.k8s\.io|(?:networking|security|telemetry)\.istio\.io|keda\.sh|cert-manager\.io|external-secrets\.io|bitnami\.com|gateway\.networking\.k8s\.io)$/;

/**
 * Texts that may be the name of a Secret or ConfigMap where no table expects one: in an annotation, a variable, an argument, a file of
 * settings, a right to one by name, or anywhere in an object of another kind.
 */
export const wordsIn = remembered((state: ClusterState): ReadonlySet<string> => {
  const words = new Set<string>();
  for (const { value, annotations, kind, group } of state.resources) {
    for (const annotation of Object.values(annotations)) addLoosely(words, annotation);
    if (!KNOWN.test(group)) collect(words, value.spec, 0);
    else if (kind === 'Role' || kind === 'ClusterRole') collect(words, value.rules, 0);
    else if (kind === 'ConfigMap') collect(words, value.data, 0);
  }
  for (const { containers, annotations } of state.workloads) {
    for (const annotation of Object.values(annotations)) addLoosely(words, annotation);
    for (const { value } of containers) {
      for (const item of [...list(value.command), ...list(value.args)]) addLoosely(words, text(item) ?? '');
      for (const variable of list(value.env)) addLoosely(words, textAt(variable, 'value') ?? '');
    }
  }
  return words;
});

/** A name is the whole text, one of several, what is set, or what follows a namespace. */
function addLoosely(words: Set<string>, value: string): void {
  for (const part of value.split(/[\s,]+/)) {
    words.add(part);
    words.add(part.slice(part.lastIndexOf('=') + 1));
    if (!part.includes('://')) words.add(part.slice(part.lastIndexOf('/') + 1));
  }
}

function collect(words: Set<string>, value: unknown, depth: number): void {
  if (depth > 24) return;
  if (typeof value === 'string') {
    words.add(value);
    if (value.length > 100_000) return;
    for (const [word] of value.matchAll(/[a-z0-9][a-z0-9.-]{1,252}/g)) words.add(word);
  } else if (Array.isArray(value)) for (const item of value) collect(words, item, depth + 1);
  else if (isFields(value)) for (const item of Object.values(value)) collect(words, item, depth + 1);
}

/** Accounts that may read the objects of a kind in a namespace by themselves, such as `shop/web`. */
const readersIn = remembered((state: ClusterState): ReadonlyMap<string, ReadonlySet<string>> => {
  const readers = new Map<string, Set<string>>();
  const note = (place: string, account: string) => {
    readers.set(place, (readers.get(place) ?? new Set()).add(account));
  };
  for (const binding of state.of(
    'rbac.authorization.k8s.io/RoleBinding',
    'rbac.authorization.k8s.io/ClusterRoleBinding',
  )) {
    const kind = textAt(binding.value, 'roleRef', 'kind') ?? '';
    const name = textAt(binding.value, 'roleRef', 'name') ?? '';
    const role = state.find(
      `rbac.authorization.k8s.io/${kind}`,
      kind === 'Role' ? binding.namespace : '',
      name,
    );
    for (const resource of ['secrets', 'configmaps']) {
      const reads =
        role === undefined
          ? !name.startsWith('system:')
          : listAt(role.value, 'rules').some(
              (rule) =>
                list(listAt(rule, 'resourceNames')).length === 0 &&
                listAt(rule, 'resources').some((each) => each === resource || each === '*') &&
                listAt(rule, 'verbs').some(
                  (verb) => verb === 'list' || verb === 'watch' || verb === 'get' || verb === '*',
                ),
            );
      if (!reads) continue;
      for (const subject of listAt(binding.value, 'subjects')) {
        if (textAt(subject, 'kind') !== 'ServiceAccount') continue;
        const account = `${textAt(subject, 'namespace') ?? binding.namespace}/${text(textAt(subject, 'name')) ?? ''}`;
        note(`${resource} ${binding.namespace}`, account);
      }
    }
  }
  return readers;
});

/** Whether pods of the namespace may read it from the API server, so that nobody has to name it. */
export function isReadByRight(state: ClusterState, { kind, namespace }: Identity): boolean {
  const resource = kind === 'Secret' ? 'secrets' : 'configmaps';
  const own = readersIn(state).get(`${resource} ${namespace}`) ?? [];
  const everywhere = readersIn(state).get(`${resource} `) ?? [];
  // Operators that read everything everywhere read it for others, who name it.
  return (
    [...own].some((account) => account.startsWith(`${namespace}/`)) ||
    [...everywhere].some((account) => account.startsWith(`${namespace}/`))
  );
}
