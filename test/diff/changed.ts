import { parseAllDocuments, stringify } from 'yaml';
import { type Diff, diffOf } from '../../scripts/diff/diff.ts';
import { contentName } from '../../scripts/diff/sides/folder-side.ts';
import type { Side } from '../../scripts/diff/sides/side.ts';

type Files = Readonly<Record<string, string>>;

/** A tree of texts by path, as if it had been read. */
function sideOf(files: Files, title = 'test'): Side {
  const texts = new Map(Object.entries(files));
  return {
    name: title,
    title,
    files: new Map([...texts].map(([path, text]) => [path, contentName(Buffer.from(text))])),
    links: [],
    beside: () => undefined,
    read: (paths) => new Map(paths.map((path) => [path, texts.get(path) ?? ''])),
  };
}

/** What a change of some texts does. */
export function diffOfFiles(before: Files, after: Files, check?: Parameters<typeof diffOf>[2]): Diff {
  return diffOf(sideOf(before), sideOf(after), check);
}

/** What a change of some objects does, each in a file of its own. */
export function diffOfObjects(before: readonly object[], after: readonly object[]): Diff {
  return diffOfFiles(filesOf(before), filesOf(after));
}

/** Files of a fleet with one cluster, `here`, and a unit for each object that does not say another one. */
export function filesOf(objects: readonly object[], folder = 'unit'): Files {
  return Object.fromEntries(
    objects.map((object) => {
      const { kind, metadata }: Record<string, unknown> = { ...object };
      const { namespace = '_cluster', name }: Record<string, unknown> = { ...Object(metadata) };
      const path = `${folder}/${String(namespace)}/${String(kind).toLowerCase()}-${String(name)}.yaml`;
      // As kubectl reads it: a namespace `n` without quotes would be no text.
      return [path, stringify(object, { version: '1.1' })];
    }),
  );
}

/** What a test asks of a change. */
export interface Told {
  readonly object: string;
  readonly action: string;
  readonly risk: string;
  readonly reasons: string;
}

export function toldOf({ changes }: Diff): readonly Told[] {
  return changes.map(({ before, after, action, risk, reasons }) => {
    const { kind, name } = after ?? before ?? { kind: '', name: '' };
    return { object: `${kind} ${name}`, action, risk, reasons: reasons.join(' | ') };
  });
}

/**
 * What is told of the change from some manifests to others.
 *
 * @param both manifests that are there before and after
 */
export function told(before: string, after: string, both = ''): readonly Told[] {
  const objects = (text: string) => [...objectsIn(text), ...objectsIn(both)];
  return toldOf(diffOfObjects(objects(before), objects(after)));
}

export function objectsIn(text: string): readonly object[] {
  return parseAllDocuments(text).flatMap((document) => {
    const value: unknown = document.toJS();
    return typeof value === 'object' && value !== null ? [value] : [];
  });
}
