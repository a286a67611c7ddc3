import { type LabelSelector, matches } from '../../../cluster-model/objects/selector.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { at, listAt, numberAt, type Path, textAt } from '../../state/read.ts';
import { scaleOf, surgeOf, unavailableOf } from '../../state/scales.ts';
import type { Workload } from '../../state/workload.ts';
import { deployment } from '../sample-workloads.ts';
import { selectorAt } from './budgets.ts';
import { zonesIn } from './node-pools.ts';

const ZONE = 'topology.kubernetes.io/zone';
/** No region has more. */
const MOST_ZONES = 6;
const spread = (app: string) =>
  deployment('web', {
    spec: 'replicas: 3',
    pod: `topologySpreadConstraints: [{ maxSkew: 1, topologyKey: ${ZONE}, whenUnsatisfiable: DoNotSchedule, labelSelector: { matchLabels: { app: ${app} } } }]`,
  });

/** Rules about where pods stand to each other that select others, or that cannot all be kept. */
export const spreadRule: ClusterRule = {
  id: 'spread-and-affinity',
  severity: 'warning',
  summary:
    'A spread constraint or anti-affinity that selects other pods than its own, or that its replicas cannot keep',
  breaks:
    'A constraint that does not count the pods themselves spreads nothing: all may stand in one zone. With more replicas than zones under a required anti-affinity, the rest stays Pending, and an update has no place for its new pod.',
  pitfalls: ['X-101', 'X-103'],
  failing: spread('webb'),
  passing: spread('web'),
  *judge(state) {
    for (const workload of state.workloads) {
      if (workload.isMade || workload.resource.isExtract) continue;
      yield* judgeSpread(state, workload);
      yield* judgeAffinity(state, workload);
    }
  },
};

function* judgeSpread(state: ClusterState, { resource, spec, specPath, labels }: Workload): Iterable<Said> {
  for (const [index, constraint] of listAt(spec, 'topologySpreadConstraints').entries()) {
    const path = [...specPath, 'topologySpreadConstraints', index];
    const selector = selectorAt(at(constraint, 'labelSelector'));
    if (selector === undefined || !matches(selector, labels)) {
      yield {
        resource,
        path: selector === undefined ? path : [...path, 'labelSelector'],
        message: `The constraint counts ${selector === undefined ? 'no pods' : `other pods than its own (${labelsOf(selector)})`}: its pods are not spread over ${textAt(constraint, 'topologyKey') ?? 'anything'}.`,
        fix: 'Write the labels of its own pods in labelSelector.',
      };
    }
    const domains = numberAt(constraint, 'minDomains');
    const zones = zonesIn(state);
    if (domains === undefined || zones === undefined || textAt(constraint, 'topologyKey') !== ZONE) continue;
    if (domains <= zones) continue;
    yield {
      resource,
      path: [...path, 'minDomains'],
      message: `It wants ${domains} zones, and the node pools of the tree have ${zones}: pods beyond maxSkew in each stay Pending.`,
      fix: `Write minDomains: ${zones}.`,
    };
  }
}

function* judgeAffinity(state: ClusterState, workload: Workload): Iterable<Said> {
  const { resource, spec, specPath, labels, namespace } = workload;
  for (const sort of ['podAntiAffinity', 'podAffinity'] as const) {
    const required = listAt(spec, 'affinity', sort, 'requiredDuringSchedulingIgnoredDuringExecution');
    const preferred = listAt(spec, 'affinity', sort, 'preferredDuringSchedulingIgnoredDuringExecution');
    const terms: readonly { readonly term: unknown; readonly path: Path; readonly isRequired: boolean }[] = [
      ...required.map((term, index) => ({
        term,
        path: [...specPath, 'affinity', sort, 'requiredDuringSchedulingIgnoredDuringExecution', index],
        isRequired: true,
      })),
      ...preferred.map((each, index) => ({
        term: at(each, 'podAffinityTerm'),
        path: [
          ...specPath,
          'affinity',
          sort,
          'preferredDuringSchedulingIgnoredDuringExecution',
          index,
          'podAffinityTerm',
        ],
        isRequired: false,
      })),
    ];
    for (const { term, path, isRequired } of terms) {
      const selector = selectorAt(at(term, 'labelSelector'));
      const isHere = listAt(term, 'namespaces').length === 0 && at(term, 'namespaceSelector') === undefined;
      if (selector === undefined || !isHere) continue;
      const isOwn = matches(selector, labels);
      // Of several wishes the others may be kept.
      const isKept = !isRequired && terms.some((other) => other.term !== term && selects(other.term, labels));
      if (
        !isOwn &&
        !isKept &&
        !state.workloadsIn(namespace).some((other) => matches(selector, other.labels))
      ) {
        yield {
          resource,
          path: [...path, 'labelSelector'],
          severity: isRequired && sort === 'podAffinity' ? 'error' : 'warning',
          message:
            sort === 'podAffinity'
              ? `No pod of ${namespace} has the labels ${labelsOf(selector)} beside which it ${isRequired ? 'must' : 'should'} stand${isRequired ? ': its pods stay Pending' : ''}.`
              : `No pod of ${namespace} has the labels ${labelsOf(selector)}: it keeps away from nothing, and all its pods may stand on one node.`,
          fix: 'Write the labels of the pods that are meant; for anti-affinity of replicas its own.',
        };
      } else if (isOwn && isRequired && sort === 'podAntiAffinity' && textAt(term, 'topologyKey') === ZONE) {
        yield* judgeZones(state, workload, path);
      }
    }
  }
}

function* judgeZones(state: ClusterState, workload: Workload, path: Path): Iterable<Said> {
  const { max } = scaleOf(state, workload);
  const zones = zonesIn(state);
  const { resource } = workload;
  if (max > (zones ?? MOST_ZONES)) {
    yield {
      resource,
      path,
      message: `Each of its up to ${max} pods must have a zone of its own, and there are ${zones ?? `no more than ${MOST_ZONES}`}: the rest stays Pending.`,
      fix: 'Write a topologySpreadConstraint with maxSkew: 1 in its place.',
    };
  } else if (
    zones !== undefined &&
    max === zones &&
    surgeOf(workload, max) > 0 &&
    unavailableOf(workload, max) === 0
  ) {
    yield {
      resource,
      path,
      message: `Each of its ${max} pods must have a zone of its own, and there are ${zones}: an update has no place for its first new pod, and takes no old one away.`,
      fix: 'Write maxUnavailable: 1 with maxSurge: 0, or a topologySpreadConstraint in its place.',
    };
  }
}

function labelsOf({ matchLabels, matchExpressions }: LabelSelector): string {
  return [
    ...Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`),
    ...matchExpressions.map(({ key, operator, values }) => `${key} ${operator} ${values.join('|')}`.trim()),
  ].join(', ');
}

function selects(term: unknown, labels: Workload['labels']): boolean {
  const selector = selectorAt(at(term, 'labelSelector'));
  return selector !== undefined && matches(selector, labels);
}
