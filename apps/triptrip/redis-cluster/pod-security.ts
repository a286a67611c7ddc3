import type { k8s } from 'cdk8s-plus-29';
import { restrictedPod } from '../../../platform/kit/pod-hardening.ts';

/** User and group of all processes (S4-86); the volume belongs to the group. */
const USER = 1000;

/** The pod's part of the Pod Security level `restricted`. */
export const podSecurity: k8s.PodSecurityContext = {
  ...restrictedPod,
  runAsUser: USER,
  runAsGroup: USER,
  fsGroup: USER,
  // Without it every start would walk through the whole volume.
  fsGroupChangePolicy: 'OnRootMismatch',
};
