import { z } from 'zod';
import type { TreeObject } from '../prove-gatekeeper/tree.ts';

const texts = z.record(z.string(), z.string());
const operated = z.looseObject({
  metadata: z.looseObject({ name: z.string(), namespace: z.string() }),
  spec: z.looseObject({
    image: z.string(),
    serviceAccountName: z.string().optional(),
    securityContext: z.unknown().optional(),
    resources: z.unknown().optional(),
    hostNetwork: z.boolean().optional(),
    podMetadata: z.looseObject({ labels: texts.default({}), annotations: texts.default({}) }).optional(),
    containers: z.array(z.looseObject({ name: z.string() })).default([]),
  }),
});

/** What the operator of Prometheus runs for a kind: name of the program, port, and what else listens in the pod. */
const PROGRAMS: Readonly<Record<string, { readonly name: string; readonly port: number }>> = {
  Prometheus: { name: 'prometheus', port: 9090 },
  Alertmanager: { name: 'alertmanager', port: 9093 },
};
const HARDENED = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

/**
 * The pods that the operator of Prometheus makes of its custom resources, as far as a rule looks at them: no chart renders
 * them. Written after the StatefulSets that the operator 0.92 makes.
 */
export function podsOfOperators(object: TreeObject): readonly TreeObject[] {
  const program = object.apiVersion.startsWith('monitoring.coreos.com/') ? PROGRAMS[object.kind] : undefined;
  if (program === undefined) return [];
  const { metadata, spec } = operated.parse(object);
  const { name, port } = program;
  const web = {
    name,
    image: spec.image,
    ports: [{ name: 'http-web', containerPort: port, protocol: 'TCP' }],
    securityContext: HARDENED,
    resources: spec.resources,
  };
  // A container of the same name changes what the operator makes.
  const patch = spec.containers.find((container) => container.name === name);
  const reloader = {
    name: 'config-reloader',
    image: spec.image,
    ports: [{ name: 'reloader-web', containerPort: 8080, protocol: 'TCP' }],
    securityContext: HARDENED,
    resources: spec.resources,
  };
  return [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `${name}-${metadata.name}-0`,
        namespace: metadata.namespace,
        labels: {
          'app.kubernetes.io/name': name,
          'app.kubernetes.io/instance': metadata.name,
          'app.kubernetes.io/managed-by': 'prometheus-operator',
          [name]: metadata.name,
          'operator.prometheus.io/name': metadata.name,
          ...spec.podMetadata?.labels,
        },
        annotations: spec.podMetadata?.annotations ?? {},
      },
      spec: {
        serviceAccountName: spec.serviceAccountName,
        automountServiceAccountToken: true,
        hostNetwork: spec.hostNetwork,
        securityContext: spec.securityContext,
        containers: [{ ...web, ...patch }, reloader],
      },
    },
  ];
}
