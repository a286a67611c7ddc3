import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadAll } from 'js-yaml';
import { stringify } from 'yaml';
import { z } from 'zod';
import { keyOf, stepsOf } from '../../check/corpus/place.ts';
import { type UnseenCase, unseenCase } from './entry.ts';

const HERE = dirname(fileURLToPath(import.meta.url));

type Files = Readonly<Record<string, string>>;

type Objects = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

const identity = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
});

/** Every case, with the family of its file. */
export function unseenCases(): readonly (UnseenCase & { readonly family: string })[] {
  return filesIn('cases').flatMap(([file, text]) => {
    const read = z.array(unseenCase).safeParse(loadAll(text).flat());
    if (!read.success) throw new Error(`${file}: ${z.prettifyError(read.error)}`);
    return read.data.map((each) => ({ ...each, family: basename(file, '.yaml') }));
  });
}

/** The files of both sides of a case. */
export function sidesOf(entry: UnseenCase): { readonly before: Files; readonly after: Files } {
  if (entry.files !== undefined) return entry.files;
  const base = new Map([...baseOf(entry.base), ...objectsIn(entry.both)]);
  const before = new Map([...base, ...objectsIn(entry.before)]);
  const after = new Map([...base, ...objectsIn(entry.after)]);
  // What a case changes may also be an object of its own.
  for (const object of editedOf(entry)) {
    const own = before.get(object);
    if (own === undefined) throw new Error(`${entry.name}: there is no ${object}.`);
    after.set(object, structuredClone(own));
  }
  edit(entry, after);
  return { before: textsOf(before), after: textsOf(after) };
}

/** The objects of which something is to be told. */
export function meantIn(entry: UnseenCase): readonly string[] {
  if (entry.on !== undefined) return entry.on;
  const own = [...objectsIn(entry.before).keys(), ...objectsIn(entry.after).keys()];
  return [...new Set([...editedOf(entry), ...own])];
}

function editedOf({ set = {}, append = {}, unset = {}, gone = [] }: UnseenCase): readonly string[] {
  return [...new Set([...Object.keys(set), ...Object.keys(append), ...Object.keys(unset), ...gone])];
}

function edit(
  { set = {}, append = {}, unset = {}, gone = [] }: UnseenCase,
  after: Map<string, object>,
): void {
  for (const [object, paths] of Object.entries(set)) {
    for (const [path, value] of Object.entries(paths)) place(after.get(object), path, () => value);
  }
  for (const [object, paths] of Object.entries(append)) {
    for (const [path, value] of Object.entries(paths)) {
      place(after.get(object), path, (old) => [...(Array.isArray(old) ? old : []), value]);
    }
  }
  for (const [object, paths] of Object.entries(unset)) {
    for (const path of paths) place(after.get(object), path, () => undefined);
  }
  for (const object of gone) after.delete(object);
}

const record = z.record(z.string(), z.unknown());

/** Puts another value at a path; `undefined` takes it away. */
function place(object: unknown, path: string, change: (old: unknown) => unknown): void {
  const steps = stepsOf(path);
  let at: unknown = object;
  for (const [position, step] of steps.entries()) {
    const isLast = position === steps.length - 1;
    const key = keyOf(at, step, path);
    if (Array.isArray(at)) {
      if (!isLast) at = at[Number(key)];
      else {
        const value = change(at[Number(key)]);
        at.splice(Number(key), 1, ...(value === undefined ? [] : [value]));
      }
      continue;
    }
    if (!isRecord(at)) throw new Error(`${path}: nothing can be placed there.`);
    if (!isLast) {
      at[key] ??= {};
      at = at[key];
      continue;
    }
    const value = change(at[key]);
    if (value === undefined) {
      if (!(key in at)) throw new Error(`${path} is not there.`);
      delete at[key];
    } else at[key] = value;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return record.safeParse(value).success;
}

const bases = new Map<string, Objects>();

function baseOf(name: string | undefined): Objects {
  if (name === undefined) return new Map();
  const known = bases.get(name);
  if (known !== undefined) return known;
  const objects = new Map(filesIn(name).flatMap(([, text]) => [...objectsIn(text)]));
  bases.set(name, objects);
  return objects;
}

function objectsIn(text = ''): Objects {
  return new Map(
    loadAll(text).flatMap((object) => {
      if (object === undefined || object === null) return [];
      const { kind, metadata } = identity.parse(object);
      const place = metadata.namespace === undefined ? '' : `${metadata.namespace}/`;
      return [[`${kind} ${place}${metadata.name}`, record.parse(object)] as const];
    }),
  );
}

const texts = new WeakMap<object, string>();

function textsOf(objects: ReadonlyMap<string, object>): Files {
  return Object.fromEntries(
    [...objects].map(([reference, object]) => {
      const text = texts.get(object) ?? stringify(object, { version: '1.1' });
      texts.set(object, text);
      return [`tree/${reference.replaceAll(/[ /]/g, '-')}.yaml`, text];
    }),
  );
}

function filesIn(folder: string): readonly (readonly [string, string])[] {
  return readdirSync(join(HERE, folder))
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => [`${folder}/${name}`, readFileSync(join(HERE, folder, name), 'utf8')]);
}
