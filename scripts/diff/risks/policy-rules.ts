import type { Change, Item, Judgement } from '../change.ts';
import { at, canonicalText, textAt } from '../compare/value.ts';
import type { Surroundings } from '../surroundings.ts';
import { goes } from './passing-namespaces.ts';
import { WORKLOADS } from './pods.ts';
import { actionOf, inWords, ofActions } from './policy-actions.ts';
import { type Admission, admissionsOf, covers, isHeld } from './policy-admissions.ts';
import { judge, some, type Trees } from './rule.ts';

const WITH_NAMESPACE = judge('routine', 'it goes with its namespace');
const NAMESPACE = 'namespace kubernetes.io/metadata.name';

/** Where a tree has none of the pods: what the rules of a policy themselves say. */
export function byRules(change: Change, trees: Trees): readonly Judgement[] {
  const { before, after } = change;
  const actions = ofAction(change, trees);
  if (actions.length > 0) return actions;
  if (before === undefined || after === undefined) {
    if (before !== undefined && goes(before.namespace, before.cluster, trees)) return [WITH_NAMESPACE];
    return [
      before === undefined
        ? judge('outage', 'what it does not admit is refused from now on')
        : judge('security', 'it no longer shuts anybody out'),
    ];
  }
  const { opens, closes: all } = differences(before, after);
  const closes = all.filter(({ admission }) => !isOfGoing(admission, after, trees));
  return [
    ...(opens.length > 0 ? [judge('security', `it admits more than before: ${some(words(opens), 3)}`)] : []),
    ...(closes.length > 0
      ? [judge('outage', `it refuses what it admitted before: ${some(words(closes), 3)}`)]
      : []),
  ];
}

/** Whether what is no longer admitted was in a namespace that goes. */
function isOfGoing(admission: Admission, { cluster, kind }: Item, trees: Trees): boolean {
  return kind === 'NetworkPolicy' && goes(admission.get(NAMESPACE), cluster, trees);
}

/** A policy that changes while others decide: one guard of two that is gone is worth a word. */
export function withoutPath(change: Change, trees: Trees): readonly Judgement[] {
  const { before, after } = change;
  const isEdit = before !== undefined && after !== undefined;
  const actions = isEdit ? ofAction(change, trees) : [];
  return actions.length > 0 ? actions : [byOthers(change, trees)];
}

function byOthers({ before, after }: Change, trees: Trees): Judgement {
  const nothing = judge('routine', 'no path opens or closes by it');
  if (before === undefined) return after === undefined ? nothing : (ofNew(after, trees) ?? nothing);
  if (after === undefined) return ofGone(before, trees) ?? nothing;
  const { opens, closes } = differences(before, after);
  if (opens.length > 0 && closes.length === 0)
    return judge(
      'security',
      `it admits more than before, and only other policies still refuse that, so no path opens yet: ${some(words(opens), 3)}`,
    );
  const lost = closes.filter(
    (each) =>
      isOutside(each.admission, after, trees) &&
      !isOfGoing(each.admission, after, trees) &&
      !isAdmitted(each, after, trees),
  );
  return opens.length === 0 && lost.length > 0
    ? judge('outage', `it refuses what it admitted before: ${some(words(lost), 3)}`)
    : nothing;
}

/** A new policy of pods that were there: beside others it admits more, and without them it refuses the rest. */
function ofNew(policy: Item, trees: Trees): Judgement | undefined {
  if (isDenial(policy)) return undefined;
  const admissions = admissionsOf(policy);
  const others = guardsBeside(policy, trees.after);
  if (others.length === 0)
    return admissions.length === 0
      ? judge('outage', 'it lets nobody in, and no other policy does')
      : undefined;
  const found = admissions.filter(
    (each) => isHeldBy(policy, each) && !others.some((other) => isNamedBy(other, each)),
  );
  return found.length === 0
    ? undefined
    : judge(
        'security',
        `it admits more than before, and only policies of another kind still refuse that, so no path opens yet: ${some(found.map(inWords), 3)}`,
      );
}

const OPEN = { ingress: 'can be reached by everybody', egress: 'can reach everybody' } as const;

/** A policy that goes, while no path opens or closes by that. */
function ofGone(policy: Item, trees: Trees): Judgement | undefined {
  if (goes(policy.namespace, policy.cluster, trees)) return WITH_NAMESPACE;
  const others = guardsBeside(policy, trees.after);
  if (isDenial(policy) || others.length === 0)
    return judge('security', 'it no longer shuts anybody out, and only policies of another kind still do');
  const open = (['ingress', 'egress'] as const).filter(
    (direction) =>
      policy.kind === 'NetworkPolicy' &&
      isHeld(policy.value, direction) &&
      !isIsolatedWithout(policy, direction, trees.after),
  );
  if (open.length > 0)
    return judge(
      'security',
      `no path opens yet, but pods without a policy of their own ${open.map((direction) => OPEN[direction]).join(' and ')} from now on`,
    );
  const lost = admissionsOf(policy).filter(
    (each) =>
      isOutside(each, policy, trees) &&
      !isOfGoing(each, policy, trees) &&
      !others.some((other) => isNamedBy(other, each)),
  );
  return lost.length === 0
    ? undefined
    : judge('outage', `what it admitted is refused: ${some(lost.map(inWords), 3)}`);
}

