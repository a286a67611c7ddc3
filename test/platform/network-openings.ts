import { z } from 'zod';
import { every, type Json, selects } from '../manifest-reader.ts';

const peer = z.strictObject({
  ipBlock: z.strictObject({ cidr: z.string(), except: z.array(z.string()).optional() }).optional(),
  namespaceSelector: z
    .union([
      z.strictObject({ matchLabels: z.record(z.string(), z.string()) }),
      z.strictObject({
        matchExpressions: z.tuple([z.strictObject({ key: z.string(), operator: z.literal('Exists') })]),
      }),
    ])
    .optional(),
  podSelector: z.strictObject({ matchLabels: z.record(z.string(), z.string()).optional() }).optional(),
});
const port = z.strictObject({ port: z.number(), protocol: z.enum(['TCP', 'UDP']) });
const policy = z.object({
  metadata: z.object({ namespace: z.string() }),
  spec: z.strictObject({
    podSelector: z.strictObject({ matchLabels: z.record(z.string(), z.string()).optional() }),
    policyTypes: z.array(z.enum(['Ingress', 'Egress'])),
    ingress: z.array(z.strictObject({ from: z.array(peer).min(1), ports: z.array(port).min(1) })).optional(),
    egress: z.array(z.strictObject({ to: z.array(peer).min(1), ports: z.array(port).min(1) })).optional(),
  }),
});

/**
 * What all NetworkPolicies together let the pods of these labels receive or send, one line a peer and port, sorted:
 * `istio-system app=istiod TCP 15012` or `10.0.4.0/24 TCP 5432`. Kubernetes adds policies up in the same way.
 *
 * @throws when no policy selects the pods for that direction, for everything is open then
 */
export function openings(
  objects: readonly Json[],
  direction: 'ingress' | 'egress',
  pods: { readonly namespace: string; readonly labels: unknown },
): readonly string[] {
  const selecting = every(objects, 'NetworkPolicy')
    .map((object) => policy.parse(object))
    .filter(({ metadata, spec }) => {
      const { matchLabels = {} } = spec.podSelector;
      return metadata.namespace === pods.namespace && selects(matchLabels, pods.labels);
    });
  const type = direction === 'ingress' ? 'Ingress' : 'Egress';
  if (!selecting.some(({ spec }) => spec.policyTypes.includes(type))) {
    throw new Error(`Nothing closes ${direction} of the pods: it is open to all.`);
  }
  const lines = selecting.flatMap(({ spec }) => {
    const rules =
      direction === 'ingress'
        ? (spec.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
        : (spec.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }));
    return rules.flatMap(({ peers, ports }) =>
      peers.flatMap((one) => ports.map((at) => `${nameOf(one)} ${at.protocol} ${at.port}`)),
    );
  });
  return [...new Set(lines)].sort();
}

function nameOf({ ipBlock, namespaceSelector, podSelector }: z.infer<typeof peer>): string {
  if (ipBlock !== undefined) return ipBlock.cidr;
  if (namespaceSelector !== undefined && 'matchExpressions' in namespaceSelector) {
    throw new Error(
      `A peer is open to any namespace with the label ${namespaceSelector.matchExpressions[0].key}.`,
    );
  }
  const namespace = namespaceSelector?.matchLabels['kubernetes.io/metadata.name'];
  if (namespace === undefined || podSelector === undefined)
    throw new Error('A peer is open to any namespace.');
  const labels = Object.entries(podSelector.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  return `${namespace} ${labels.join(',')}`;
}

/** What every pod of a namespace in the mesh may send to, whatever it calls: names, certificate and spans. */
export const EVERY_POD_SENDS_TO = [
  'istio-system app=istiod TCP 15012',
  'kube-system k8s-app=kube-dns TCP 53',
  'kube-system k8s-app=kube-dns UDP 53',
  'tracing app.kubernetes.io/name=opentelemetry-collector TCP 4317',
];

/** What it may send to besides, where the clusters of a mesh have a common root: istiod signs nothing there. */
export const COMMON_ROOT = 'cert-manager app=cert-manager-istio-csr TCP 6443';

/** What every proxy knows, whatever its workload calls: without it no span would be sent. */
export const EVERY_PROXY_KNOWS = 'tracing/opentelemetry-collector.tracing.svc.cluster.local';

/** The reader of every pod's metrics, at the proxy's merged port. */
export const PROMETHEUS_READS = 'monitoring app.kubernetes.io/name=prometheus TCP 15020';
