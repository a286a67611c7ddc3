import { didYouMean, nearestName } from '../../../../clusters/nearest-name.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { operatedNamespaces } from '../../state/operated.ts';
import { unseenNamespaces } from '../../state/unseen.ts';
import { hasVariable } from './dashboards.ts';
import { fixedValues } from './fixed-values.ts';
import { jobsIn } from './jobs.ts';
import { isJobElsewhere, isNamespaceElsewhere } from './known-elsewhere.ts';
import { NAMED, valuesOf } from './label-values.ts';
import { metricOf } from './metrics/catalogue.ts';
import type { Matcher, Selector } from './promql/expression.ts';
import { alternativesOf, fits, isLiteral, wantedOf } from './promql/pattern.ts';

/** A value, or a pattern, that no series has. */
export interface Impossible {
  readonly matcher: Matcher;
  /** The part of the matcher. */
  readonly wanted: string;
  /** Whether the others of its alternatives do occur. */
  readonly isPart: boolean;
  readonly why: string;
  readonly hint: string;
}

const NAMESPACE_LABELS = new Set([
  'namespace',
  'exported_namespace',
  'destination_service_namespace',
  'destination_workload_namespace',
  'source_workload_namespace',
  'dest_namespace',
]);

/** What Istio says of a side that it does not know. */
const UNKNOWN = [
  'unknown',
  '',
  'POD',
  'PassthroughCluster',
  'BlackHoleCluster',
  'InboundPassthroughCluster',
  'InboundPassthroughClusterIpv4',
];

/** What the matchers of a selector ask for and no series of the tree has. */
export function* impossibleIn(state: ClusterState, selector: Selector): Generator<Impossible> {
  for (const matcher of selector.matchers) {
    if (hasVariable(matcher.value)) continue;
    const judged = wantedOf(matcher).filter((wanted) => wanted !== '' && !UNKNOWN.includes(wanted));
    const found = judged.flatMap((wanted) => {
      const reason = reasonAgainst(state, selector, matcher, wanted);
      return reason === undefined ? [] : [{ matcher, wanted, ...reason }];
    });
    for (const one of found) yield { ...one, isPart: found.length < judged.length };
  }
}

type Reason = Pick<Impossible, 'why' | 'hint'>;

function reasonAgainst(
  state: ClusterState,
  selector: Selector,
  matcher: Matcher,
  wanted: string,
): Reason | undefined {
  const { label, operator } = matcher;
  const fixed = fixedValues(selector.metric, label);
  if (fixed !== undefined) {
    return fits(operator, wanted, fixed)
      ? undefined
      : { why: `${selector.metric} has there only ${listed(fixed)}`, hint: didYouMean(wanted, fixed) };
  }
  if (NAMESPACE_LABELS.has(label)) return ofNamespace(state, operator, wanted);
  if (label === 'job') return ofJob(state, selector, operator, wanted);
  return ofObject(state, selector, operator, label, wanted);
}

function listed(values: readonly string[]): string {
  return values.length > 12 ? `${values[0]} to ${values.at(-1)}` : values.join(', ');
}

function ofNamespace(state: ClusterState, operator: Matcher['operator'], wanted: string): Reason | undefined {
  const names = [...state.namespaces.keys()];
  if (fits(operator, wanted, names) || fits(operator, wanted, unseenNamespaces(state))) return undefined;
  const plain = wanted.replaceAll('\\', '');
  const isNear = nearestName(plain, names) !== undefined;
  const isKnown = state.of('/Namespace').length > 0 && isLiteral(wanted) && !isNamespaceElsewhere(plain);
  return isNear || isKnown
    ? { why: `there is no namespace ${plain}`, hint: didYouMean(plain, names) }
    : undefined;
}

function ofJob(
  state: ClusterState,
  selector: Selector,
  operator: Matcher['operator'],
  wanted: string,
): Reason | undefined {
  const jobs = jobsIn(state);
  if (jobs.size === 0 || jobs.has('*') || fits(operator, wanted, jobs) || isJobElsewhere(wanted))
    return undefined;
  const near = didYouMean(wanted, [...jobs]);
  const isHere = namespacesIn(selector, 'namespace').some((namespace) => isSeen(state, namespace));
  return near !== '' || isHere
    ? {
        why: `no monitor scrapes anything as ${wanted}: a job is the name of a Service, or <namespace>/<name> of a PodMonitor`,
        hint: near,
      }
    : undefined;
}

function ofObject(
  state: ClusterState,
  selector: Selector,
  operator: Matcher['operator'],
  label: string,
  wanted: string,
): Reason | undefined {
  const named = Object.hasOwn(NAMED, label) ? NAMED[label] : undefined;
  const metric = metricOf(selector.metric);
  const isOwn = metric?.labels?.has(label) === true;
  const isOfTarget = metric === undefined && (label === 'pod' || label === 'container');
  if (named === undefined || !(isOwn || isOfTarget)) return undefined;
  const labels = new Set([named.namespaceLabel, 'namespace', 'exported_namespace']);
  const asked = [...labels].flatMap((one) => namespacesIn(selector, one));
  const inNamespaces = asked.filter(
    (namespace) => isSeen(state, namespace) && !operatedNamespaces(state).has(namespace),
  );
  // Where one of the namespaces is not in the tree, what is in it is not either.
  if (inNamespaces.length < asked.length) return undefined;
  const scopes = inNamespaces.length > 0 ? inNamespaces : [undefined];
  const values = scopes.map((scope) => valuesOf(named, state, scope));
  if (values.some(({ all }) => fits(operator, wanted, all))) return undefined;
  const candidates = values.flatMap(({ names }) => names);
  const plain = wanted.replaceAll('\\', '').replace(/[-.*+]+$/, '');
  const alike =
    plain.length < 4
      ? undefined
      : candidates.find((one) => one.includes(plain) || (one.length > 3 && plain.includes(one)));
  const near =
    label === 'pod'
      ? ''
      : didYouMean(plain, candidates) || (alike === undefined ? '' : ` (did you mean ${alike}?)`);
  const isClear = inNamespaces.length > 0 || (near !== '' && isLiteral(wanted));
  if (!isClear) return undefined;
  const where = inNamespaces.length > 0 ? ` of ${inNamespaces.join(', ')}` : '';
  const form =
    label === 'pod' && candidates.length > 0
      ? `, where pods are made by ${candidates.slice(0, 4).join(', ')}`
      : '';
  return { why: `no ${named.what}${where} has such a name${form}`, hint: near };
}

function isSeen(state: ClusterState, namespace: string): boolean {
  return state.namespaces.has(namespace) && !unseenNamespaces(state).has(namespace);
}

/** The namespaces that a selector names; those of patterns are left out. */
function namespacesIn({ matchers }: Selector, label: string): readonly string[] {
  return matchers
    .filter((matcher) => matcher.label === label && !hasVariable(matcher.value))
    .flatMap((matcher) =>
      matcher.operator === '='
        ? [matcher.value]
        : matcher.operator === '=~'
          ? alternativesOf(matcher.value)
          : [],
    )
    .filter((value) => value !== '' && isLiteral(value));
}
