import { at, fieldsAt, listAt, textAt } from '../check/state/read.ts';
import type { Check } from './check.ts';
import {
  containersOf,
  contextsOf,
  hasOwnUsers,
  type PodToJudge,
  podContext,
  type Violation,
} from './pod-fields.ts';
import { seccompAnnotations } from './seccomp-annotations.ts';

const CAPABILITIES = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);
/** Each with the first minor of the policy that allows it. */
const SYSCTLS: ReadonlyMap<string, number> = new Map([
  ['kernel.shm_rmid_forced', 0],
  ['net.ipv4.ip_local_port_range', 0],
  ['net.ipv4.ip_unprivileged_port_start', 0],
  ['net.ipv4.ping_group_range', 0],
  ['net.ipv4.tcp_syncookies', 0],
  ['net.ipv4.ip_local_reserved_ports', 27],
  ['net.ipv4.tcp_fin_timeout', 29],
  ['net.ipv4.tcp_keepalive_intvl', 29],
  ['net.ipv4.tcp_keepalive_probes', 29],
  ['net.ipv4.tcp_keepalive_time', 29],
  ['net.ipv4.tcp_rmem', 32],
  ['net.ipv4.tcp_wmem', 32],
]);
const SELINUX_TYPES: ReadonlyMap<string, number> = new Map([
  ['', 0],
  ['container_t', 0],
  ['container_init_t', 0],
  ['container_kvm_t', 0],
  ['container_engine_t', 31],
]);
const APPARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';
const APPARMOR = /^(runtime\/default|localhost\/.*)?$/s;
const PROFILES = new Set(['RuntimeDefault', 'Localhost']);
const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];
const HOOKS = ['postStart', 'preStop'];

/** What `baseline` forbids. */
export const baseline: readonly Check[] = [
  {
    name: 'hostNamespaces',
    since: 0,
    judge: ({ spec }) =>
      ['hostNetwork', 'hostPID', 'hostIPC']
        .filter((field) => spec[field] === true)
        .map((field) => ({ path: ['spec', field], says: `the pod has ${field}` })),
  },
  {
    name: 'hostPathVolumes',
    since: 0,
    judge: ({ spec }) =>
      listAt(spec, 'volumes').flatMap((volume, index) =>
        isSet(at(volume, 'hostPath'))
          ? [
              {
                path: ['spec', 'volumes', index, 'hostPath'],
                says: `the volume ${textAt(volume, 'name') ?? index} is a hostPath`,
              },
            ]
          : [],
      ),
  },
  {
    name: 'hostPorts',
    since: 0,
    judge: (pod) =>
      containersOf(pod).flatMap(({ title, path, value }) =>
        listAt(value, 'ports').flatMap((port, index) => {
          const hostPort = at(port, 'hostPort');
          return isSet(hostPort) && hostPort !== 0
            ? [
                {
                  path: [...path, 'ports', index, 'hostPort'],
                  says: `${title} has the hostPort ${String(hostPort)}`,
                },
              ]
            : [];
        }),
      ),
  },
  {
    name: 'privileged',
    since: 0,
    judge: (pod) =>
      ofContainers(pod).flatMap(({ title, path, context }) =>
        at(context, 'privileged') === true
          ? [{ path: [...path, 'privileged'], says: `${title} is privileged` }]
          : [],
      ),
  },
  {
    name: 'capabilities_baseline',
    since: 0,
    judge: (pod) =>
      ofContainers(pod).flatMap(({ title, path, context }) =>
        listAt(context, 'capabilities', 'add').flatMap((capability, index) =>
          CAPABILITIES.has(String(capability))
            ? []
            : [
                {
                  path: [...path, 'capabilities', 'add', index],
                  says: `${title} adds the capability ${String(capability)}`,
                },
              ],
        ),
      ),
  },
  {
    name: 'procMount',
    since: 0,
    judge: (pod, minor) => (minor >= 35 && hasOwnUsers(pod) ? [] : procMounts(pod)),
  },
  { name: 'hostProbesAndHostLifecycle', since: 34, judge: foreignHosts },
  {
    name: 'windowsHostProcess',
    since: 0,
    judge: (pod) =>
      contextsOf(pod)
        .filter(({ context }) => at(context, 'windowsOptions', 'hostProcess') === true)
        .map(({ title, path }) => ({
          path: [...path, 'windowsOptions', 'hostProcess'],
          says: `${title} has hostProcess`,
        })),
  },
  {
    name: 'seccompProfile_baseline',
    since: 0,
    judge: (pod, minor) => (minor < 19 ? seccompAnnotations(pod) : profilesOf(pod, 'seccompProfile')),
  },
  {
    name: 'appArmorProfile',
    since: 0,
    judge: (pod) => [
      ...profilesOf(pod, 'appArmorProfile'),
      ...Object.entries(pod.annotations)
        .filter(([key, value]) => key.startsWith(APPARMOR_ANNOTATION) && !APPARMOR.test(value))
        .map(([key, value]) => ({
          path: ['metadata', 'annotations', key],
          says: `the annotation ${key} is ${value}`,
        })),
    ],
  },
  { name: 'seLinuxOptions', since: 0, judge: seLinuxOptions },
  {
    name: 'sysctls',
    since: 0,
    judge: (pod, minor) =>
      listAt(podContext(pod).context, 'sysctls').flatMap((sysctl, index) => {
        const name = textAt(sysctl, 'name') ?? '';
        return minor >= (SYSCTLS.get(name) ?? Number.POSITIVE_INFINITY)
          ? []
          : [
              {
                path: ['spec', 'securityContext', 'sysctls', index],
                says: `the pod sets the sysctl ${name}`,
              },
            ];
      }),
  },
];

