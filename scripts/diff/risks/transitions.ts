import { groupOf } from '../../charts/inventory/cluster-wide.ts';
import { brokenTransitions } from '../../check/cel/rules.ts';
import { KindCatalog } from '../../check/schema/catalog.ts';
import { kubernetesVersions } from '../../schemas/imported-schemas.ts';
import { isEdit, judge, type Rule, said, type Trees } from './rule.ts';

/** Rules of definitions that hold an object against what it was (`oldSelf`). */
export const transitions: Rule = (change, trees) => {
  if (!isEdit(change) || change.fields.length === 0 || change.after.source !== 'object') return [];
  const { before, after } = change;
  const group = groupOf(after.apiVersion);
  if (!group.includes('.') || group.endsWith('.k8s.io')) return [];
  const known = catalogOf(change.cluster, trees).find(after.apiVersion, after.kind);
  if (known === undefined) return [];
  return [...brokenTransitions(known.node, before.value, after.value)].map(({ path, message }) =>
    judge(
      'replacement',
      `the API server refuses this in place: ${path.length === 0 ? 'the object' : path.join('.')}: ${said(message)}. ${after.kind} ${before.name} has to be deleted and made anew`,
    ),
  );
};

const catalogs = new WeakMap<Trees, Map<string, KindCatalog>>();

/** The kinds of a cluster: by the definitions of its tree, and where it has none by those of the charts as they are imported. */
function catalogOf(cluster: string, trees: Trees): KindCatalog {
  const own = catalogs.get(trees) ?? new Map<string, KindCatalog>();
  catalogs.set(trees, own);
  const known = own.get(cluster);
  if (known !== undefined) return known;
  const definitions = trees.after.ofKinds(cluster, 'CustomResourceDefinition').map(({ value }) => value);
  const made = new KindCatalog(kubernetesVersions().at(-1) ?? '', definitions);
  own.set(cluster, made);
  return made;
}