/** Whether a peer has no pods in the tree, so that nobody can say what becomes of its paths. */
function isOutside(admission: Admission, { cluster, kind }: Item, trees: Trees): boolean {
  const namespace = admission.get(NAMESPACE);
  if (kind !== 'NetworkPolicy' || namespace === undefined) return false;
  return trees.after.inNamespace(cluster, namespace, ...WORKLOADS).length === 0;
}

/** Whether another policy of the same pods names the same. */
function isAdmitted({ admission }: Difference, policy: Item, trees: Trees): boolean {
  return guardsBeside(policy, trees.after).some((other) => isNamedBy(other, admission));
}

/** Whether other policies isolate the pods of a NetworkPolicy in a direction: without it they still do. */
export function isIsolatedWithout(
  policy: Item,
  direction: 'ingress' | 'egress',
  tree: Surroundings,
): boolean {
  return guardsBeside(policy, tree).some(({ value }) => isHeld(value, direction));
}

/** Other policies of the same kind that hold the same pods, and that admit what they name. */
function guardsBeside(policy: Item, tree: Surroundings): readonly Item[] {
  const field = policy.kind === 'NetworkPolicy' ? 'spec.podSelector' : 'spec.selector';
  const own = canonicalText(at(policy.value, field) ?? {});
  return tree.inNamespace(policy.cluster, policy.namespace, policy.kind).filter((other) => {
    const selected = canonicalText(at(other.value, field) ?? {});
    const isAllowing = policy.kind === 'NetworkPolicy' || actionOf(other) === 'ALLOW';
    return other.name !== policy.name && isAllowing && (selected === '{}' || selected === own);
  });
}

function isNamedBy(policy: Item, admission: Admission): boolean {
  return isHeldBy(policy, admission) && admissionsOf(policy).some((each) => covers(each, admission));
}

/** Whether a policy says anything of the direction of an admission. */
function isHeldBy({ kind, value }: Item, admission: Admission): boolean {
  const direction = admission.get('direction');
  return (
    kind !== 'NetworkPolicy' ||
    ((direction === 'ingress' || direction === 'egress') && isHeld(value, direction))
  );
}

/** A policy of the mesh that comes or goes, or does something else with what its rules name. */
function ofAction({ before, after }: Change, trees: Trees): readonly Judgement[] {
  const policy = after ?? before;
  if (policy?.kind !== 'AuthorizationPolicy' || policy.source === 'values') return [];
  const others = guardsBeside(policy, trees.after);
  return ofActions(before, after, {
    isGuarded: others.length > 0,
    isAdmitted: (admission) => others.some((other) => isNamedBy(other, admission)),
  });
}

interface Difference {
  readonly admission: Admission;
  readonly text: string;
}

/** What a change admits and refuses. */
interface Differences {
  readonly opens: readonly Difference[];
  readonly closes: readonly Difference[];
}

function words(differences: readonly Difference[]): readonly string[] {
  return differences.map(({ text }) => text);
}

function differences(before: Item, after: Item): Differences {
  const [old, now] = [admissionsOf(before), admissionsOf(after)];
  const only = (some: readonly Admission[], others: readonly Admission[]) =>
    some
      .filter((each) => !others.some((other) => covers(other, each)))
      .map((admission) => ({ admission, text: `${inWords(admission)}${exceptions(admission, others)}` }));
  const [more, less] = [only(now, old), only(old, now)];
  return isDenial(after) ? { opens: less, closes: more } : { opens: more, closes: less };
}

function isDenial({ value }: Item): boolean {
  return textAt(value, 'spec.action') === 'DENY';
}

/** Where only what is left out is another: that. */
function exceptions(admission: Admission, others: readonly Admission[]): string {
  const plain = (each: Admission) =>
    JSON.stringify([...each].filter(([field]) => !field.startsWith('not')).sort());
  const twin = others.find((other) => plain(other) === plain(admission));
  if (twin === undefined) return '';
  const found = [...twin].flatMap(([field, value]) => {
    if (!field.startsWith('not')) return [];
    const own = admission.get(field)?.split('\0') ?? [];
    return value.split('\0').filter((each) => !own.includes(each));
  });
  return found.length === 0 ? '' : `, also ${some(found)}`;
}
