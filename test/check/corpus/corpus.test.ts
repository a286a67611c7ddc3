import { describe, expect, test } from 'vitest';
import { applyEdit, type Files, objectsOf } from './apply.ts';
import { applied, bases, harmless, mistakes } from './corpus.ts';
import type { Edit } from './entry.ts';

const CLEAN = bases();

describe('the bases', () => {
  test.each([...CLEAN])('%s can be read, and each of its objects has a name of its own', (_, files) => {
    expect(objectsOf(files).size).toBeGreaterThan(0);
  });
});

describe.each([
  ['mistakes', mistakes()],
  ['harmless changes', harmless()],
])('the %s', (_, entries) => {
  test('each has a name of its own', () => {
    const names = entries.map(({ name }) => name);
    expect(names.filter((name, at) => names.indexOf(name) < at)).toEqual([]);
  });

  test('each edit changes one object, and nothing but what it names', () => {
    for (const entry of entries) {
      let files = filesOf(entry.base);
      for (const edit of entry.edits) {
        const after = applyEdit(files, edit);
        const between = differences(files, after);
        if (isQuoting(edit)) expect(textOf(after), entry.name).not.toEqual(textOf(files));
        else if ('append' in edit) expect(between.length, entry.name).toBeGreaterThan(0);
        else expect(between, entry.name).toContain('object' in edit ? edit.object : edit.without);
        if (!('append' in edit)) expect(between.length, `${entry.name}: ${between}`).toBeLessThanOrEqual(2);
        files = after;
      }
      expect(textOf(applied(entry, CLEAN)), entry.name).toEqual(textOf(files));
    }
  });
});

/** Other writing of the same values: no object differs. */
function isQuoting(edit: Edit): boolean {
  return 'from' in edit || 'set' in edit;
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
  return [...references].filter((each) => JSON.stringify(one.get(each)) !== JSON.stringify(other.get(each)));
}

function textOf(files: Files): string {
  return JSON.stringify([...files]);
}
