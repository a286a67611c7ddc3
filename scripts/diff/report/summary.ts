import { type Action, itemOf, type Judged, RISKS, type Risk } from '../change.ts';
import { bytesText, coresText } from '../compare/quantity.ts';
import { at, isMapping, listAt, mappingAt, textAt } from '../compare/value.ts';
import type { Diff } from '../diff.ts';
import { sourcesOf } from '../risks/fate.ts';
import { boundsOf, podsText, requestsOf } from '../risks/pods.ts';
import { hostsOf, isOnInternet } from '../risks/routes.ts';
import { said, some } from '../risks/rule.ts';
import { titleText } from './groups.ts';

const WORDS: Readonly<Record<Action, string>> = {
  added: 'new',
  changed: 'changed',
  removed: 'removed',
  renamed: 'renamed',
  moved: 'moved',
};

/** Most that one line of the summary names. */
const MOST = 6;

/** What a reader has to know first, a sentence each. */
export function summaryOf(diff: Diff): readonly string[] {
  const { changes, connectivity, findings } = diff;
  if (changes.length === 0) return ['Nothing changes in a cluster.', ...diff.notes];
  const { opened, closed, notes } = connectivity;
  return [
    counts(changes),
    risks(changes),
    ...line('Pods that restart', restarts(diff)),
    ...line('Quota', quotas(changes)),
    ...line('Requested at most', cost(diff)),
    ...line('New on the Internet', hosts(changes, 'after')),
    ...line('No longer served', hosts(changes, 'before')),
    ...line('Secrets that must exist before', secrets(changes)),
    ...line('Charts', charts(changes)),
    ...(opened.length + closed.length > 0
      ? [`Paths between pods: ${opened.length} opened, ${closed.length} closed`]
      : []),
    ...(findings.new.length + findings.gone.length > 0
      ? [`Findings: ${findings.new.length} new, ${findings.gone.length} gone`]
      : []),
    ...notes,
    ...findings.notes,
    ...diff.notes,
  ];
}

function line(title: string, parts: readonly string[]): readonly string[] {
  return parts.length === 0 ? [] : [`${title}: ${some(parts, MOST)}`];
}

function counts(changes: readonly Judged[]): string {
  const clusters = [...new Set(changes.map(({ cluster }) => cluster))];
  const objects = new Map<string, Set<string>>();
  const actions = new Map<Action, Set<string>>();
  for (const change of changes) {
    const key = [change.action, titleText(change).replaceAll(change.cluster, ''), itemOf(change).source].join(
      '\0',
    );
    objects.set(key, (objects.get(key) ?? new Set<string>()).add(change.cluster));
    actions.set(change.action, (actions.get(change.action) ?? new Set<string>()).add(key));
  }
  const parts = (['added', 'changed', 'removed', 'renamed', 'moved'] as const).flatMap((action) => {
    const number = actions.get(action)?.size ?? 0;
    return number === 0 ? [] : [{ number, word: WORDS[action] }];
  });
  const text = parts
    .map(({ number, word }, index) =>
      index === 0 ? `${number} object${number === 1 ? '' : 's'} ${word}` : `${number} ${word}`,
    )
    .join(', ');
  if (clusters.length === 1) return `${text}, on ${clusters.join()}`;
  const same = [...objects.values()].every((own) => own.size === clusters.length);
  return `${text}, ${same ? 'the same on' : 'on some of'} ${clusters.length} clusters: ${some(clusters, 8)}`;
}

function risks(changes: readonly Judged[]): string {
  const number = (risk: Risk) => changes.filter((change) => change.risk === risk).length;
  return `By risk: ${RISKS.flatMap((risk) => (number(risk) === 0 ? [] : [`${number(risk)} ${risk}`])).join(', ')}`;
}

/** Texts of several clusters, each once, with how many have it. */
function once(changes: readonly Judged[], textsOf: (change: Judged) => readonly string[]): readonly string[] {
  const clusters = new Map<string, Set<string>>();
  for (const change of changes) {
    for (const text of textsOf(change))
      clusters.set(text, (clusters.get(text) ?? new Set<string>()).add(change.cluster));
  }
  const all = new Set(changes.map(({ cluster }) => cluster)).size;
  return [...clusters].map(([text, own]) =>
    all === 1 || own.size === all
      ? text
      : `${text} (${own.size === 1 ? [...own].join() : `${own.size} clusters`})`,
  );
}

