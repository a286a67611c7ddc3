import type { Tree } from '../cluster-model/cluster.ts';
import { lineOf } from '../cluster-model/input/read-as.ts';
import { kubernetesVersions } from '../schemas/imported-schemas.ts';
import type { Located } from './finding.ts';
import type { Rule, Said, Severity } from './rule.ts';
import { ClusterState } from './state/cluster-state.ts';
import { pathText } from './state/read.ts';

/** What the clusters are judged against. */
export interface Settings {
  readonly rules: readonly Rule[];
  /** Minor of the API servers, such as `1.34`; left out: that of the inventories, or the newest that is known. */
  readonly kubernetes?: string | undefined;
}

/** Every finding in some clusters, in the order of clusters, files and places. */
export function checkTrees(trees: readonly Tree[], { rules, kubernetes }: Settings): readonly Located[] {
  const states = trees.map((tree) => new ClusterState(tree, kubernetes ?? versionOf(tree)));
  const found = rules.flatMap((rule) => {
    if ('judgeFleet' in rule) {
      return [...rule.judgeFleet(states)].map((said) => locatedOf(rule, said.state, said));
    }
    return states.flatMap((state) => [...rule.judge(state)].map((said) => locatedOf(rule, state, said)));
  });
  return inOrder(withoutEqual(found), states);
}

function versionOf({ releases = [] }: Tree): string {
  return (
    releases.find(({ kubernetes }) => kubernetes !== '')?.kubernetes ?? kubernetesVersions().at(-1) ?? ''
  );
}

interface Ordered extends Located {
  readonly said: Said;
}

function locatedOf(rule: Rule, { cluster }: ClusterState, said: Said): Ordered {
  const { resource, path, message, fix, severity = rule.severity } = said;
  const { apiVersion, kind, namespace, name, found } = resource;
  return {
    said,
    finding: {
      rule: rule.id,
      severity,
      cluster,
      object: { apiVersion, kind, namespace, name },
      path: pathText(path),
      message,
      fix,
    },
    location: () => ({ file: found.file, line: lineOf(found, path) ?? found.line }),
  };
}

/** A rule that comes to a place on two ways says it once. */
function withoutEqual(found: readonly Ordered[]): readonly Ordered[] {
  return [...new Map(found.map((each) => [JSON.stringify(each.finding), each])).values()];
}

const WORST_FIRST: readonly Severity[] = ['error', 'warning', 'info'];

function inOrder(found: readonly Ordered[], states: readonly ClusterState[]): readonly Located[] {
  const clusters = new Map(states.map(({ cluster }, position) => [cluster, position]));
  const keys = new Map(
    found.map((each) => [each, `${each.said.resource.found.file}\n${each.said.resource.found.within}`]),
  );
  const compare = (one: Ordered, other: Ordered) =>
    (clusters.get(one.finding.cluster) ?? 0) - (clusters.get(other.finding.cluster) ?? 0) ||
    compareTexts(keys.get(one) ?? '', keys.get(other) ?? '') ||
    one.said.resource.found.line - other.said.resource.found.line ||
    WORST_FIRST.indexOf(one.finding.severity) - WORST_FIRST.indexOf(other.finding.severity) ||
    compareTexts(one.finding.path, other.finding.path) ||
    compareTexts(one.finding.rule, other.finding.rule);
  return [...found].sort(compare).map(({ finding, location }) => ({ finding, location }));
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
