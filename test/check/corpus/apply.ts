import { type Document, isMap, parseDocument } from 'yaml';
import { z } from 'zod';
import type { Edit } from './entry.ts';
import { keyOf, stepsOf } from './place.ts';

/** The text of each file of a folder, by the file's name; in a fleet behind that of its cluster, `east/mesh.yaml`. */
export type Files = ReadonlyMap<string, string>;

const identity = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
});

/** `Kind namespace/name` of a manifest, as the edits name it. */
function referenceOf(manifest: unknown): string {
  const { kind, metadata } = identity.parse(manifest);
  return `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;
}

/** A manifest of a file, which is read once however often it is met. */
interface Manifest {
  readonly text: string;
  readonly reference: string;
  readonly object: unknown;
}

const SEPARATOR = /^---\n/m;

const read = new Map<string, readonly Manifest[]>();

function manifestsIn(text: string): readonly Manifest[] {
  const before = read.get(text);
  if (before !== undefined) return before;
  const manifests = text.split(SEPARATOR).map(manifestOf);
  read.set(text, manifests);
  return manifests;
}

const parsed = new Map<string, Manifest>();

function manifestOf(text: string): Manifest {
  const before = parsed.get(text.trimEnd());
  if (before !== undefined) return before;
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw error;
  const object: unknown = document.toJS();
  const manifest = { text: `${text.trimEnd()}\n`, reference: referenceOf(object), object };
  parsed.set(text.trimEnd(), manifest);
  return manifest;
}

/** What stands before the objects of a cluster; nothing where there is only one. */
function clusterPrefix(file: string): string {
  const [cluster, name] = file.split('/');
  return name === undefined ? '' : `${cluster}:`;
}

/** Every object of some files, by what the edits call it. */
export function objectsOf(files: Files): ReadonlyMap<string, unknown> {
  const objects = new Map<string, unknown>();
  for (const [file, text] of files) {
    for (const { reference: own, object } of manifestsIn(text)) {
      const reference = `${clusterPrefix(file)}${own}`;
      if (objects.has(reference)) throw new Error(`${file}: there are two of ${reference}.`);
      objects.set(reference, object);
    }
  }
  return objects;
}

/**
 * The files after an edit.
 *
 * @throws Error where the edit finds nothing to change, or not one thing
 */
export function applyEdit(files: Files, edit: Edit): Files {
  if ('file' in edit) {
    const text = files.get(edit.file);
    const more = `${edit.append.trimEnd()}\n`;
    return new Map(files).set(edit.file, text === undefined ? more : `${text.trimEnd()}\n---\n${more}`);
  }
  if ('without' in edit) return withManifest(files, edit.without, () => undefined);
  return withManifest(files, edit.object, (manifest) => changed(manifest, edit));
}

type ManifestEdit = Exclude<Edit, { file: string } | { without: string }>;

function changed(manifest: string, edit: ManifestEdit): string {
  if ('from' in edit) {
    const parts = manifest.split(edit.from);
    if (parts.length !== 2) {
      throw new Error(`${edit.object}: "${edit.from}" stands ${parts.length - 1} times in it, and not once.`);
    }
    return parts.join(edit.to);
  }
  const document = parseDocument(manifest);
  if ('remove' in edit) {
    if (!document.deleteIn(keysOf(document, edit.remove))) {
      throw new Error(`${edit.object} has no ${edit.remove}.`);
    }
  } else if ('add' in edit) document.addIn(keysOf(document, edit.path), document.createNode(edit.add));
  else document.setIn(keysOf(document, edit.path), document.createNode(edit.set));
  return document.toString({ lineWidth: 0 });
}

function keysOf(document: Document, path: string): (string | number)[] {
  const keys: (string | number)[] = [];
  let at: unknown = document.toJS();
  for (const step of stepsOf(path)) {
    const key = keyOf(at, step, path);
    keys.push(key);
    at = inside(at, key);
  }
  // A key may be written as a number, as that of a port is in some maps.
  return keys.map((key, position) => {
    const parent = document.getIn(keys.slice(0, position));
    const found = isMap(parent) && parent.items.find((pair) => String(pair.key) === String(key));
    return found ? String(key) : key;
  });
}

const map = z.record(z.string(), z.unknown());

function inside(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return value[Number(key)];
  return map.safeParse(value).data?.[key];
}

function withManifest(files: Files, reference: string, change: (text: string) => string | undefined): Files {
  for (const [file, text] of files) {
    const manifests = manifestsIn(text);
    const found = manifests.find((each) => `${clusterPrefix(file)}${each.reference}` === reference);
    if (found === undefined) continue;
    const replaced = change(found.text);
    const others = manifests.flatMap((each) => (each === found ? (replaced ?? []) : each.text));
    const after = new Map(files);
    if (others.length === 0) after.delete(file);
    else after.set(file, others.map((each) => `${each.trimEnd()}\n`).join('---\n'));
    return after;
  }
  throw new Error(`There is no ${reference}.`);
}
