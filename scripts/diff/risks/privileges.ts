import { OF_PODS } from '../../cluster-model/defaults/pods.ts';
import type { Item } from '../change.ts';
import { podSpecOf } from '../compare/pod-path.ts';
import { isMapping, listAt, mappingAt, textAt } from '../compare/value.ts';
import { containersOf, makesPods } from './pods.ts';
import { isEdit, judge, type Rule } from './rule.ts';

/** What the pods of a template may do beyond a plain process; each with how it is said. */
interface Privilege {
  readonly text: string;
  /** It opens the node, so that nobody may get it without a look, in a new workload either. */
  readonly opensNode: boolean;
}

/** Privileges that pods gain. */
export const privileges: Rule = (change) => {
  const { before, after } = change;
  if (after === undefined || !makesPods(after)) return [];
  const had = before === undefined ? [] : privilegesOf(before);
  // A weakness that the pods have already is not gained by one more container with it.
  const known = new Set(had.flatMap(({ text, opensNode }) => [text, ...(opensNode ? [] : [kindOf(text)])]));
  const old = new Set(before === undefined ? [] : containersOf(before).map(({ name }) => String(name)));
  const isKnown = ({ text, opensNode }: Privilege) => {
    const [, container] = /^container (\S+)/.exec(text) ?? [];
    return (
      known.has(text) ||
      (!opensNode && container !== undefined && !old.has(container) && known.has(kindOf(text)))
    );
  };
  return privilegesOf(after)
    .filter((each) => !isKnown(each) && (isEdit(change) || each.opensNode))
    .map(({ text }) => judge('security', `its pods gain a privilege: ${text}`));
};

function kindOf(text: string): string {
  return text.replace(/^container \S+/, 'container');
}

function privilegesOf(item: Item): readonly Privilege[] {
  const spec = podSpecOf(item);
  const pod = mappingAt(spec, 'securityContext');
  const strong = (text: string): Privilege => ({ text, opensNode: true });
  const weak = (text: string): Privilege => ({ text, opensNode: false });
  const paths = listAt(spec, 'volumes').flatMap((volume) => textAt(volume, 'hostPath.path') ?? []);
  return [
    ...['hostNetwork', 'hostPID', 'hostIPC']
      .filter((field) => spec[field] === true)
      .map((field) => strong(`${field} of the node`)),
    ...paths.map((path) => strong(`the path ${path} of the node`)),
    ...listAt(pod, 'sysctls').flatMap((each) =>
      isMapping(each) ? [strong(`the kernel setting ${String(each.name)}`)] : [],
    ),
    ...(spec.automountServiceAccountToken === true ? [weak('a token for the API server')] : []),
    ...containersOf(item).flatMap((container) => ofContainer(container, pod, { strong, weak })),
    ...containersOf(item).flatMap((container) =>
      writablePaths(container, spec).map((path) =>
        weak(`container ${String(container.name)} may write to the path ${path} of the node`),
      ),
    ),
  ];
}

/** Paths of the node that a container mounts, and may write to. */
function writablePaths(
  container: Readonly<Record<string, unknown>>,
  spec: Readonly<Record<string, unknown>>,
): readonly string[] {
  return listAt(container, 'volumeMounts').flatMap((mount) => {
    if (!isMapping(mount) || mount.readOnly === true) return [];
    const volume = listAt(spec, 'volumes').find((each) => isMapping(each) && each.name === mount.name);
    return textAt(volume, 'hostPath.path') ?? [];
  });
}

function ofContainer(
  container: Readonly<Record<string, unknown>>,
  pod: Readonly<Record<string, unknown>>,
  { strong, weak }: Readonly<Record<'strong' | 'weak', (text: string) => Privilege>>,
): readonly Privilege[] {
  const own = mappingAt(container, 'securityContext');
  const name = String(container.name);
  const value = (field: string) => own[field] ?? pod[field];
  const capabilities = listAt(own, 'capabilities.add').map(String);
  const kept = listAt(own, 'capabilities.drop').map(String);
  const seccomp = textAt(own, 'seccompProfile.type') ?? textAt(pod, 'seccompProfile.type');
  const armor = textAt(own, 'appArmorProfile.type') ?? textAt(pod, 'appArmorProfile.type');
  const ports = listAt(container, 'ports').flatMap((port) =>
    isMapping(port) && typeof port.hostPort === 'number' && port.hostPort > 0 ? [port.hostPort] : [],
  );
  const writable = listAt(container, 'volumeMounts').filter(isMapping);
  return [
    ...(own.privileged === true ? [strong(`container ${name} is privileged`)] : []),
    ...capabilities.map((each) => strong(`container ${name} has the capability ${each}`)),
    ...ports.map((port) => strong(`port ${port} of the node for container ${name}`)),
    ...(own.procMount === 'Unmasked' ? [strong(`container ${name} sees the whole of /proc`)] : []),
    ...(seccomp === 'Unconfined' ? [strong(`container ${name} may make any system call`)] : []),
    ...(armor === 'Unconfined' ? [strong(`container ${name} has no AppArmor profile`)] : []),
    ...(seccomp === undefined ? [weak(`container ${name} has no seccomp profile`)] : []),
    ...(kept.some((each) => each.toUpperCase() === 'ALL')
      ? []
      : [weak(`container ${name} keeps the default capabilities`)]),
    ...(own.allowPrivilegeEscalation === false
      ? []
      : [weak(`container ${name} may gain more rights than its parent process`)]),
    ...(own.readOnlyRootFilesystem === true
      ? []
      : [weak(`container ${name} may write to its own file system`)]),
    ...(value('runAsNonRoot') === true || Number(value('runAsUser') ?? 0) > 0
      ? []
      : [weak(`container ${name} may run as root`)]),
    ...(value('runAsUser') === 0 ? [weak(`container ${name} runs as root`)] : []),
    ...writable
      .filter(({ readOnly }) => readOnly !== true)
      .flatMap(({ mountPath }) =>
        /^\/(?:etc|var\/run|proc|sys)\b/.test(String(mountPath))
          ? [weak(`container ${name} may write to ${String(mountPath)}`)]
          : [],
      ),
  ];
}

/** Another account means other rights. */
export const accounts: Rule = (change) => {
  if (!isEdit(change) || !makesPods(change.after)) return [];
  const [old, now] = [podSpecOf(change.before), podSpecOf(change.after)].map((spec) =>
    String(spec.serviceAccountName ?? spec.serviceAccount ?? OF_PODS.serviceAccountName),
  );
  return old === now
    ? []
    : [
        judge(
          'security',
          `its pods act as another ServiceAccount: ${old} → ${now}, with the rights of that one`,
        ),
      ];
};
