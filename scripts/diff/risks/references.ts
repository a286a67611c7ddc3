import { isDeepStrictEqual } from 'node:util';
import type { Item, Judgement } from '../change.ts';
import { titleOf, typeOf } from '../compare/key.ts';
import { podMetadataOf, podSpecOf } from '../compare/pod-path.ts';
import { listAt, mappingAt, textAt, textsAt } from '../compare/value.ts';
import { boundsOf, WORKLOADS } from './pods.ts';
import { isEdit, judge, type Rule, said, some, type Trees } from './rule.ts';
import { referencesOf } from './users.ts';

const HOLDERS = /^(?:\/ConfigMap|\/Secret|external-secrets\.io\/ExternalSecret)$/;

/** Keys that go while pods need them, and pods that restart as they read what changes. */
export const references: Rule = (change, trees) => {
  if (!isEdit(change) || !HOLDERS.test(typeOf(change.after))) return [];
  const { before, after } = change;
  const kind = after.kind === 'ConfigMap' ? 'ConfigMap' : 'Secret';
  const [old, now] = [held(before), held(after)];
  const users = usersOf(after, kind, old.name, trees);
  if (users.length === 0) return [];
  if (old.name !== now.name)
    return [
      judge(
        'outage',
        `it makes the Secret ${now.name} instead of ${old.name}, which ${names(users)} still need`,
      ),
    ];
  const gone = old.keys.filter((key) => !now.keys.includes(key));
  const needed = users.flatMap((user) =>
    referencesOf(user)
      .filter(
        (use) =>
          use.kind === kind &&
          use.name === old.name &&
          !use.optional &&
          use.key !== undefined &&
          gone.includes(use.key),
      )
      .map((use) => `${titleOf(user)} (${use.key})`),
  );
  const content = change.fields.some(({ shape }) =>
    /^(?:data|stringData|binaryData|spec\.data|spec\.dataFrom|spec\.target\.template)\b/.test(shape),
  );
  const lostKeys: readonly Judgement[] =
    needed.length > 0
      ? [
          judge(
            'outage',
            `a key is gone that is still needed: ${some([...new Set(needed)])}; their pods do not start`,
          ),
        ]
      : [];
  if (!content) return lostKeys;
  return [...lostKeys, ...readAgain(users, after, old.name, trees)];
};

/** Reloader restarts pods that ask for it; others read a volume anew, and variables only when they start. */
function readAgain(users: readonly Item[], changed: Item, name: string, trees: Trees): readonly Judgement[] {
  // A Secret from a store changes when the store says so, and its keys when this says so.
  const reloaded = users.filter((user) =>
    isReloaded(user, changed.kind === 'ConfigMap' ? 'configmap' : 'secret', name),
  );
  const others = users.filter((user) => !reloaded.includes(user));
  // Pods that are replaced by this very change read it then.
  const replaced = others.filter((user) => isReplaced(user, trees));
  const rest = others.filter((user) => !replaced.includes(user));
  const pods = reloaded.reduce((sum, user) => sum + (boundsOf(user, trees.after)?.min ?? 1), 0);
  return [
    ...(reloaded.length > 0
      ? [judge('restart', `Reloader restarts ${names(reloaded)}, which read it (${pods} pods at least)`)]
      : []),
    ...(replaced.length > 0
      ? [judge('routine', `${names(replaced)} read it with the new pods that this change brings`)]
      : []),
    ...(rest.length > 0
      ? [
          judge(
            'routine',
            `${names(rest)} read it: a volume within a minute or two, variables only at the next start`,
          ),
        ]
      : []),
  ];
}

function isReplaced(user: Item, trees: Trees): boolean {
  const before = trees.before.find(user);
  return (
    before === undefined ||
    !isDeepStrictEqual([podMetadataOf(before), podSpecOf(before)], [podMetadataOf(user), podSpecOf(user)])
  );
}

function isReloaded(user: Item, kind: 'configmap' | 'secret', name: string): boolean {
  return [textsAt(user.value, 'metadata.annotations'), textsAt(podMetadataOf(user), 'annotations')].some(
    (marks) => {
      if (
        marks['reloader.stakater.com/auto'] === 'true' ||
        marks[`${kind}.reloader.stakater.com/auto`] === 'true'
      )
        return true;
      return (marks[`${kind}.reloader.stakater.com/reload`] ?? '')
        .split(',')
        .map((each) => each.trim())
        .includes(name);
    },
  );
}

function usersOf(item: Item, kind: 'ConfigMap' | 'Secret', name: string, trees: Trees): readonly Item[] {
  return trees.after
    .inNamespace(item.cluster, item.namespace, ...WORKLOADS)
    .filter((user) => referencesOf(user).some((use) => use.kind === kind && use.name === name));
}

/** The name and the keys of what pods read. */
function held({ kind, name, value }: Item): { readonly name: string; readonly keys: readonly string[] } {
  if (kind !== 'ExternalSecret') {
    const keys = ['data', 'stringData', 'binaryData'].flatMap((field) =>
      Object.keys(mappingAt(value, field)),
    );
    return { name, keys };
  }
  const template = Object.keys(mappingAt(value, 'spec.target.template.data'));
  const data = listAt(value, 'spec.data').flatMap((each) => textAt(each, 'secretKey') ?? []);
  return { name: textAt(value, 'spec.target.name') ?? name, keys: template.length > 0 ? template : data };
}

function names(items: readonly Item[]): string {
  return some(items.map(titleOf));
}

/** What pods need to start and the tree does not have any more, or not yet. */
export const dangling: Rule = (change, trees) => {
  const { before, after } = change;
  if (after === undefined || before === undefined || referencesOf(after).length === 0) return [];
  const [old, now] = [before, after].map((item) => referencesOf(item).filter(({ optional }) => !optional));
  const textOf = ({ kind, name, key }: { kind: string; name: string; key: string | undefined }) =>
    `${kind} ${name}${key === undefined ? '' : ` (${key})`}`;
  const known = new Set((old ?? []).map(textOf));
  return (now ?? [])
    .filter((use) => !known.has(textOf(use)))
    .flatMap((use): readonly Judgement[] => {
      const makers = trees.after.inNamespace(
        after.cluster,
        after.namespace,
        use.kind,
        ...(use.kind === 'Secret' ? ['ExternalSecret', 'Certificate', 'SealedSecret'] : []),
      );
      const own = makers.filter((maker) => makes(maker, use.name));
      if (own.length === 0)
        return makers.length === 0
          ? []
          : [judge('outage', `its pods need ${textOf(use)}, which nothing in the tree makes`)];
      const hasKey =
        use.key === undefined ||
        own.some(
          (maker) =>
            maker.kind === 'Certificate' ||
            maker.source === 'chart' ||
            keysOf(maker) === undefined ||
            keysOf(maker)?.includes(use.key ?? ''),
        );
      return hasKey
        ? []
        : [judge('outage', `its pods need ${textOf(use)}, and ${said(own.map(titleOf)[0])} has no such key`)];
    });
};

function makes(item: Item, name: string): boolean {
  if (item.kind === 'Certificate') return textAt(item.value, 'spec.secretName') === name;
  if (item.kind === 'ExternalSecret') return (textAt(item.value, 'spec.target.name') ?? item.name) === name;
  return item.name === name;
}

/** Undefined where the keys are those of a store. */
function keysOf(item: Item): readonly string[] | undefined {
  if (item.kind === 'ExternalSecret' && listAt(item.value, 'spec.dataFrom').length > 0) return undefined;
  return held(item).keys;
}
