import type { k8s } from 'cdk8s-plus-29';

/** User and group of all processes (S4-86); the volume belongs to the group. */
const USER = 1000;

/** The Pod Security level `restricted`: the pod's part of it. */
export const podSecurity: k8s.PodSecurityContext = {
  runAsNonRoot: true,
  runAsUser: USER,
  runAsGroup: USER,
  fsGroup: USER,
  // Without it every start would walk over the whole volume.
  fsGroupChangePolicy: 'OnRootMismatch',
  seccompProfile: { type: 'RuntimeDefault' },
};

/** The container's part. */
export const containerSecurity: k8s.SecurityContext = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};
