import { z } from 'zod';
import { every, type Json, selects } from '../../../../manifest-reader.ts';

const labels = z.record(z.string(), z.string());
const selector = z.strictObject({
  matchLabels: labels.optional(),
  matchExpressions: z
    .array(
      z.strictObject({
        key: z.string(),
        operator: z.enum(['Exists', 'In']),
        values: z.array(z.string()).optional(),
      }),
    )
    .optional(),
});
const peer = z.object({
  namespaceSelector: selector.optional(),
  podSelector: selector.optional(),
  ipBlock: z.unknown().optional(),
});
const ports = z.array(z.object({ port: z.number() }));
const policy = z.object({
  metadata: z.object({ namespace: z.string() }),
  spec: z.object({
    podSelector: selector,
    ingress: z.array(z.object({ from: z.array(peer), ports })).default([]),
    egress: z.array(z.object({ to: z.array(peer), ports })).default([]),
  }),
});
const namespaceObject = z.object({ metadata: z.object({ name: z.string(), labels }) });

/** Pods of a namespace of the tree. */
export interface Pods {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Whether the policies let pods of one namespace connect to those of another: out of the one, and into the other. */
export function isOpen(objects: readonly Json[], from: Pods, to: Pods, port: number): boolean {
  const policies = every(objects, 'NetworkPolicy').map((object) => policy.parse(object));
  const ofPods = ({ namespace, labels }: Pods) =>
    policies.filter(
      ({ metadata, spec }) => metadata.namespace === namespace && matches(spec.podSelector, labels),
    );
  const has = (rule: { ports: { port: number }[] }) => rule.ports.some((one) => one.port === port);
  const out = ofPods(from).flatMap(({ spec }) => spec.egress.filter(has).flatMap((rule) => rule.to));
  const into = ofPods(to).flatMap(({ spec }) => spec.ingress.filter(has).flatMap((rule) => rule.from));
  return out.some((one) => isPeer(one, to, objects)) && into.some((one) => isPeer(one, from, objects));
}

function isPeer(one: z.infer<typeof peer>, pods: Pods, objects: readonly Json[]): boolean {
  if (one.namespaceSelector === undefined) return false;
  const found = every(objects, 'Namespace')
    .map((object) => namespaceObject.parse(object).metadata)
    .find(({ name }) => name === pods.namespace);
  if (found === undefined) return false;
  // Kubernetes itself adds this one.
  const all = { ...found.labels, 'kubernetes.io/metadata.name': found.name };
  return (
    matches(one.namespaceSelector, all) &&
    (one.podSelector === undefined || matches(one.podSelector, pods.labels))
  );
}

export function matches(
  { matchLabels = {}, matchExpressions = [] }: z.infer<typeof selector>,
  found: Readonly<Record<string, string>>,
): boolean {
  return (
    selects(matchLabels, found) &&
    matchExpressions.every(({ key, operator, values = [] }) =>
      operator === 'Exists' ? key in found : values.includes(found[key] ?? ''),
    )
  );
}
