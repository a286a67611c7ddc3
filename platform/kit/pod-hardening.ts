/** The Pod Security level `restricted` for the pods of Helm charts, in the form that their values take. */
export const restrictedPod = {
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
} as const;

/** The same for their containers, with a root file system that nobody can write to. */
export const restrictedContainer = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
} as const;

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
