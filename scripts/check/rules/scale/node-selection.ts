import { nearestName } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { at, fieldsAt, list, listAt, type Path, textAt, textsAt } from '../../state/read.ts';
import type { Workload } from '../../state/workload.ts';
import { deployment } from '../sample-workloads.ts';
import { type NodePool, nodePoolsIn, refusedBy } from './node-pools.ts';
import { nodePool } from './sample-pool.ts';

const pools =
  nodePool('general', { labels: 'pool: general' }) +
  nodePool('memory', {
    labels: 'pool: memory',
    spec: 'taints: [{ key: memory, value: "true", effect: NoSchedule }]',
  });

/** Labels that every node has by itself, or that whoever makes the nodes gives them. */
const OF_NODES =
  /(^|\.)(kubernetes\.io|k8s\.io|k8s\.aws|eks\.amazonaws\.com|karpenter\.sh|google\.com|azure\.com|nvidia\.com)\//;

/** A place that no pool has, or that refuses the pod. */
export const nodeSelection: ClusterRule = {
  id: 'node-selection-without-pool',
  severity: 'error',
  summary:
    'A node selector or required affinity that no node pool of the tree has, or whose pools have a taint that the pods do not tolerate',
  breaks:
    'The pods stay Pending: no node has the label, and Karpenter can make none; or the only nodes that have it turn them away.',
  pitfalls: ['X-23', 'X-24', 'X-25'],
  failing: pools + deployment('web', { pod: 'nodeSelector: { pool: memory }' }),
  passing:
    pools +
    deployment('web', {
      pod: 'nodeSelector: { pool: memory }; tolerations: [{ key: memory, operator: Equal, value: "true", effect: NoSchedule }]',
    }),
  *judge(state) {
    const known = nodePoolsIn(state);
    if (known.length === 0) return;
    for (const workload of state.workloads) {
      if (!workload.resource.isExtract && !workload.isMade) yield* judge(state, workload, known);
    }
  },
};

/** Values of a label of which a node must have one; none for any value. */
interface Wanted {
  readonly key: string;
  readonly values: readonly string[];
  readonly path: Path;
}

function* judge(state: ClusterState, workload: Workload, known: readonly NodePool[]): Iterable<Said> {
  const { resource } = workload;
  const terms = termsOf(workload);
  const selector = selectorsOf(state, workload);
  const tolerations = tolerationsOf(state, workload);
  const alternatives = terms.length === 0 ? [selector] : terms.map((term) => [...selector, ...term]);
  const results = alternatives.map((wanted) => ({
    wanted,
    pools: known.filter((pool) => wanted.every((each) => offers(pool, each))),
  }));
  if (results.every(({ wanted }) => wanted.length === 0)) return;
  if (results.every(({ pools }) => pools.length === 0)) {
    const [missing] = (results[0]?.wanted ?? []).filter((each) => !known.some((pool) => offers(pool, each)));
    if (missing === undefined) return;
    const keys = known.flatMap(({ offers: all }) => [...all.keys()]);
    const isKnownKey = keys.includes(missing.key);
    if (!isKnownKey && OF_NODES.test(missing.key)) return;
    const values = known.flatMap(({ offers: all }) => [...(all.get(missing.key) ?? [])]);
    yield {
      resource,
      path: missing.path,
      severity: isKnownKey || nearestName(missing.key, keys) !== undefined ? 'error' : 'warning',
      message: `No node pool of the tree has the label ${missing.key}${missing.values.length > 0 ? ` with ${missing.values.join(' or ')}` : ''}: its pods stay Pending.`,
      fix: isKnownKey
        ? `Write a value that a pool has: ${[...new Set(values)].join(', ')}.`
        : `Write a label that a pool has: ${nearestName(missing.key, keys) ?? [...new Set(keys)].filter((key) => !OF_NODES.test(key)).join(', ')}.`,
    };
    return;
  }
  const pools = results.flatMap(({ pools: own }) => own);
  const own = pools.flatMap((pool) => refusedBy(pool, tolerations) ?? []);
  const [taint] = own;
  if (taint !== undefined && own.length === pools.length) {
    const [first] = results[0]?.wanted ?? [];
    yield {
      resource,
      path: first?.path ?? workload.specPath,
      message: `The nodes that it selects have the taint ${taint.key}${taint.value === '' ? '' : `=${taint.value}`}:${taint.effect}, which its pods do not tolerate: they stay Pending.`,
      fix: `Write a toleration for ${taint.key}${taint.value === '' ? ' with operator: Exists' : ` with value: "${taint.value}"`}, or select other nodes.`,
    };
    return;
  }
  yield* judgeAlternatives(
    workload,
    results.flatMap(({ wanted }) => wanted),
    known,
    tolerations,
  );
}

