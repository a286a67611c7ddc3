import { at, fields, isFields, list, type Path, text } from '../../../state/read.ts';
import type { Fault } from '../fault.ts';
import { fault, type Judged, type Topic, word } from '../topic.ts';
import { containersOf, POD_KINDS, podPlace } from './pod-place.ts';

function* profileFaults(context: Readonly<Record<string, unknown>>, path: Path): Generator<Fault> {
  for (const kind of ['seccompProfile', 'appArmorProfile']) {
    const profile = context[kind];
    if (!isFields(profile)) continue;
    const file = text(profile.localhostProfile) ?? '';
    if (profile.type === 'Localhost' && file === '')
      yield fault(
        [...path, kind, 'localhostProfile'],
        'Localhost needs the profile',
        'write localhostProfile',
      );
    if (profile.type !== 'Localhost' && file !== '')
      yield fault(
        [...path, kind, 'localhostProfile'],
        `${word(profile.type)} has no profile of the host`,
        'remove it, or write type: Localhost',
      );
    if (kind === 'seccompProfile' && (file.startsWith('/') || file.split('/').includes('..')))
      yield fault(
        [...path, kind, 'localhostProfile'],
        `${file} is not below the kubelet's folder`,
        'write a path below it, without ..',
      );
  }
}

function* contextFaults(context: Readonly<Record<string, unknown>>, path: Path): Generator<Fault> {
  yield* profileFaults(context, path);
  if (context.allowPrivilegeEscalation === false) {
    if (context.privileged === true)
      yield fault(
        [...path, 'allowPrivilegeEscalation'],
        'a privileged container can always become more',
        'remove privileged, or write true',
      );
    if (list(at(context, 'capabilities', 'add')).some((one) => one === 'CAP_SYS_ADMIN'))
      yield fault(
        [...path, 'allowPrivilegeEscalation'],
        'with CAP_SYS_ADMIN a container can always become more',
        'remove the capability, or write true',
      );
  }
  if (context.procMount === 'Unmasked' && context.hostUsers === true)
    yield fault(
      [...path, 'procMount'],
      'Unmasked needs a user namespace',
      'write hostUsers: false in the pod',
    );
  for (const kind of ['add', 'drop']) {
    for (const [index, capability] of list(at(context, 'capabilities', kind)).entries()) {
      if (
        typeof capability === 'string' &&
        (/^CAP_/.test(capability) || capability !== capability.toUpperCase()) &&
        capability !== 'CAP_SYS_ADMIN' &&
        capability.toUpperCase() !== 'ALL'
      )
        yield fault(
          [...path, 'capabilities', kind, index],
          `${capability} is not how the kernel's capabilities are called here, so the runtime may refuse it`,
          `write ${capability.toUpperCase().replace(/^CAP_/, '')}`,
          'warning',
        );
    }
  }
}

function* judge(object: Judged): Generator<Fault> {
  const pod = podPlace(object);
  if (!pod) return;
  const { spec, path } = pod;
  const context = fields(spec.securityContext);
  yield* profileFaults(context, [...path, 'securityContext']);
  const seen = new Set<string>();
  for (const [index, sysctl] of list(context.sysctls).entries()) {
    const name = text(fields(sysctl).name);
    if (name === undefined || name === '') continue;
    const own = [...path, 'securityContext', 'sysctls', index, 'name'];
    if (
      !/^[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?(?:[./][a-z0-9](?:[-_a-z0-9]*[a-z0-9])?)*$/.test(name) ||
      name.length > 253
    )
      yield fault(
        own,
        `${JSON.stringify(name)} is no setting of the kernel`,
        'write one such as net.core.somaxconn',
      );
    if (seen.has(name)) yield fault(own, `${name} is set twice`, 'keep one of them');
    seen.add(name);
    if (spec.hostNetwork === true && name.startsWith('net.'))
      yield fault(own, "the network is the host's", 'remove it, or hostNetwork');
    if (spec.hostIPC === true && /^(?:kernel\.(?:shm|msg|sem)|fs\.mqueue)/.test(name))
      yield fault(own, "the IPC is the host's", 'remove it, or hostIPC');
  }
  if (spec.shareProcessNamespace === true && spec.hostPID === true)
    yield fault(
      [...path, 'shareProcessNamespace'],
      "the processes are the host's already",
      'remove it, or hostPID',
    );
  if (spec.hostUsers === false) {
    for (const kind of ['hostNetwork', 'hostPID', 'hostIPC'])
      if (spec[kind] === true)
        yield fault(
          [...path, kind],
          'a pod with users of its own shares nothing with the host',
          'remove it, or hostUsers: false',
        );
  }
  const windows = at(spec, 'os', 'name') === 'windows';
  if (windows) {
    for (const kind of [
      'fsGroup',
      'runAsUser',
      'runAsGroup',
      'seLinuxOptions',
      'seccompProfile',
      'supplementalGroups',
      'sysctls',
    ])
      if (context[kind] !== undefined && context[kind] !== null)
        yield fault([...path, 'securityContext', kind], 'is for Linux', 'remove it');
  }
  if (at(spec, 'os', 'name') === 'linux' && isFields(context.windowsOptions))
    yield fault([...path, 'securityContext', 'windowsOptions'], 'is for Windows', 'remove it');
  const root = (own: Readonly<Record<string, unknown>>): boolean =>
    (own.runAsNonRoot ?? context.runAsNonRoot) === true && (own.runAsUser ?? context.runAsUser) === 0;
  for (const { path: place, container } of containersOf(pod)) {
    const own = fields(container.securityContext);
    yield* contextFaults(own, [...place, 'securityContext']);
    if (root(own))
      yield fault(
        [...place, 'securityContext'],
        'the container must not run as root, and its user is 0: the kubelet refuses to start it',
        'write another runAsUser, or remove runAsNonRoot',
      );
  }
}

export const podSecurity: Topic = {
  id: 'refused-security-context',
  severity: 'error',
  summary: 'security contexts that contradict themselves',
  breaks: 'The API server refuses the workload, or the kubelet never starts the container.',
  kinds: POD_KINDS,
  judge,
  failing: `apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  containers:
    - name: shop
      image: shop:1.2.3
      securityContext: { privileged: true, allowPrivilegeEscalation: false }
`,
  passing: `apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  containers:
    - name: shop
      image: shop:1.2.3
      securityContext: { allowPrivilegeEscalation: false }
`,
};
