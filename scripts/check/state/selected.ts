import type { Labels } from '../../cluster-model/objects/fields.ts';
import type { ClusterState } from './cluster-state.ts';
import { groupedBy } from './grouped.ts';
import { madePodsIn } from './made-pods.ts';
import { remembered } from './memory.ts';
import { at, fields, list, textAt, textsAt } from './read.ts';
import { selects } from './selects.ts';
import { isAddOnNamespace, unseenNamespaces } from './unseen.ts';
import type { Workload } from './workload.ts';

/** Labels that an injector or a controller puts on pods; a selector may count on them. */
const PUT_ON_PODS =
  /^(?:service\.istio\.io\/canonical-(?:name|revision)|security\.istio\.io\/tlsMode|topology\.istio\.io\/network|istio\.io\/rev|linkerd\.io\/.+|rollouts-pod-template-hash|topology\.kubernetes\.io\/.+)$/;

/** The workloads of a namespace whose pods a LabelSelector matches. */
export function selectedIn(state: ClusterState, namespace: string, selector: unknown): readonly Workload[] {
  const wanted = withoutPut(selector);
  return candidates(state, namespace, textsAt(wanted, 'matchLabels')).filter((workload) =>
    selects(wanted, filledIn(workload, wanted)),
  );
}

/** Workloads by namespace and label, so that a selector need not be compared with each of them. */
const byLabel = remembered((state: ClusterState): ReadonlyMap<string, readonly Workload[]> => {
  const pairs = state.workloads.flatMap((workload) =>
    Object.entries(workload.labels).map(([key, value]) => ({
      workload,
      place: placeOf(workload.namespace, key, value.startsWith('<') ? SET_LATER : value),
    })),
  );
  const groups = groupedBy(pairs, ({ place }) => place);
  return new Map([...groups].map(([place, each]) => [place, each.map(({ workload }) => workload)]));
});

const SET_LATER = '<set by a controller>';

function placeOf(namespace: string, key: string, value: string): string {
  return `${namespace} ${key}=${value}`;
}

/** Those that have the rarest of some labels; all of the namespace where none is asked for. */
function candidates(state: ClusterState, namespace: string, wanted: Labels): readonly Workload[] {
  const index = byLabel(state);
  let rarest: readonly Workload[] | undefined;
  for (const [key, value] of Object.entries(wanted)) {
    const having = index.get(placeOf(namespace, key, value)) ?? [];
    const set = index.get(placeOf(namespace, key, SET_LATER)) ?? [];
    if (rarest === undefined || having.length + set.length < rarest.length) rarest = [...having, ...set];
  }
  return rarest ?? state.workloadsIn(namespace);
}

const OF_ONE_POD = 'statefulset.kubernetes.io/pod-name';

/** The labels of the pods, with what a controller sets on each of them as it is asked for. */
function filledIn({ labels, name }: Workload, wanted: unknown): Labels {
  const asked = Object.entries(textsAt(wanted, 'matchLabels')).filter(
    ([key]) => Object.hasOwn(labels, key) && labels[key]?.startsWith('<'),
  );
  if (asked.length === 0) return labels;
  const given = asked.filter(
    ([key, value]) => key !== OF_ONE_POD || (value.startsWith(`${name}-`) && /-\d+$/.test(value)),
  );
  return { ...labels, ...Object.fromEntries(given) };
}

/**
 * What a selector finds among the pods of a namespace: something, nothing, or nobody can tell, since there are pods that the tree
 * does not show.
 */
export function findsPods(state: ClusterState, namespace: string, selector: unknown): boolean | undefined {
  if (selectedIn(state, namespace, selector).length > 0) return true;
  if (unseenNamespaces(state).has(namespace)) return undefined;
  const made = madePodsIn(state, namespace);
  if (made.some(({ labels }) => labels !== undefined && mayMatch(selector, labels))) return true;
  if (made.some(({ labels }) => labels === undefined)) return undefined;
  return state.workloadsIn(namespace).length > 0 || made.length > 0 ? false : undefined;
}

/** Whether pods of which only some labels are known may be meant: one of those is asked for, and none is asked for with another value. */
function mayMatch(selector: unknown, labels: Labels): boolean {
  const wanted = textsAt(selector, 'matchLabels');
  const keys = Object.keys(wanted);
  return (
    keys.some((key) => Object.hasOwn(labels, key)) &&
    keys.every((key) => !Object.hasOwn(labels, key) || labels[key] === wanted[key])
  );
}

function withoutPut(selector: unknown): unknown {
  const wanted = Object.entries(textsAt(selector, 'matchLabels')).filter(([key]) => !PUT_ON_PODS.test(key));
  const expressions = list(at(selector, 'matchExpressions')).filter(
    (expression) => !PUT_ON_PODS.test(textAt(expression, 'key') ?? ''),
  );
  return { ...fields(selector), matchLabels: Object.fromEntries(wanted), matchExpressions: expressions };
}

/** Whether a namespace that only the tree fills has no pod at all. */
export function hasNoPods(state: ClusterState, namespace: string): boolean {
  if (unseenNamespaces(state).has(namespace) || isAddOnNamespace(namespace)) return false;
  return state.workloadsIn(namespace).length === 0 && madePodsIn(state, namespace).length === 0;
}

/** Whether a namespace of the tree has no workload at all, and another one has pods that a selector matches. */
export function isElsewhere(state: ClusterState, namespace: string, selector: unknown): boolean {
  return hasNoPods(state, namespace) && state.workloads.some(({ labels }) => selects(selector, labels));
}
