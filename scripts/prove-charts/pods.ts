import { z } from 'zod';
import { OF_PODS } from '../cluster-model/defaults/pods.ts';
import { offspringOf, type TreeObject } from '../prove-gatekeeper/tree.ts';
import { type ClusterState, nameOf, type Origin, type Placed } from './cluster-state.ts';
import { withProxies } from './injected-pods.ts';
import { podsOfOperators } from './operator-pods.ts';

const port = z.looseObject({ name: z.string().optional(), containerPort: z.number() });
const container = z.looseObject({
  name: z.string(),
  image: z.string().optional(),
  args: z.array(z.string()).nullish(),
  command: z.array(z.string()).nullish(),
  env: z.array(z.looseObject({ name: z.string(), value: z.string().nullish() })).nullish(),
  ports: z.array(port).nullish(),
  resources: z.unknown().optional(),
});
const pod = z.looseObject({
  spec: z.looseObject({
    hostNetwork: z.boolean().nullish(),
    serviceAccountName: z.string().nullish(),
    containers: z.array(container),
    initContainers: z.array(container).nullish(),
  }),
});

/** A pod that controllers make on a cluster. */
export interface Pod {
  readonly unit: string;
  readonly from: Origin;
  /** What makes it, as findings name it. */
  readonly madeBy: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** In the network of its node, where no NetworkPolicy holds. */
  readonly hostNetwork: boolean;
  readonly serviceAccount: string;
  readonly containers: readonly z.infer<typeof container>[];
  readonly ports: readonly z.infer<typeof port>[];
  /** The pod as the API server admits it: after Istio's injector. */
  readonly object: TreeObject;
}

const known = new WeakMap<ClusterState, readonly Pod[]>();

/** Every pod of a cluster: those of our objects, of charts, of their hooks, and of the operators that charts install. */
export function podsOf(state: ClusterState): readonly Pod[] {
  const found = known.get(state) ?? everyPod(state);
  known.set(state, found);
  return found;
}

function everyPod(state: ClusterState): readonly Pod[] {
  const made = state.objects.flatMap((placed) => madeOf(placed.object).map((pod) => ({ placed, pod })));
  const admitted = withProxies(
    state,
    made.map(({ pod }) => pod),
  );
  return made.map(({ placed, pod }, index) => podOf(placed, admitted[index] ?? pod));
}

function madeOf(object: TreeObject): readonly TreeObject[] {
  if (object.kind === 'Pod') return [object];
  return [...offspringOf(object).filter(({ kind }) => kind === 'Pod'), ...podsOfOperators(object)];
}

function podOf({ unit, from, object: parent }: Placed, object: TreeObject): Pod {
  const { spec } = pod.parse(object);
  const containers = [...(spec.initContainers ?? []), ...spec.containers];
  return {
    unit,
    from,
    madeBy: nameOf(parent),
    namespace: object.metadata.namespace ?? '',
    labels: object.metadata.labels ?? {},
    hostNetwork: spec.hostNetwork === true,
    serviceAccount: spec.serviceAccountName ?? OF_PODS.serviceAccountName,
    containers,
    ports: containers.flatMap(({ ports }) => ports ?? []),
    object,
  };
}
