import { at, fields, listAt, textAt } from '../check/state/read.ts';
import { procMounts, profilesOf } from './baseline.ts';
import type { Check } from './check.ts';
import {
  contextsOf,
  hasOwnUsers,
  isWindows,
  type PodToJudge,
  podContext,
  type Violation,
} from './pod-fields.ts';

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

/** What `restricted` asks for besides `baseline`. */
export const restricted: readonly Check[] = [
  {
    name: 'restrictedVolumes',
    since: 0,
    instead: ['hostPathVolumes'],
    judge: ({ spec }) =>
      listAt(spec, 'volumes').flatMap((volume, index) => {
        const sources = Object.entries(fields(volume))
          .filter(([key, value]) => key !== 'name' && value !== undefined && value !== null)
          .map(([key]) => key);
        // One of no kind is an emptyDir.
        if (sources.length === 0 || sources.some((source) => VOLUMES.has(source))) return [];
        return {
          path: ['spec', 'volumes', index],
          says: `the volume ${textAt(volume, 'name') ?? index} is a ${sources.join()}`,
        };
      }),
  },
  {
    name: 'allowPrivilegeEscalation',
    since: 8,
    judge: (pod, minor) =>
      minor >= 25 && isWindows(pod)
        ? []
        : ofContainers(pod).flatMap(({ title, path, context }) =>
            at(context, 'allowPrivilegeEscalation') === false
              ? []
              : [
                  {
                    path: [...path, 'allowPrivilegeEscalation'],
                    says: `${title} lacks allowPrivilegeEscalation: false`,
                  },
                ],
          ),
  },
  {
    name: 'runAsNonRoot',
    since: 0,
    judge: (pod, minor) => (minor >= 35 && hasOwnUsers(pod) ? [] : root(pod)),
  },
  {
    name: 'runAsUser',
    since: 23,
    judge: (pod, minor) =>
      minor >= 35 && hasOwnUsers(pod)
        ? []
        : contextsOf(pod)
            .filter(({ context }) => at(context, 'runAsUser') === 0)
            .map(({ title, path }) => ({ path: [...path, 'runAsUser'], says: `${title} has runAsUser: 0` })),
  },
  {
    name: 'seccompProfile_restricted',
    since: 19,
    instead: ['seccompProfile_baseline'],
    judge: (pod, minor) => (minor >= 25 && isWindows(pod) ? [] : withoutSeccomp(pod)),
  },
  {
    name: 'capabilities_restricted',
    since: 22,
    instead: ['capabilities_baseline'],
    judge: (pod, minor) => (minor >= 25 && isWindows(pod) ? [] : capabilities(pod)),
  },
  { name: 'procMount_restricted', since: 35, instead: ['procMount'], judge: procMounts },
];

function ofContainers(pod: PodToJudge) {
  return contextsOf(pod).slice(1);
}

function root(pod: PodToJudge): readonly Violation[] {
  const { path, context } = podContext(pod);
  const ofPod = at(context, 'runAsNonRoot');
  return [
    ...(ofPod === false
      ? [{ path: [...path, 'runAsNonRoot'], says: 'the pod has runAsNonRoot: false' }]
      : []),
    ...ofContainers(pod)
      .filter((each) => (at(each.context, 'runAsNonRoot') ?? ofPod) !== true)
      .map((each) => ({
        path: [...each.path, 'runAsNonRoot'],
        says: `${each.title} lacks runAsNonRoot: true`,
      })),
  ];
}

function withoutSeccomp(pod: PodToJudge): readonly Violation[] {
  const isForAll = textAt(podContext(pod).context, 'seccompProfile', 'type') !== undefined;
  const missing = ofContainers(pod)
    .filter(({ context }) => !isForAll && (at(context, 'seccompProfile') ?? undefined) === undefined)
    .map(({ title, path }) => ({
      path: [...path, 'seccompProfile'],
      says: `${title} lacks seccompProfile RuntimeDefault`,
    }));
  return [...profilesOf(pod, 'seccompProfile'), ...missing];
}

function capabilities(pod: PodToJudge): readonly Violation[] {
  return ofContainers(pod).flatMap(({ title, path, context }): readonly Violation[] => [
    ...(listAt(context, 'capabilities', 'drop').includes('ALL')
      ? []
      : [{ path: [...path, 'capabilities', 'drop'], says: `${title} does not drop ALL capabilities` }]),
    ...listAt(context, 'capabilities', 'add').flatMap((capability, index) =>
      capability === 'NET_BIND_SERVICE'
        ? []
        : [
            {
              path: [...path, 'capabilities', 'add', index],
              says: `${title} adds the capability ${String(capability)}`,
            },
          ],
    ),
  ]);
}
