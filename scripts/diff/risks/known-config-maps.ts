import type { FieldChange, Judgement } from '../change.ts';
import { rightsInArgo } from './argo-rights.ts';
import type { FieldRule } from './rule.ts';
import { judge, said } from './rule.ts';

/** ConfigMaps that programs of every cluster read: what a key of them decides. */
export const KNOWN_MAPS: readonly {
  readonly name: RegExp;
  readonly key: RegExp;
  readonly risk: 'security' | 'outage' | 'routine';
  readonly does: string;
}[] = [
  {
    name: /^argocd-rbac-cm$/,
    key: /^/,
    risk: 'security',
    does: 'other people may do other things in Argo CD',
  },
  {
    name: /^argocd-cm$/,
    key: /^(?:admin\.enabled|accounts\.|users\.|exec\.|oidc\.|dex\.|url$)/,
    risk: 'security',
    does: 'other people come into Argo CD, or may do more there',
  },
  {
    name: /^argocd-cm$/,
    key: /^(?:resource\.|application\.)/,
    risk: 'outage',
    does: 'Argo CD compares, judges or tracks what it applies in another way',
  },
  {
    name: /^argocd-cmd-params-cm$/,
    key: /^(?:server\.(?:disable\.auth|insecure|x\.frame\.options|content\.security\.policy)|application\.namespaces|applicationsetcontroller\.(?:namespaces|allowed\.scm\.providers|enable\.scm\.providers)|\w+\.(?:repo\.server\.)?(?:plaintext|disable\.tls|strict\.tls))$/,
    risk: 'security',
    does: 'Argo CD asks less of those who reach it',
  },
  {
    name: /^argocd-(?:ssh-known-hosts|tls-certs|gpg-keys)-cm$/,
    key: /^/,
    risk: 'security',
    does: 'Argo CD trusts other hosts, or other keys',
  },
  {
    name: /^aws-auth$/,
    key: /^/,
    risk: 'security',
    does: 'other roles of AWS come into the cluster, or leave it',
  },
  {
    name: /^(?:coredns(?:-custom)?|node-local-dns)$/,
    key: /^/,
    risk: 'outage',
    does: 'names are resolved in another way, for every pod',
  },
];

/** Switches that open something while they are on. */
const SWITCHES =
  /^(?:admin\.enabled|exec\.enabled|users\.anonymous\.enabled|server\.disable\.auth|server\.insecure|\w+\.(?:repo\.server\.)?(?:plaintext|disable\.tls))$/;
/** And one that opens something while it is off. */
const GUARDS = /^\w+\.(?:repo\.server\.)?strict\.tls$/;

export const knownConfigMaps: readonly FieldRule[] = [
  {
    types: /^\/ConfigMap$/,
    shape: /^data\./,
    says: (field, { after: { name } }) => ofKnownMap(name, field.shape.slice('data.'.length), field),
  },
];

/** What a key of such a ConfigMap decides, whoever writes it; undefined of others. */
export function ofKnownMap(
  name: string,
  key: string,
  { path, before, after }: Omit<FieldChange, 'shape'>,
): Judgement | readonly Judgement[] | undefined {
  const known = KNOWN_MAPS.find((each) => each.name.test(name) && each.key.test(key));
  if (known === undefined) return undefined;
  if (name === 'argocd-rbac-cm' && /^policy(?:\..+)?\.csv$/.test(key)) return rightsInArgo(before, after);
  const isLong = [before, after].some((value) => String(value ?? '').includes('\n'));
  const text = `${path}${isLong ? '' : ` ${said(before)} → ${said(after)}`}`;
  return closes(name, key, after)
    ? judge('routine', `less is open than before: ${text}`)
    : judge(known.risk, `${known.does}: ${text}`);
}

/** Whether a setting of Argo CD lets in less than it did. */
function closes(name: string, key: string, after: unknown): boolean {
  if (!name.startsWith('argocd-')) return false;
  if (key === 'policy.default' || key.startsWith('accounts.')) return after === undefined || after === '';
  // Argo CD has an administrator unless this says that it has none.
  if (key === 'admin.enabled') return after === 'false';
  if (SWITCHES.test(key)) return after !== 'true';
  return GUARDS.test(key) && after === 'true';
}
