import { type Container, containersOf, contextsOf, type PodSpec } from './pod-fields.ts';

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
const SYSCTLS = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
]);
const SELINUX_TYPES = new Set([
  '',
  'container_t',
  'container_init_t',
  'container_kvm_t',
  'container_engine_t',
]);
const APPARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';
const APPARMOR = /^(runtime\/default|localhost\/.*)?$/;

const ofContainers = (judge: (container: Container) => readonly string[]) => (pod: PodSpec) =>
  containersOf(pod).flatMap((container) =>
    judge(container).map((what) => `the container ${container.name} ${what}`),
  );

/** What `baseline` forbids, and `restricted` with it. */
export const baseline: readonly ((pod: PodSpec) => readonly string[])[] = [
  ({ spec }) =>
    [
      ...(spec.hostNetwork === true ? ['hostNetwork'] : []),
      ...(spec.hostPID === true ? ['hostPID'] : []),
      ...(spec.hostIPC === true ? ['hostIPC'] : []),
    ].map((field) => `the pod has ${field}`),
  ({ spec }) =>
    (spec.volumes ?? [])
      .filter((volume) => isSet(volume.hostPath))
      .map(({ name }) => `the volume ${name} is a hostPath`),
  ofContainers(({ ports }) =>
    (ports ?? []).filter(({ hostPort }) => hostPort).map(({ hostPort }) => `has the hostPort ${hostPort}`),
  ),
  ofContainers(({ securityContext }) => (securityContext?.privileged === true ? ['is privileged'] : [])),
  ofContainers(({ securityContext }) =>
    (securityContext?.capabilities?.add ?? [])
      .filter((capability) => !CAPABILITIES.has(capability))
      .map((capability) => `adds the capability ${capability}`),
  ),
  ofContainers(({ securityContext }) => {
    const { procMount } = securityContext ?? {};
    return isSet(procMount) && procMount !== 'Default' ? [`has procMount ${procMount}`] : [];
  }),
  ofContainers((container) =>
    hostsOf(container)
      .filter((host) => isSet(host) && host !== '')
      .map((host) => `has a probe or hook to the host ${host}`),
  ),
  (pod) =>
    contextsOf(pod)
      .filter(({ context }) => context?.windowsOptions?.hostProcess === true)
      .map(({ of }) => `${of} has hostProcess`),
  (pod) =>
    contextsOf(pod)
      .filter(({ context }) => context?.seccompProfile?.type === 'Unconfined')
      .map(({ of }) => `${of} has seccompProfile Unconfined`),
  (pod) =>
    contextsOf(pod)
      .filter(({ context }) => context?.appArmorProfile?.type === 'Unconfined')
      .map(({ of }) => `${of} has appArmorProfile Unconfined`),
  ({ metadata }) =>
    Object.entries(metadata?.annotations ?? {})
      .filter(([key, value]) => key.startsWith(APPARMOR_ANNOTATION) && !APPARMOR.test(value))
      .map(([key, value]) => `the annotation ${key} is ${value}`),
  (pod) =>
    contextsOf(pod).flatMap(({ of, context }) => {
      const { type = '', user = '', role = '' } = context?.seLinuxOptions ?? {};
      const fields = [
        ...(SELINUX_TYPES.has(type) ? [] : [`type ${type}`]),
        ...(user === '' ? [] : [`user ${user}`]),
        ...(role === '' ? [] : [`role ${role}`]),
      ];
      return fields.map((field) => `${of} has seLinuxOptions with ${field}`);
    }),
  ({ spec }) =>
    (spec.securityContext?.sysctls ?? [])
      .filter(({ name }) => !SYSCTLS.has(name))
      .map(({ name }) => `the pod sets the sysctl ${name}`),
];

/** What probes and hooks of a container are sent to. */
function hostsOf({ livenessProbe, readinessProbe, startupProbe, lifecycle }: Container) {
  return [livenessProbe, readinessProbe, startupProbe, lifecycle?.postStart, lifecycle?.preStop].flatMap(
    (handler) => [handler?.httpGet?.host, handler?.tcpSocket?.host],
  );
}

function isSet<Value>(value: Value): value is NonNullable<Value> {
  return value !== undefined && value !== null;
}
