import { z } from 'zod';
import type { TreeObject } from '../../prove-gatekeeper/tree.ts';

/** Kinds as Argo CD sorts them within a wave (`syncPhaseOrder` and `kindOrder` of its engine); all others come after them. */
const KINDS = [
  'Namespace',
  'NetworkPolicy',
  'ResourceQuota',
  'LimitRange',
  'PodSecurityPolicy',
  'PodDisruptionBudget',
  'ServiceAccount',
  'Secret',
  'SecretList',
  'ConfigMap',
  'StorageClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'CustomResourceDefinition',
  'ClusterRole',
  'ClusterRoleList',
  'ClusterRoleBinding',
  'ClusterRoleBindingList',
  'Role',
  'RoleList',
  'RoleBinding',
  'RoleBindingList',
  'Service',
  'DaemonSet',
  'Pod',
  'ReplicationController',
  'ReplicaSet',
  'Deployment',
  'HorizontalPodAutoscaler',
  'StatefulSet',
  'Job',
  'CronJob',
  'IngressClass',
  'Ingress',
  'APIService',
];

const PHASES = ['PreSync', 'Sync', 'PostSync'] as const;
type Phase = (typeof PHASES)[number];

/** Argo CD takes Helm's hooks for its own; those that are left out here run at no sync. */
const HELM_PHASES: Readonly<Record<string, Phase>> = {
  'crd-install': 'Sync',
  'pre-install': 'PreSync',
  'pre-upgrade': 'PreSync',
  'post-install': 'PostSync',
  'post-upgrade': 'PostSync',
};

/** When a sync applies an object; undefined for a hook that runs at another time, such as after a failure. */
export function phaseOf({ metadata }: TreeObject): Phase | undefined {
  const annotations = annotationsOf(metadata);
  const own = list(annotations['argocd.argoproj.io/hook']);
  if (own.length > 0) return PHASES.find((phase) => own.includes(phase));
  const helm = list(annotations['helm.sh/hook']);
  if (helm.length > 0) return PHASES.find((phase) => helm.some((hook) => HELM_PHASES[hook] === phase));
  return 'Sync';
}

/** Its wave: that of Argo CD, or the weight of a hook of Helm. */
export function waveOf({ metadata }: TreeObject): number {
  const annotations = annotationsOf(metadata);
  const wave = Number(annotations['argocd.argoproj.io/sync-wave'] ?? annotations['helm.sh/hook-weight'] ?? 0);
  return Number.isInteger(wave) ? wave : 0;
}

const texts = z.record(z.string(), z.string()).catch({});

function annotationsOf({
  annotations,
}: TreeObject['metadata']): Readonly<Record<string, string | undefined>> {
  return texts.parse(annotations);
}

function list(text: string | undefined): readonly string[] {
  return text === undefined ? [] : text.split(',').map((each) => each.trim());
}

/** What one sync applies at a time: all of one phase, one wave and one kind. */
export interface Batch<Each> {
  /** The phase and the wave: Argo CD waits between two of them until everything is healthy. */
  readonly stage: string;
  readonly kind: string;
  readonly members: readonly Each[];
}

/** The order in which one Application applies its objects; hooks of no sync are left out. */
export function batchesOf<Each extends { readonly object: TreeObject }>(
  members: readonly Each[],
): readonly Batch<Each>[] {
  const keyed = members.flatMap((member) => {
    const phase = phaseOf(member.object);
    if (phase === undefined) return [];
    const { kind } = member.object;
    const place = KINDS.indexOf(kind);
    const key = [PHASES.indexOf(phase), waveOf(member.object), place === -1 ? KINDS.length : place] as const;
    return [{ member, key, kind, stage: `${phase} ${waveOf(member.object)}` }];
  });
  keyed.sort(
    (a, b) =>
      a.key[0] - b.key[0] ||
      a.key[1] - b.key[1] ||
      a.key[2] - b.key[2] ||
      (a.kind < b.kind ? -1 : Number(a.kind > b.kind)),
  );
  const batches: { stage: string; kind: string; members: Each[] }[] = [];
  for (const { member, stage, kind } of keyed) {
    const last = batches.at(-1);
    if (last !== undefined && last.stage === stage && last.kind === kind) last.members.push(member);
    else batches.push({ stage, kind, members: [member] });
  }
  return batches;
}
