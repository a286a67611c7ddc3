import { byDefault } from '../../cluster-model/defaults/defaults.ts';
import type { Change, Item, Judgement } from '../change.ts';
import { textAt } from '../compare/value.ts';
import { type Admission, admissionsOf, covers } from './policy-admissions.ts';
import { judge, some } from './rule.ts';

/** What becomes of requests, from the strictest on. */
const [REFUSED, ASKED, LEFT, PASSES] = [0, 1, 2, 3];
const WAS = ['was refused', 'was up to its provider', 'passed where another policy allows it', 'passed'];
const IS = ['is refused', 'is up to its provider', 'passes where another policy allows it', 'passes'];

/** What other policies of the same pods say. */
export interface Beside {
  /** Another one allows: what none of those names is refused, unless this one allows it. */
  readonly isGuarded: boolean;
  /** Whether another one allows it. */
  readonly isAdmitted: (admission: Admission) => boolean;
}

/**
 * What opens and what closes where an AuthorizationPolicy comes, goes, or does something else with what its rules name. What it
 * names and all else go opposite ways where ALLOW and DENY take each other's place.
 *
 * @returns nothing where its action is the same
 */
export function ofActions(
  before: Item | undefined,
  after: Item | undefined,
  beside: Beside,
): readonly Judgement[] {
  const [old, now] = [before, after].map(actionOf);
  if (old === now) return [];
  const because =
    old === undefined
      ? `it is new (${now})`
      : now === undefined
        ? `it is gone (${old})`
        : `its action is another one (${old} → ${now})`;
  const told = regionsOf(before, after).flatMap(({ text, named, isOld, isNew }) => {
    const free = ofOthers(named, beside);
    const from = isOld ? ofNamed(old, free) : ofRest(old, free);
    const to = isNew ? ofNamed(now, free) : ofRest(now, free);
    if (from === to) return [];
    const risk = to > from ? ('security' as const) : ('outage' as const);
    const but = named.length === 0 && to === REFUSED ? ', but for what another policy allows' : '';
    return [judge(risk, `${because}: ${text} ${WAS[from]}, and ${IS[to]} from now on${but}`)];
  });
  return told.length > 0 ? told : [judge('routine', `${because}, and no request notices it`)];
}

/** Why paths open and close at once: another action turns around what the same rules do. */
export function ofNewAction({ before, after }: Change): readonly Judgement[] {
  if (before === undefined || after === undefined || after.kind !== 'AuthorizationPolicy') return [];
  const [old, now] = [before, after].map(actionOf);
  return old === now ? [] : [judge('routine', `its action is another one: ${old} → ${now}`)];
}

/** What a policy does with what its rules name; undefined of none. */
export function actionOf(policy: Item | undefined): string | undefined {
  return policy === undefined
    ? undefined
    : (textAt(policy.value, 'spec.action') ??
        byDefault('security.istio.io/AuthorizationPolicy', 'spec.action'));
}

/** Requests that the rules of one of the policies name, of both or of none. */
interface Region {
  readonly text: string;
  /** None: all that no rule names. */
  readonly named: readonly Admission[];
  readonly isOld: boolean;
  readonly isNew: boolean;
}

function regionsOf(before: Item | undefined, after: Item | undefined): readonly Region[] {
  const [old, now] = [before, after].map((policy) =>
    policy === undefined ? undefined : admissionsOf(policy),
  );
  const isIn = (all: readonly Admission[] | undefined, each: Admission) =>
    all === undefined || all.some((other) => covers(other, each));
  const region = (what: string, all: readonly Admission[], isOld: boolean, isNew: boolean) =>
    all.length === 0 ? [] : [{ text: `${what} (${some(all.map(inWords), 3)})`, named: all, isOld, isNew }];
  const named = [
    ...(old ?? []).filter((each) => isIn(now, each)),
    ...(now ?? []).filter((each) => isIn(old, each) && !(old ?? []).some((other) => covers(each, other))),
  ];
  const all = [...(old ?? []), ...(now ?? [])];
  return [
    ...region(after === undefined ? 'what it named' : 'what it names', named, true, true),
    ...region(
      'what it no longer names',
      (old ?? []).filter((each) => !isIn(now, each)),
      true,
      false,
    ),
    ...region(
      'what it names anew',
      (now ?? []).filter((each) => !isIn(old, each)),
      false,
      true,
    ),
    ...(all.some(({ size }) => size === 0)
      ? []
      : [
          {
            text: all.length === 0 ? 'everything' : 'all else',
            named: [],
            isOld: false,
            isNew: false,
          },
        ]),
  ];
}

/** What others do with requests of which this policy says nothing. */
function ofOthers(named: readonly Admission[], { isGuarded, isAdmitted }: Beside): number {
  return isGuarded && !(named.length > 0 && named.every(isAdmitted)) ? LEFT : PASSES;
}

/** What becomes of a request that the rules name, where others alone would do something else. */
function ofNamed(action: string | undefined, others: number): number {
  if (action === 'DENY') return REFUSED;
  if (action === 'CUSTOM') return Math.min(ASKED, others);
  return action === 'ALLOW' ? PASSES : others;
}

/** What becomes of all else: beside another policy that allows, the same whatever this one does. */
function ofRest(action: string | undefined, others: number): number {
  return action === 'ALLOW' && others === PASSES ? REFUSED : others;
}

/** `egress, cidr 10.0.0.0/8, port TCP/443`. */
export function inWords(admission: Admission): string {
  const parts = [...admission].flatMap(([field, value]) => {
    if (field === 'direction') return [value];
    if (field === 'is') return [];
    if (field === 'ofOwnNamespace') return ['of its namespace'];
    return [
      `${field} ${value.replaceAll('\0', ' and ').replace(/-(\d+)$/, (whole, end: string) => (value.endsWith(`/${end}-${end}`) ? '' : whole))}`.trim(),
    ];
  });
  return parts.length === 0 ? 'everything' : parts.join(', ');
}