/** Values that stand beside others, and whose nodes turn the pods away. */
function* judgeAlternatives(
  { resource }: Workload,
  wanted: readonly Wanted[],
  known: readonly NodePool[],
  tolerations: readonly unknown[],
): Iterable<Said> {
  for (const { key, values, path } of wanted) {
    if (values.length < 2) continue;
    for (const value of values) {
      const pools = known.filter(
        (pool) => offers(pool, { key, values: [value], path }) && pool.offers.has(key),
      );
      const refusing = pools.flatMap((pool) => refusedBy(pool, tolerations) ?? []);
      const [taint] = refusing;
      if (taint === undefined || refusing.length < pools.length) continue;
      yield {
        resource,
        path,
        severity: 'warning',
        message: `It allows nodes with ${key}=${value}, and all of them have the taint ${taint.key}, which its pods do not tolerate: none ever runs there.`,
        fix: `Write a toleration for ${taint.key}, or leave ${value} out.`,
      };
    }
  }
}

function offers({ offers: all, requirements }: NodePool, { key, values }: Wanted): boolean {
  if (!all.has(key)) {
    // A label of the nodes' own is any that nobody restricts.
    return (
      OF_NODES.test(key) && !requirements.some((each) => each.key === key && each.operator === 'DoesNotExist')
    );
  }
  const offer = all.get(key);
  return offer === undefined || values.length === 0 || values.some((value) => offer.has(value));
}

function selectorsOf(state: ClusterState, { spec, specPath }: Workload): readonly Wanted[] {
  const own = Object.entries(textsAt(spec, 'nodeSelector')).map(([key, value]) => ({
    key,
    values: [value],
    path: [...specPath, 'nodeSelector', key],
  }));
  const runtime = runtimeOf(state, spec);
  const ofRuntime = Object.entries(textsAt(runtime, 'scheduling', 'nodeSelector')).map(([key, value]) => ({
    key,
    values: [value],
    path: [...specPath, 'runtimeClassName'],
  }));
  return [...own, ...ofRuntime];
}

function termsOf({ spec, specPath }: Workload): readonly (readonly Wanted[])[] {
  const path = [
    'affinity',
    'nodeAffinity',
    'requiredDuringSchedulingIgnoredDuringExecution',
    'nodeSelectorTerms',
  ];
  return listAt(spec, ...path).map((term, index) =>
    listAt(term, 'matchExpressions').flatMap((expression, position): readonly Wanted[] => {
      const operator = textAt(expression, 'operator');
      if (operator !== 'In' && operator !== 'Exists') return [];
      return [
        {
          key: textAt(expression, 'key') ?? '',
          values: operator === 'In' ? list(at(expression, 'values')).map(String) : [],
          path: [...specPath, ...path, index, 'matchExpressions', position],
        },
      ];
    }),
  );
}

function tolerationsOf(state: ClusterState, { spec }: Workload): readonly unknown[] {
  return [...listAt(spec, 'tolerations'), ...listAt(runtimeOf(state, spec), 'scheduling', 'tolerations')];
}

function runtimeOf(state: ClusterState, spec: unknown): unknown {
  const name = textAt(spec, 'runtimeClassName');
  return name === undefined ? {} : fieldsAt(state.find('node.k8s.io/RuntimeClass', '', name), 'value');
}
