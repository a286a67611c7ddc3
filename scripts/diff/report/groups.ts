import { type FieldChange, itemOf, type Judged, vanishes } from '../change.ts';
import { typeOf } from '../compare/key.ts';
import { canonicalText } from '../compare/value.ts';
import { combined, onlyItems, withoutChecksum, withoutNumbers } from './variants.ts';

/** The same change on several clusters, or of several objects that are alike. */
export interface Group {
  /** Every change that it stands for. */
  readonly changes: readonly Judged[];
  readonly first: Judged;
  readonly clusters: readonly string[];
  /** `Deployment shop/web`, one for each object; the name of a cluster in one stands as `<cluster>`. */
  readonly titles: readonly string[];
  readonly reasons: readonly string[];
  readonly fields: readonly FieldChange[];
  /** The object changes on other clusters as well, in another way. */
  readonly differs: boolean;
  readonly vanishes: boolean;
}

const CLUSTER = '<cluster>';

/** Tells the same change once. The order stays: the worst first. */
export function groupsOf(all: readonly Judged[]): readonly Group[] {
  const changes = all.map((change) => ({ ...change, fields: change.fields.map(onlyItems) }));
  const sets = new Map<string, Judged[]>();
  const forms = new Map<string, Set<string>>();
  for (const change of changes) {
    const said = signature(change);
    const place = general(placeOf(change), change.cluster);
    forms.set(place, (forms.get(place) ?? new Set<string>()).add(said));
    const key = `${place}\0${said}`;
    sets.set(key, [...(sets.get(key) ?? []), change]);
  }
  const perObject = [...sets.values()].map((own) => groupOf(own, forms));
  return alike(perObject);
}

function groupOf(changes: readonly Judged[], forms: ReadonlyMap<string, ReadonlySet<string>>): Group {
  const [first] = changes;
  if (first === undefined) throw new Error('A group has at least one change.');
  const clusters = changes.map(({ cluster }) => cluster);
  const isShared = clusters.length > 1;
  const text = (value: string) => (isShared ? general(value, first.cluster) : value);
  const reasonAt = (at: number) =>
    combined(changes.map(({ cluster, reasons }) => ({ cluster, text: general(reasons[at] ?? '', cluster) })));
  return {
    changes,
    first,
    clusters,
    titles: [text(titleText(first))],
    reasons: isShared ? first.reasons.map((_, at) => reasonAt(at)) : first.reasons,
    fields: isShared ? sharedFields(changes, first) : first.fields,
    differs: (forms.get(general(placeOf(first), first.cluster))?.size ?? 1) > 1,
    vanishes: vanishes(first),
  };
}

/** The fields of the first, with what the others have otherwise only said to be so. */
function sharedFields(changes: readonly Judged[], first: Judged): readonly FieldChange[] {
  return first.fields.map((field, at) => {
    const isSame = changes.every(({ fields }) => {
      const other = fields[at];
      return other?.before === field.before && other?.after === field.after;
    });
    return generalField(isSame ? field : withoutChecksum(field), first.cluster);
  });
}

/** Objects of one kind to which the same happens on the same clusters. */
function alike(groups: readonly Group[]): readonly Group[] {
  const merged = new Map<string, Group>();
  for (const group of groups) {
    const { first, clusters } = group;
    const item = itemOf(first);
    const what = [
      first.risk,
      first.action,
      typeOf(item),
      item.source,
      clusters.join(),
      group.vanishes,
      group.differs,
    ];
    const said = group.reasons.map((reason) => reason.replaceAll(item.name, '\0'));
    const key = canonicalText([
      what,
      said,
      group.fields.map(({ path, before, after }) => [path, before ?? null, after ?? null]),
    ]);
    const known = merged.get(key);
    merged.set(
      key,
      known === undefined
        ? group
        : {
            ...known,
            changes: [...known.changes, ...group.changes],
            titles: [...known.titles, ...group.titles],
          },
    );
  }
  return [...merged.values()];
}

/** What happens, without what clusters of other sizes have otherwise. */
function signature(change: Judged): string {
  const { action, risk, reasons, fields, cluster } = change;
  return general(
    canonicalText([
      action,
      risk,
      reasons.map((reason) => withoutNumbers(reason.replaceAll(cluster, CLUSTER))),
      fields.map(withoutChecksum).map(({ path, before, after }) => [path, before ?? null, after ?? null]),
    ]),
    cluster,
  );
}

function placeOf(change: Judged): string {
  const item = itemOf(change);
  return [typeOf(item), item.source, item.namespace ?? '', item.name].join('\0');
}

function general(text: string, cluster: string): string {
  return text.replaceAll(cluster, CLUSTER);
}

function generalField(field: FieldChange, cluster: string): FieldChange {
  const value = (each: unknown): unknown => {
    if (each === undefined) return undefined;
    const read: unknown = JSON.parse(general(JSON.stringify(each), cluster));
    return read;
  };
  return {
    ...field,
    path: general(field.path, cluster),
    before: value(field.before),
    after: value(field.after),
  };
}

/** What an object is called in a report. */
export function titleText(change: Judged): string {
  const { kind, namespace, name, source, unit } = itemOf(change);
  if (source === 'values') return `values of the chart of ${unit}`;
  const from = source === 'chart' ? ` (chart of ${unit})` : '';
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}${from}`;
}
