import { didYouMean } from '../../../clusters/nearest-name.ts';
import type { Finding } from '../finding.ts';
import type { Said, Severity, WaiverRule } from '../rule.ts';
import type { ClusterState } from '../state/cluster-state.ts';
import { type Resource, titleOf } from '../state/resource.ts';
import type { Exemption } from './exemption.ts';
import { unusedWaiver, waiverOfUnknownRule, waiverWithoutReason } from './rules.ts';

/** Begins the annotation that waives a rule for its object; the rule follows, and the value is the reason. */
export const WAIVER_PREFIX = 'ignore-check.fleet/';

/** What a rule has said, before anything is waived. */
export interface Judged {
  readonly rule: string;
  readonly state: ClusterState;
  readonly said: Said;
}

/** A finding about a waiver: at the object that has it, or at a line of a list. */
export interface AboutWaiver {
  readonly rule: WaiverRule;
  readonly state: ClusterState | undefined;
  readonly resource: Resource | undefined;
  readonly exemption: Exemption | undefined;
  readonly key: string;
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
  readonly message: string;
  readonly fix: string;
}

interface Names {
  /** Every rule that there is, with its severity. */
  readonly all: ReadonlyMap<string, Severity>;
  /** Those that were asked. */
  readonly asked: ReadonlySet<string>;
}

interface Waived<Each> {
  readonly left: readonly Each[];
  readonly waived: readonly {
    readonly judged: Each;
    /** Lines of the list that name it; none where its object says it itself. */
    readonly by: readonly Exemption[];
    readonly reason: string;
  }[];
  readonly about: readonly AboutWaiver[];
}

/** What is left when every waiver and exemption has had its way, and what is to be said about those. */
export function waive<Each extends Judged>(
  judged: readonly Each[],
  states: readonly ClusterState[],
  exemptions: readonly Exemption[],
  { all, asked }: Names,
): Waived<Each> {
  const used = new Set<Exemption | string>();
  const left: Each[] = [];
  const waived: Waived<Each>['waived'][number][] = [];
  for (const each of judged) {
    const {
      rule,
      state,
      said: { resource },
    } = each;
    const reason = resource.annotations[`${WAIVER_PREFIX}${rule}`]?.trim();
    if (reason !== undefined) used.add(annotationKey(state, resource, rule));
    const by = exemptions.filter((one) => excuses(one, rule, state, resource));
    for (const one of by) used.add(one);
    if (by.length === 0 && (reason === undefined || reason === '')) left.push(each);
    else waived.push({ judged: each, by, reason: by[0]?.reason ?? reason ?? '' });
  }
  const annotated = states.flatMap((state) =>
    state.resources.flatMap((resource) => aboutAnnotations(state, resource, { all, asked }, used)),
  );
  return {
    left,
    waived,
    about: [...annotated, ...aboutExemptions(exemptions, states, { all, asked }, used)],
  };
}

function excuses(exemption: Exemption, rule: string, { cluster }: ClusterState, resource: Resource): boolean {
  return exemption.rule === rule && counts(exemption, cluster) && isNamed(exemption, resource);
}

function counts({ clusters }: Exemption, cluster: string): boolean {
  return clusters === undefined || clusters.includes(cluster);
}

function isNamed({ object }: Exemption, resource: Resource): boolean {
  return patternOf(object).test(titleOf(resource));
}

function names(exemption: Exemption, { cluster, resources }: ClusterState): boolean {
  return counts(exemption, cluster) && resources.some((resource) => isNamed(exemption, resource));
}

const PATTERNS = new Map<string, RegExp>();

function patternOf(object: string): RegExp {
  const known = PATTERNS.get(object);
  if (known !== undefined) return known;
  const pattern = new RegExp(`^${object.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('\\*', '.*')}$`);
  PATTERNS.set(object, pattern);
  return pattern;
}

function annotationKey({ cluster }: ClusterState, resource: Resource, rule: string): string {
  return `${cluster}\n${resource.group}\n${titleOf(resource)}\n${rule}`;
}

function aboutAnnotations(
  state: ClusterState,
  resource: Resource,
  { all, asked }: Names,
  used: ReadonlySet<Exemption | string>,
): readonly AboutWaiver[] {
  return Object.entries(resource.annotations).flatMap(([key, reason]): AboutWaiver[] => {
    if (!key.startsWith(WAIVER_PREFIX)) return [];
    const rule = key.slice(WAIVER_PREFIX.length);
    const about = { state, resource, exemption: undefined, key };
    if (!all.has(rule)) return [{ ...about, ...unknown(rule, all) }];
    if (reason.trim() === '') {
      const message = `The waiver of ${rule} has no reason, so it waives nothing.`;
      return [{ ...about, rule: waiverWithoutReason, message, fix: 'Write the reason as its value.' }];
    }
    if (!asked.has(rule) || used.has(annotationKey(state, resource, rule))) return [];
    return [{ ...about, ...unused(rule, all, 'Take the annotation out.') }];
  });
}

function aboutExemptions(
  exemptions: readonly Exemption[],
  states: readonly ClusterState[],
  { all, asked }: Names,
  used: ReadonlySet<Exemption | string>,
): readonly AboutWaiver[] {
  const there = new Set(states.map(({ cluster }) => cluster));
  return exemptions.flatMap((exemption): AboutWaiver[] => {
    const { rule, clusters } = exemption;
    const about = { state: undefined, resource: undefined, exemption, key: '' };
    if (!all.has(rule)) return [{ ...about, ...unknown(rule, all) }];
    // Of clusters that nobody looked at, nothing can be said.
    const isJudged = clusters === undefined || clusters.every((cluster) => there.has(cluster));
    if (!asked.has(rule) || !isJudged || used.has(exemption)) return [];
    if (states.some((state) => names(exemption, state))) {
      return [{ ...about, ...unused(rule, all, 'Take it out of the list.') }];
    }
    // A cluster or a component may have gone, and may come back: nothing is hidden meanwhile.
    const message = `There is no ${exemption.object} any more.`;
    return [{ ...about, rule: unusedWaiver, severity: 'info', message, fix: 'Take it out of the list.' }];
  });
}

function unknown(rule: string, all: Names['all']) {
  return {
    rule: waiverOfUnknownRule,
    message: `There is no rule ${rule}, so nothing is waived${didYouMean(rule, [...all.keys()])}.`,
    fix: 'Write the id that the report has in brackets.',
  };
}

/** It weighs no more than what it waives: a change that makes an exemption needless is not stopped by one of what stops nobody. */
function unused(rule: string, all: Names['all'], fix: string) {
  const about = { rule: unusedWaiver, message: `${rule} finds nothing here any more.`, fix };
  return all.get(rule) === 'info' ? { ...about, severity: 'info' as const } : about;
}

/** How a finding about a line of a list names its object. */
export function exemptedObject({ object }: Exemption): Finding['object'] {
  const [kind = '', place = ''] = object.split(' ');
  const [first = '', second] = place.split('/');
  return second === undefined
    ? { apiVersion: '', kind, namespace: '', name: first }
    : { apiVersion: '', kind, namespace: first, name: second };
}
