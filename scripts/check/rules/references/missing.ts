import { nearestName } from '../../../../clusters/nearest-name.ts';
import type { Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { WELL_KNOWN } from '../../state/given.ts';
import { groupedBy } from '../../state/grouped.ts';
import { remembered } from '../../state/memory.ts';
import { allProducts, presenceOf } from '../../state/presence.ts';
import { type Identity, type Resource, titleOf } from '../../state/resource.ts';
import type { Reference } from './reference.ts';
import { referencesIn } from './references-in.ts';

/** What a rule about one kind of target adds to what is said of it. */
export interface Missing {
  /** Kinds that are named, as `<group>/<kind>`. */
  readonly targets: readonly string[];
  /** What happens without it: the end of a sentence, such as `its pods do not start`. */
  readonly effect: string | ((reference: Reference) => string);
  readonly concerns?: (reference: Reference, state: ClusterState) => boolean;
}

/** Every reference of the tree whose target nobody has. */
const missingIn = remembered((state: ClusterState) => {
  const missing = referencesIn(state).filter((reference) => isMissing(state, reference));
  return groupedBy([...missing, ...meant(state).keys()], ({ target }) => `${target.group}/${target.kind}`);
});

/** What only others have, by the name that is meant: one that is well known, or that the rest of the tree says. */
const meant = remembered((state: ClusterState): ReadonlyMap<Reference, string> => {
  const found = new Map<Reference, string>();
  const elsewhere = referencesIn(state).filter(
    ({ resource, target, optional }) =>
      !optional && presenceOf(state, target, resource.namespace) === 'elsewhere',
  );
  for (const [place, references] of groupedBy(elsewhere, ({ target }) => placeOf(target))) {
    const byTarget = groupedBy(references, ({ target }) => target.name);
    const said = [...byTarget].filter(([, each]) => each.length > 1).map(([name]) => name);
    const known = [...said, ...(WELL_KNOWN[place.slice(0, place.lastIndexOf('/'))] ?? [])];
    for (const [name, [only, ...more]] of byTarget) {
      const near = more.length > 0 || known.includes(name) ? undefined : nearestName(name, known);
      // Numbers tell things of one kind apart, as one letter at the end does.
      if (only === undefined || near === undefined || stemOf(near) === stemOf(name)) continue;
      found.set(only, near);
    }
  }
  return found;
});

function stemOf(name: string): string {
  return name.replaceAll(/\d+/g, '').replace(/-[a-z]$/, '');
}

/** What is named and is in no tree: an object of a kind that the tree has, or a name that is nearly another one. */
export function* saidOfMissing(state: ClusterState, { targets, effect, concerns }: Missing): Generator<Said> {
  const all = targets
    .flatMap((type) => missingIn(state).get(type) ?? [])
    .filter((reference) => concerns?.(reference, state) !== false);
  // What nobody makes is missing once, however many name it.
  for (const [, [reference, ...more]] of groupedBy(all, ({ target, resource }) =>
    JSON.stringify([titleOf(target), siblingOf(state, target, resource)?.name]),
  )) {
    if (reference === undefined) continue;
    const { resource, path, target } = reference;
    const then = typeof effect === 'string' ? effect : effect(reference);
    const isGuess = meant(state).has(reference) || hasNone(state, target);
    yield {
      resource,
      path,
      message: `There is no ${titleOf(target)}: ${then}.${alsoNamedBy(reference, more)}`,
      fix: fixOf(state, reference),
      ...(isGuess && { severity: 'warning' as const }),
    };
  }
}

function alsoNamedBy({ resource }: Reference, more: readonly Reference[]): string {
  const others = [...new Set(more.map((each) => titleOf(each.resource)))].filter(
    (title) => title !== titleOf(resource),
  );
  if (others.length === 0) return '';
  const rest = others.length - 3;
  return ` It is also named by ${others.slice(0, 3).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`;
}

function isMissing(state: ClusterState, { resource, target, optional }: Reference): boolean {
  // An account without a namespace is refused, which is another mistake.
  if (target.kind === 'ServiceAccount' && target.namespace === '') return false;
  const presence = presenceOf(state, target, resource.namespace);
  if (presence === 'missing') return !optional;
  // What is elsewhere has its own names, unless one of the tree's is meant and misspelt, or is of the kind beside it.
  return (
    presence === 'elsewhere' &&
    (isMisspelt(state, target) || siblingOf(state, target, resource) !== undefined)
  );
}

/** Names of a kind in a namespace, those that controllers make among them. */
const namesIn = remembered((state: ClusterState) => {
  const all = [...state.resources, ...allProducts(state)];
  return groupedBy(all, placeOf);
});

const byName = remembered((state: ClusterState) =>
  groupedBy(
    [...state.resources, ...allProducts(state)],
    ({ group, kind, name }: Identity) => `${group}/${kind}/${name}`,
  ),
);

function placeOf({ group, kind, namespace }: Identity): string {
  return `${group}/${kind}/${namespace}`;
}

function candidates(state: ClusterState, target: Identity): readonly string[] {
  return [
    ...new Set(
      namesIn(state)
        .get(placeOf(target))
        ?.map(({ name }) => name) ?? [],
    ),
  ];
}

/** Whether the tree has nothing of a kind anywhere: whoever wrote it makes them in some other way. */
function hasNone(state: ClusterState, { group, kind }: Identity): boolean {
  return !kindsIn(state).has(`${group}/${kind}`);
}

const kindsIn = remembered(
  (state: ClusterState) =>
    new Set(
      [...state.resources, ...[...allProducts(state)].filter(({ by }) => !OF_CERTIFICATES.has(by.kind))].map(
        ({ group, kind }) => `${group}/${kind}`,
      ),
    ),
);

/** Their Secrets are for themselves: whoever has them may make passwords by hand. */
const OF_CERTIFICATES = new Set(['Ingress', 'Certificate', 'Gateway', 'Job']);

function nearest(state: ClusterState, target: Identity): string | undefined {
  return nearestName(target.name, candidates(state, target));
}

/** The object of the kind for the whole cluster where that of a namespace is named, and the other way round. */
function siblingOf(
  state: ClusterState,
  { group, kind, name }: Identity,
  { namespace }: Resource,
): Resource | undefined {
  const isWide = kind.startsWith('Cluster');
  const other = isWide ? kind.slice('Cluster'.length) : `Cluster${kind}`;
  return state.find(`${group}/${other}`, isWide ? namespace : '', name);
}

/** One letter of the name or of the namespace is wrong. */
function isMisspelt(state: ClusterState, target: Identity): boolean {
  const { namespace } = target;
  if (namespace === '' || state.namespaces.has(namespace)) return false;
  const meant = nearestName(namespace, [...state.namespaces.keys()]);
  return meant !== undefined && candidates(state, { ...target, namespace: meant }).includes(target.name);
}

function fixOf(state: ClusterState, reference: Reference): string {
  const { target, resource } = reference;
  const { kind, name, namespace } = target;
  const guess = meant(state).get(reference);
  if (guess !== undefined) return `Write ${guess}.`;
  const sibling = siblingOf(state, target, resource);
  if (sibling !== undefined) return `There is a ${sibling.kind} of that name: write kind: ${sibling.kind}.`;
  const near = nearest(state, target);
  if (near !== undefined) return `Write ${near}, or make the ${kind} ${name}.`;
  const other = byName(state)
    .get(`${target.group}/${kind}/${name}`)
    ?.find((each) => each.namespace !== namespace);
  if (other !== undefined) {
    return `There is one in the namespace ${other.namespace}; the name is looked for in ${namespace}. Move one of the two.`;
  }
  return `Make the ${kind} ${name}${namespace === '' ? '' : ` in the namespace ${namespace}`}, or take the name out.`;
}
