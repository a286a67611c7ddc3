import { k8s } from 'cdk8s-plus-29';
import type { Construct } from 'constructs';
import { add } from '../manifest.ts';
import type { Flow, Pods } from './flows.ts';

/** What a set of pods may receive and send, besides what other policies of its namespace allow. */
export interface Allowed {
  readonly name: string;
  /** Absent labels select every pod of the namespace. */
  readonly pods: Omit<Pods, 'labels'> & Partial<Pods>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ingress?: readonly Flow[];
  readonly egress?: readonly Flow[];
}

/**
 * A NetworkPolicy that names only the directions that it is about, so that several can be combined.
 * Nothing is rendered if there is no flow: the namespace's default deny says that already.
 */
export function allow(scope: Construct, { name, pods, labels, annotations, ...flows }: Allowed): void {
  const [ingress, egress] = [distinct(flows.ingress ?? []), distinct(flows.egress ?? [])];
  if (ingress.length === 0 && egress.length === 0) return;
  add(scope, k8s.KubeNetworkPolicy, {
    metadata: {
      name,
      namespace: pods.namespace,
      ...(labels && { labels: { ...labels } }),
      ...(annotations && { annotations: { ...annotations } }),
    },
    spec: {
      podSelector: pods.labels === undefined ? {} : { matchLabels: { ...pods.labels } },
      policyTypes: [...(ingress.length > 0 ? ['Ingress'] : []), ...(egress.length > 0 ? ['Egress'] : [])],
      ...(ingress.length > 0 && {
        ingress: ingress.map(({ peers, ports }) => ({ from: [...peers], ports: [...ports] })),
      }),
      ...(egress.length > 0 && {
        egress: egress.map(({ peers, ports }) => ({ to: [...peers], ports: [...ports] })),
      }),
    },
  });
}

/**
 * Two calls may need the same flow, such as two queues behind one endpoint. A flow without peers or ports, such as that to
 * the linked clusters of one that has none, is left out: as a rule it would mean all of them.
 */
function distinct(flows: readonly Flow[]): readonly Flow[] {
  const some = flows.filter(({ peers, ports }) => peers.length > 0 && ports.length > 0);
  const ports = new Set(some.map((flow) => flow.ports.map(({ port }) => port?.value).join()));
  // To write all of them as texts takes long; most are told apart by their ports.
  return ports.size === some.length ? some : [...new Map(some.map((flow) => [textOf(flow), flow])).values()];
}

const texts = new WeakMap<Flow, string>();

function textOf(flow: Flow): string {
  const text = texts.get(flow) ?? JSON.stringify(flow);
  texts.set(flow, text);
  return text;
}

/** Everything that is not allowed elsewhere is refused, in both directions (S0-74, S4-190). */
export function denyAll(scope: Construct, namespace: string, labels: Readonly<Record<string, string>>): void {
  add(scope, k8s.KubeNetworkPolicy, {
    metadata: { name: 'default-deny-all', namespace, labels: { ...labels } },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  });
}
