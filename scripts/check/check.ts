import type { Tree } from '../cluster-model/cluster.ts';
import { kubernetesVersions } from '../schemas/imported-schemas.ts';
import { withoutDoubles } from './doubles.ts';
import type { Located } from './finding.ts';
import { aboutWaiver, locatedOf, withoutEqual } from './located.ts';
import { inOrder } from './order.ts';
import type { Rule, Severity } from './rule.ts';
import { rules as every } from './rules.ts';
import { ClusterState } from './state/cluster-state.ts';
import type { Exemption } from './waivers/exemption.ts';
import { type Judged, waive } from './waivers/waive.ts';

/** What the clusters are judged against. */
export interface Settings {
  /** Left out: every rule. */
  readonly rules?: readonly Rule[];
  /** Minor of the API servers, such as `1.34`; left out: that of the inventories, or the newest that is known. */
  readonly kubernetes?: string | undefined;
  readonly exemptions?: readonly Exemption[];
}

/** What is found, and what would be but for a waiver. */
export interface Checked {
  /** In the order of clusters, files and places. */
  readonly found: readonly Located[];
  readonly waived: readonly WaivedFinding[];
}

/** A finding that somebody has said is meant to be. */
interface WaivedFinding {
  readonly located: Located;
  /** Lines of the list that name it; none where its object says it itself. */
  readonly by: readonly Exemption[];
  readonly reason: string;
}

/** Every finding in some clusters, in the order of clusters, files and places. */
export function checkTrees(trees: readonly Tree[], settings: Settings = {}): readonly Located[] {
  return checkStates(statesOf(trees, settings.kubernetes), settings).found;
}

/** The clusters as rules see them. */
export function statesOf(trees: readonly Tree[], kubernetes?: string): readonly ClusterState[] {
  return trees.map((tree) => new ClusterState(tree, kubernetes ?? versionOf(tree)));
}

/** The same as {@link checkTrees}, of clusters that somebody has read already. */
export function checkStates(
  states: readonly ClusterState[],
  { rules = every, exemptions = [] }: Omit<Settings, 'kubernetes'> = {},
): Checked {
  const { left, waived, about } = waive(
    withoutDoubles(rules.flatMap((rule) => judged(rule, states))),
    states,
    exemptions,
    { all: severitiesOf(every), asked: new Set(severitiesOf(rules).keys()) },
  );
  const asked = new Set(rules.map(({ id }) => id));
  const found = [
    ...left.map(({ definition, state: { cluster }, said }) => locatedOf(definition, cluster, said)),
    ...about.filter(({ rule }) => asked.has(rule.id)).map(aboutWaiver),
  ];
  return {
    found: inOrder(
      withoutEqual(found),
      states.map(({ cluster }) => cluster),
    ),
    waived: waived.map(({ judged: { definition, state, said }, by, reason }) => ({
      located: locatedOf(definition, state.cluster, said),
      by,
      reason,
    })),
  };
}

interface JudgedBy extends Judged {
  readonly definition: Rule;
}

function judged(rule: Rule, states: readonly ClusterState[]): readonly JudgedBy[] {
  const { id } = rule;
  if ('ofWaivers' in rule) return [];
  if ('judgeFleet' in rule) {
    return [...rule.judgeFleet(states)].map((said) => ({
      rule: id,
      definition: rule,
      state: said.state,
      said,
    }));
  }
  return states.flatMap((state) =>
    [...rule.judge(state)].map((said) => ({ rule: id, definition: rule, state, said })),
  );
}

function severitiesOf(rules: readonly Rule[]): ReadonlyMap<string, Severity> {
  return new Map(rules.flatMap((rule) => ('ofWaivers' in rule ? [] : [[rule.id, rule.severity]])));
}

function versionOf({ releases = [] }: Tree): string {
  return (
    releases.find(({ kubernetes }) => kubernetes !== '')?.kubernetes ?? kubernetesVersions().at(-1) ?? ''
  );
}