function restarts({ changes, trees }: Diff): readonly string[] {
  return once(changes, (change) => {
    const { after, before } = change;
    if (after === undefined || before === undefined) return [];
    const isOne = change.reasons.some((reason) =>
      / pods? restarts?, | replaced, |^a pod on each node restart/.test(reason),
    );
    return isOne
      ? [`${after.kind} ${after.namespace ?? ''}/${after.name} (${podsText(after, trees.after)})`]
      : change.reasons.filter((reason) => reason.startsWith('Reloader restarts'));
  });
}

function quotas(changes: readonly Judged[]): readonly string[] {
  return once(changes, (change) => {
    if (change.after?.kind !== 'ResourceQuota' || change.before === undefined) return [];
    const fields = change.fields.filter(({ shape }) => shape.startsWith('spec.hard'));
    return fields.map(
      ({ shape, before, after }) =>
        `${change.after?.namespace ?? ''}: ${said(before)} → ${said(after)} ${shape.replace('spec.hard.', '')}`,
    );
  });
}

/** What all changed workloads ask for at their largest, against before. */
function cost({ changes, trees }: Diff): readonly string[] {
  let [cpu, memory, pods] = [0, 0, 0];
  for (const { before, after } of changes) {
    for (const [item, tree, sign] of [
      [before, trees.before, -1],
      [after, trees.after, 1],
    ] as const) {
      if (item === undefined || item.source === 'values') continue;
      const most = boundsOf(item, tree)?.max ?? 0;
      const requests = requestsOf(item);
      cpu += sign * most * requests.cpu;
      memory += sign * most * requests.memory;
      pods += sign * most;
    }
  }
  const plus = (text: string, value: number) => (value > 0 ? `+${text}` : text);
  return [
    ...(Math.abs(cpu) > 1e-6 ? [plus(coresText(cpu), cpu)] : []),
    ...(Math.abs(memory) > 1 ? [plus(bytesText(memory), memory)] : []),
    ...(pods === 0 ? [] : [plus(`${pods} pods`, pods)]),
  ];
}

function hosts(changes: readonly Judged[], side: 'before' | 'after'): readonly string[] {
  const all = (which: 'before' | 'after', cluster: string) =>
    new Set(
      changes
        .filter((change) => change.cluster === cluster)
        .flatMap((change) => {
          const item = change[which];
          return item !== undefined && isOnInternet(item) ? hostsOf(item) : [];
        }),
    );
  const known = new Map<string, ReadonlySet<string>>();
  return once(changes, (change) => {
    const item = change[side];
    if (item === undefined || hostsOf(item).length === 0 || !isOnInternet(item)) return [];
    const others = known.get(change.cluster) ?? all(side === 'after' ? 'before' : 'after', change.cluster);
    known.set(change.cluster, others);
    return hostsOf(item).filter((host) => !others.has(host));
  });
}

function secrets(changes: readonly Judged[]): readonly string[] {
  return once(changes, ({ before, after }) => {
    if (after?.kind !== 'ExternalSecret') return [];
    const old = before === undefined ? [] : remoteKeys(before.value);
    return remoteKeys(after.value).filter((key) => !old.includes(key));
  });
}

function remoteKeys(value: unknown): readonly string[] {
  const data = listAt(value, 'spec.data').map((each) => mappingAt(each, 'remoteRef'));
  const whole = listAt(value, 'spec.dataFrom').map((each) => mappingAt(each, 'extract'));
  return [...data, ...whole].flatMap(({ key, property }) =>
    typeof key !== 'string' ? [] : [typeof property === 'string' ? `${key} (${property})` : key],
  );
}

/** Charts of which another version is installed. */
function charts(changes: readonly Judged[]): readonly string[] {
  return once(changes, ({ before, after }) => {
    if (after?.kind !== 'Application' || before === undefined) return [];
    const old = new Map(
      sourcesOf(before.value)
        .filter(isMapping)
        .map((source) => [textAt(source, 'chart'), at(source, 'targetRevision')]),
    );
    return sourcesOf(after.value).flatMap((source) => {
      const chart = textAt(source, 'chart');
      const [was, is] = [old.get(chart), at(source, 'targetRevision')];
      return chart === undefined || was === undefined || was === is
        ? []
        : [`${chart} ${said(was)} → ${said(is)}`];
    });
  });
}
