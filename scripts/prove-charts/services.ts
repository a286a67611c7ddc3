import { z } from 'zod';
import { containsLabels } from '../cluster-model/objects/selector.ts';
import { type ClusterState, type Origin, ofKind } from './cluster-state.ts';
import { type Pod, podsOf } from './pods.ts';

const servicePort = z.looseObject({
  name: z.string().optional(),
  port: z.number(),
  targetPort: z.union([z.number(), z.string()]).nullish(),
});
const service = z.looseObject({
  spec: z.looseObject({
    type: z.string().optional(),
    selector: z.record(z.string(), z.string()).nullish(),
    ports: z.array(servicePort).nullish(),
  }),
});

/** A port of a Service. */
export type ServicePort = z.infer<typeof servicePort>;

/** A Service of a cluster, with the pods behind it. */
export interface Service {
  readonly unit: string;
  readonly from: Origin;
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly ServicePort[];
  /** Undefined where no selector chooses the pods. */
  readonly pods: readonly Pod[] | undefined;
}

const known = new WeakMap<ClusterState, readonly Service[]>();

/** Every Service of a cluster. */
export function servicesOf(state: ClusterState): readonly Service[] {
  const found = known.get(state) ?? ofKind(state, 'Service').map((placed) => read(state, placed));
  known.set(state, found);
  return found;
}

function read(state: ClusterState, { unit, from, object }: ReturnType<typeof ofKind>[number]): Service {
  const { selector, ports } = service.parse(object).spec;
  const { name, namespace = '', labels = {} } = object.metadata;
  const pods =
    selector &&
    podsOf(state).filter((pod) => pod.namespace === namespace && containsLabels(pod.labels, selector));
  return { unit, from, name, namespace, labels, ports: ports ?? [], pods: pods ?? undefined };
}

/** The port of a pod that a port of a Service leads to; undefined where no container declares that name. */
export function containerPort({ port, targetPort }: ServicePort, pod: Pod): number | undefined {
  const target = targetPort ?? port;
  return typeof target === 'number' ? target : portNamed(pod, target);
}

/** The port that a container of the pod declares by a name. */
export function portNamed({ ports }: Pod, wanted: string): number | undefined {
  return ports.find(({ name }) => name === wanted)?.containerPort;
}
