import type { k8s } from 'cdk8s-plus-29';

/** The Pod Security level `restricted`: what a pod says for all of its containers. */
export const restrictedPod = {
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
} as const;

/** A container that gains no privileges, with a root file system that nobody can write to; the pod says the rest. */
export const confinedContainer = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
} satisfies k8s.SecurityContext;

/** The same for a container that answers for itself, as those of charts do. */
export const restrictedContainer = {
  ...confinedContainer,
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
} satisfies k8s.SecurityContext;

/** Spreads the pods of these labels over the zones, so that no failing zone takes all of them (S0-85, X-103). */
export function zoneSpread(labels: Readonly<Record<string, string>>) {
  return [
    {
      maxSkew: 1,
      topologyKey: 'topology.kubernetes.io/zone',
      whenUnsatisfiable: 'DoNotSchedule',
      // The empty nodes of a zone that failed must not count as its share.
      nodeTaintsPolicy: 'Honor',
      labelSelector: { matchLabels: labels },
      // Each release is spread for itself: the pods that leave do not count.
      matchLabelKeys: ['pod-template-hash'],
    },
  ];
}
