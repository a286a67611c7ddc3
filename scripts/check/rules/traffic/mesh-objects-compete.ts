import { containsLabels } from '../../../cluster-model/objects/selector.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { at, listAt, textAt, textsAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import type { Workload } from '../../state/workload.ts';

const peer = (name: string) => `---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: ${name}, namespace: shop }
spec: { mtls: { mode: STRICT } }
`;

/** Kinds of which one object counts for a pod, and where each selects pods. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  'networking.istio.io/Sidecar': ['spec', 'workloadSelector', 'labels'],
  'security.istio.io/PeerAuthentication': ['spec', 'selector', 'matchLabels'],
  'telemetry.istio.io/Telemetry': ['spec', 'selector', 'matchLabels'],
};

/** Of two objects for the same pods Istio takes one, mostly the older. */
export const meshObjectsCompete: ClusterRule = {
  id: 'mesh-objects-compete',
  severity: 'warning',
  summary: 'Two Sidecars, PeerAuthentications or Telemetries for the same pods, of which one counts',
  breaks: 'One of the two does nothing; which, their age decides.',
  failing: peer('default') + peer('strict'),
  passing: peer('default'),
  *judge(state) {
    for (const [kind, selector] of Object.entries(KINDS)) {
      const byNamespace = new Map<string, Selecting[]>();
      for (const resource of state.of(kind)) {
        if (
          at(resource.value, 'spec', 'targetRefs') !== undefined ||
          at(resource.value, 'spec', 'targetRef') !== undefined
        )
          continue;
        const others = byNamespace.get(resource.namespace) ?? [];
        const own = selectingOf(state, resource, selector);
        yield* judgeAgainst(own, others, selector);
        byNamespace.set(resource.namespace, [...others, own]);
      }
    }
  },
};

/** An object, and the pods that it selects; undefined where it is for its whole namespace. */
interface Selecting {
  readonly resource: Resource;
  readonly workloads: ReadonlySet<Workload> | undefined;
}

function selectingOf(state: ClusterState, resource: Resource, selector: readonly string[]): Selecting {
  const wanted = textsAt(resource.value, ...selector);
  if (Object.keys(wanted).length === 0) return { resource, workloads: undefined };
  const own = state.workloadsIn(resource.namespace).filter(({ labels }) => containsLabels(labels, wanted));
  return { resource, workloads: new Set(own) };
}

function* judgeAgainst(
  { resource, workloads }: Selecting,
  others: readonly Selecting[],
  selector: readonly string[],
): Generator<Said> {
  const isWhole = workloads === undefined;
  for (const { resource: other, workloads: their } of others) {
    if (isWhole !== (their === undefined) || isApart(resource, other)) continue;
    const shared = isWhole ? undefined : [...workloads].find((workload) => their?.has(workload));
    if (!isWhole && shared === undefined) continue;
    yield {
      resource,
      path: isWhole ? ['spec'] : selector.slice(0, 2),
      message: `${other.kind} ${other.namespace}/${other.name} is for ${shared === undefined ? 'the whole namespace' : `the pods of ${shared.kind} ${shared.name}`} too, and Istio takes one of the two only.`,
      fix: 'Put both into one object, or let them select other pods.',
    };
    return;
  }
}

/** Telemetries about different things add up. */
function isApart(one: Resource, other: Resource): boolean {
  if (one.kind !== 'Telemetry') return false;
  const parts = (resource: Resource) =>
    ['tracing', 'metrics', 'accessLogging'].filter(
      (field) =>
        listAt(resource.value, 'spec', field).length > 0 ||
        textAt(resource.value, 'spec', field) !== undefined,
    );
  return !parts(one).some((part) => parts(other).includes(part));
}
