import type { FieldRule } from './rule.ts';
import { judge, said } from './rule.ts';

/** ConfigMaps that programs of every cluster read: what a key of them decides. */
export const KNOWN_MAPS: readonly {
  readonly name: RegExp;
  readonly key: RegExp;
  readonly risk: 'security' | 'outage';
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
    key: /^(?:resource\.|application\.|timeout\.)/,
    risk: 'outage',
    does: 'Argo CD compares, judges or tracks what it applies in another way',
  },
  {
    name: /^aws-auth$/,
    key: /^/,
    risk: 'security',
    does: 'other roles of AWS come into the cluster, or leave it',
  },
  {
    name: /^coredns(?:-custom)?$/,
    key: /^/,
    risk: 'outage',
    does: 'names are resolved in another way, for every pod',
  },
];

export const knownConfigMaps: readonly FieldRule[] = [
  {
    types: /^\/ConfigMap$/,
    shape: /^data\./,
    says: ({ shape, path, before, after }, { after: { name } }) => {
      const key = shape.slice('data.'.length);
      const known = KNOWN_MAPS.find((each) => each.name.test(name) && each.key.test(key));
      if (known === undefined) return undefined;
      const isLong = [before, after].some((value) => String(value ?? '').includes('\n'));
      return judge(known.risk, `${known.does}: ${path}${isLong ? '' : ` ${said(before)} → ${said(after)}`}`);
    },
  },
];
