import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { applyEdit, type Files, objectsOf } from './apply.ts';
import { applied, bases, harmless, mistakes } from './corpus.ts';
import type { Edit, Harmless, Mistake } from './entry.ts';

const CLEAN = bases();

/** Hundreds of changes are made, each for itself. */
const PATIENT = 60_000;

describe('the bases', () => {
  test.each([...CLEAN])('%s can be read, and each of its objects has a name of its own', (_, files) => {
    expect(objectsOf(files).size).toBeGreaterThan(0);
  });
});

describe('the mistakes', () => {
  const entries = mistakes();

  test('each has a name of its own', () => expectOwnNames(entries));

  test(
    'each edit changes the object that it names, and nothing else',
    () => {
      for (const entry of entries) expectEdits(entry);
    },
    PATIENT,
  );

  test(
    'each may be blamed on an object that is there',
    () => {
      for (const entry of entries) {
        const objects = new Set([...objectsOf(applied(entry, CLEAN)).keys()].map(withoutCluster));
        const missing = entry.expects.blames.filter((each) => each.includes(' ') && !objects.has(each));
        expect(missing, entry.name).toEqual([]);
      }
    },
    PATIENT,
  );
});

describe('the harmless changes', () => {
  const entries = harmless();

  test('each has a name of its own', () => expectOwnNames(entries));

  test(
    'each edit changes the object that it names, and nothing else',
    () => {
      for (const entry of entries) expectEdits(entry);
    },
    PATIENT,
  );
});

function expectOwnNames(entries: readonly (Mistake | Harmless)[]): void {
  const names = entries.map(({ name }) => name);
  expect(names.filter((name, at) => names.indexOf(name) < at)).toEqual([]);
}

function expectEdits(entry: Mistake | Harmless): void {
  let files = filesOf(entry.base);
  for (const edit of entry.edits) {
    const after = applyEdit(files, edit);
    const others = differences(files, after).filter((each) => !isMeant(edit, each, files));
    expect(others, entry.name).toEqual([]);
    expect(textOf(after), entry.name).not.toEqual(textOf(files));
    files = after;
  }
  expect(textOf(applied(entry, CLEAN)), entry.name).toEqual(textOf(files));
  // A harmless change may only be another way to write the same.
  if ('breaks' in entry) expect(differences(filesOf(entry.base), files), entry.name).not.toEqual([]);
}

/** Whether a difference is what the edit names: its object, under a new name too, or objects that are added. */
function isMeant(edit: Edit, reference: string, before: Files): boolean {
  if ('append' in edit) return !objectsOf(before).has(reference);
  if ('without' in edit) return reference === edit.without;
  return reference === edit.object || (renames(edit) && !objectsOf(before).has(reference));
}

function withoutCluster(reference: string): string {
  return reference.replace(/^[a-z-]+:/, '');
}

function renames(edit: Edit): boolean {
  return 'set' in edit && ['kind', 'metadata.name', 'metadata.namespace'].includes(edit.path);
}

function filesOf(base: string): Files {
  const files = CLEAN.get(base);
  if (files === undefined) throw new Error(`There is no base ${base}.`);
  return files;
}

/** The objects that are not the same; a renamed one counts under both names. */
function differences(before: Files, after: Files): readonly string[] {
  const [one, other] = [objectsOf(before), objectsOf(after)];
  const references = new Set([...one.keys(), ...other.keys()]);
  return [...references].filter((each) => !isDeepStrictEqual(one.get(each), other.get(each)));
}

function textOf(files: Files): string {
  return JSON.stringify([...files]);
}
