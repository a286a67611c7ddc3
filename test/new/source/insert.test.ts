import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { elementInserted, importInserted, inserted } from '../../../scripts/new/source/insert.ts';
import { nodesOf, parseSource } from '../../../scripts/new/source/syntax.ts';

/** The text with `added` in its first list. */
function withElement(text: string): string {
  const source = parseSource('a.ts', text);
  const [list] = nodesOf(source.tree, ts.isArrayLiteralExpression);
  return list === undefined ? text : inserted(text, elementInserted(source, list, 'added'));
}

/** The names in the first list, by the compiler. */
function names(text: string): readonly string[] {
  const { tree } = parseSource('a.ts', text);
  const [list] = nodesOf(tree, ts.isArrayLiteralExpression);
  return list?.elements.map((each) => each.getText(tree)) ?? [];
}

const comments = (text: string) => text.match(/\/\/[^\n\r]*|\/\*.*?\*\//g) ?? [];

const LISTS = {
  'on one line': ['const a = [b, c];', 'const a = [b, c, added];'],
  'on one line with a comma at its end': ['const a = [b, c,];', 'const a = [b, c, added,];'],
  'of one': ['const a = [b];', 'const a = [b, added];'],
  'that is empty': ['const a = [];', 'const a = [added];'],
  'that is empty, with blanks': ['const a = [ ];', 'const a = [added ];'],
  'with spread elements': ['const a = [...b, c, ...d];', 'const a = [...b, c, ...d, added];'],
  'with calls and lists in it': ['const a = [f(b, [c]), d()];', 'const a = [f(b, [c]), d(), added];'],
  'on lines of their own': ['const a = [\n  b,\n  c,\n];', 'const a = [\n  b,\n  c,\n  added,\n];'],
  'without a comma at the end': ['const a = [\n  b,\n  c\n];', 'const a = [\n  b,\n  c,\n  added\n];'],
  'with tabs': ['const a = [\n\t\tb,\n];', 'const a = [\n\t\tb,\n\t\tadded,\n];'],
  'with the line ends of Windows': [
    'const a = [\r\n  b,\r\n  c,\r\n];',
    'const a = [\r\n  b,\r\n  c,\r\n  added,\r\n];',
  ],
  'with a comment behind the last': [
    'const a = [\n  b,\n  c, // why c\n];',
    'const a = [\n  b,\n  c, // why c\n  added,\n];',
  ],
  'with a comment behind the last, which has no comma': [
    'const a = [\n  b,\n  c // why c\n];',
    'const a = [\n  b,\n  c, // why c\n  added\n];',
  ],
  'with a comment between the last and its comma': [
    'const a = [b, c /* why, c */,];',
    'const a = [b, c /* why, c */, added,];',
  ],
  'with a comment up to the end of its only line': [
    'const a = [b, c // why c\n];',
    'const a = [b, c, // why c\nadded\n];',
  ],
  'with a comment of its own line at the end': [
    'const a = [\n  b,\n  // more to come\n];',
    'const a = [\n  b,\n  added,\n  // more to come\n];',
  ],
  'with a comma in a comment and a text': [
    "const a = [\n  f('x, y'), // x, y\n];",
    "const a = [\n  f('x, y'), // x, y\n  added,\n];",
  ],
  'of nothing but a comment': ['const a = [\n  // none yet\n];', 'const a = [\n  // none yet\nadded,\n];'],
  'as const': ['const a = [b, c] as const;', 'const a = [b, c, added] as const;'],
} as const;

describe('an element comes into a list', () => {
  test.each(Object.entries(LISTS))('%s', (_, [before, after]) => {
    expect(withElement(before)).toBe(after);
  });

  test.each(Object.entries(LISTS))('%s: behind all others, with every comment', (_, [before]) => {
    const after = withElement(before);
    expect(names(after)).toEqual([...names(before), 'added']);
    expect(comments(after)).toEqual(comments(before));
    // What was there is there still, in its order.
    expect(after.replace(/,?\s*added,?/, '').replaceAll(/[\s,]/g, '')).toBe(before.replaceAll(/[\s,]/g, ''));
  });

  test('twice gives both', () => {
    for (const [before] of Object.values(LISTS))
      expect(names(withElement(withElement(before)))).toEqual([...names(before), 'added', 'added']);
  });

  test('behind one in the middle it leaves a comment with the next', () => {
    const text = 'const a = [b, /* why c */ c];';
    const source = parseSource('a.ts', text);
    const [list] = nodesOf(source.tree, ts.isArrayLiteralExpression);
    if (list === undefined) throw new Error('no list');
    expect(inserted(text, elementInserted(source, list, 'added', list.elements[0]))).toBe(
      'const a = [b, added, /* why c */ c];',
    );
  });
});

describe('an import comes', () => {
  const withImport = (text: string) =>
    inserted(text, [importInserted(parseSource('a.ts', text), 'm', './m.ts')]).split(/\r?\n/);

  test('between those of its folder that stand before and behind it', () => {
    expect(
      withImport("import { x } from '../x.ts';\nimport { a } from './a.ts';\nimport { z } from './z.ts';\n"),
    ).toEqual([
      "import { x } from '../x.ts';",
      "import { a } from './a.ts';",
      "import { m } from './m.ts';",
      "import { z } from './z.ts';",
      '',
    ]);
  });

  test('behind all others where none is of its folder, and before those that come later', () => {
    expect(withImport("import { x } from '../x.ts';\n\nexport {};\n")[1]).toBe("import { m } from './m.ts';");
    expect(withImport("import { x } from '../x.ts';\nimport { z } from './z.ts';\n")[1]).toBe(
      "import { m } from './m.ts';",
    );
    expect(withImport("import { z } from './z.ts'; // why z\n")).toEqual([
      "import { m } from './m.ts';",
      "import { z } from './z.ts'; // why z",
      '',
    ]);
  });

  test('behind an import over several lines, with the line ends of the file', () => {
    const text = "import {\r\n  a,\r\n  b,\r\n} from './a.ts';\r\n\r\nexport const c = [];\r\n";
    expect(inserted(text, [importInserted(parseSource('a.ts', text), 'm', './m.ts')])).toBe(
      "import {\r\n  a,\r\n  b,\r\n} from './a.ts';\r\nimport { m } from './m.ts';\r\n\r\nexport const c = [];\r\n",
    );
  });

  test('at the top of a file that imports nothing', () => {
    expect(withImport('export const c = [];\n')).toEqual([
      "import { m } from './m.ts';",
      '',
      'export const c = [];',
      '',
    ]);
  });
});
