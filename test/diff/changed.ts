import { stringify } from 'yaml';
import { type Diff, diffOf } from '../../scripts/diff/diff.ts';
import { contentName } from '../../scripts/diff/sides/folder-side.ts';
import type { Side } from '../../scripts/diff/sides/side.ts';

/** A tree of texts by path, as if it had been read. */
export function sideOf(files: Readonly<Record<string, string>>, title = 'test'): Side {
  const texts = new Map(Object.entries(files));
  return {
    name: title,
    title,
    files: new Map([...texts].map(([path, text]) => [path, contentName(Buffer.from(text))])),
    beside: () => undefined,
    read: (paths) => new Map(paths.map((path) => [path, texts.get(path) ?? ''])),
  };
}

/** What a change of some texts does. */
export function diffOfFiles(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Diff {
  return diffOf(sideOf(before), sideOf(after));
}

/** What a change of some objects does, each in a file of its own. */
export function diffOfObjects(before: readonly object[], after: readonly object[]): Diff {
  return diffOfFiles(filesOf(before), filesOf(after));
}

function filesOf(objects: readonly object[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    objects.map((object) => {
      const { kind, metadata }: Record<string, unknown> = { ...object };
      const { namespace = '_cluster', name }: Record<string, unknown> = { ...Object(metadata) };
      return [
        `unit/${String(namespace)}/${String(kind).toLowerCase()}-${String(name)}.yaml`,
        stringify(object),
      ];
    }),
  );
}