function ofContainers(pod: PodToJudge) {
  return contextsOf(pod).slice(1);
}

/** Masks of /proc that are not the runtime's own. */
export function procMounts(pod: PodToJudge): readonly Violation[] {
  return ofContainers(pod).flatMap(({ title, path, context }) => {
    const mount = at(context, 'procMount');
    return isSet(mount) && mount !== 'Default'
      ? [{ path: [...path, 'procMount'], says: `${title} has procMount ${String(mount)}` }]
      : [];
  });
}

/** Profiles that are none: the types that are neither the runtime's nor a file of the node. */
export function profilesOf(
  pod: PodToJudge,
  field: 'seccompProfile' | 'appArmorProfile',
): readonly Violation[] {
  return contextsOf(pod).flatMap(({ title, path, context }) => {
    if (!isSet(at(context, field))) return [];
    const type = textAt(context, field, 'type') ?? '';
    return PROFILES.has(type)
      ? []
      : [
          {
            path: [...path, field, 'type'],
            says: `${title} has ${field} ${type === '' ? 'without a type' : type}`,
          },
        ];
  });
}

/** Probes and hooks that are sent to another host than the pod. */
function foreignHosts(pod: PodToJudge): readonly Violation[] {
  return containersOf(pod).flatMap(({ title, path, value }) =>
    [...PROBES.map((probe) => [probe]), ...HOOKS.map((hook) => ['lifecycle', hook])].flatMap((handler) =>
      ['httpGet', 'tcpSocket'].flatMap((action) => {
        const host = textAt(value, ...handler, action, 'host') ?? '';
        return host === ''
          ? []
          : [
              {
                path: [...path, ...handler, action, 'host'],
                says: `${title} has a probe or hook to the host ${host}`,
              },
            ];
      }),
    ),
  );
}

function seLinuxOptions(pod: PodToJudge, minor: number): readonly Violation[] {
  return contextsOf(pod).flatMap(({ title, path, context }) => {
    const options = fieldsAt(context, 'seLinuxOptions');
    const type = textAt(options, 'type') ?? '';
    const mistakes = [
      ...(minor >= (SELINUX_TYPES.get(type) ?? Number.POSITIVE_INFINITY) ? [] : [`type ${type}`]),
      ...['user', 'role'].flatMap((field) => {
        const value = textAt(options, field) ?? '';
        return value === '' ? [] : [`${field} ${value}`];
      }),
    ];
    return mistakes.map((mistake) => ({
      path: [...path, 'seLinuxOptions'],
      says: `${title} has seLinuxOptions with ${mistake}`,
    }));
  });
}

function isSet<Value>(value: Value): value is NonNullable<Value> {
  return value !== undefined && value !== null;
}
