import { containersOf, type PodSpec } from './pod-fields.ts';

const VOLUMES = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);
const SECCOMP = new Set(['RuntimeDefault', 'Localhost']);

/** What `restricted` asks for besides `baseline`. */
export const restricted: readonly ((pod: PodSpec) => readonly string[])[] = [
  ({ spec }) =>
    (spec.volumes ?? []).flatMap(({ name, ...source }) =>
      Object.entries(source)
        .filter(([kind, value]) => value !== undefined && value !== null && !VOLUMES.has(kind))
        .map(([kind]) => `the volume ${name} is a ${kind}`),
    ),
  (pod) =>
    containersOf(pod)
      .filter(({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false)
      .map(({ name }) => `the container ${name} lacks allowPrivilegeEscalation: false`),
  (pod) => {
    const ofPod = pod.spec.securityContext?.runAsNonRoot;
    return [
      ...(ofPod === false ? ['the pod has runAsNonRoot: false'] : []),
      ...containersOf(pod)
        .filter(({ securityContext }) => (securityContext?.runAsNonRoot ?? ofPod) !== true)
        .map(({ name }) => `the container ${name} lacks runAsNonRoot: true`),
    ];
  },
  (pod) => [
    ...(pod.spec.securityContext?.runAsUser === 0 ? ['the pod has runAsUser: 0'] : []),
    ...containersOf(pod)
      .filter(({ securityContext }) => securityContext?.runAsUser === 0)
      .map(({ name }) => `the container ${name} has runAsUser: 0`),
  ],
  (pod) => {
    const ofPod = pod.spec.securityContext?.seccompProfile?.type;
    return containersOf(pod)
      .filter(({ securityContext }) => !SECCOMP.has(securityContext?.seccompProfile?.type ?? ofPod ?? ''))
      .map(({ name }) => `the container ${name} lacks seccompProfile RuntimeDefault`);
  },
  (pod) =>
    containersOf(pod).flatMap(({ name, securityContext }) => {
      const { add, drop } = securityContext?.capabilities ?? {};
      return [
        ...((drop ?? []).includes('ALL') ? [] : [`the container ${name} does not drop ALL capabilities`]),
        ...(add ?? [])
          .filter((capability) => capability !== 'NET_BIND_SERVICE')
          .map((capability) => `the container ${name} adds the capability ${capability}`),
      ];
    }),
];
