import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { blockDocument } from '../../scripts/cluster-model/input/block-yaml.ts';
import { MANIFEST_SCHEMA } from '../../scripts/cluster-model/input/scalars.ts';
import { toYaml } from '../../scripts/synth/yaml.ts';

/** What js-yaml makes of a text: nothing where it refuses it, or where it is not one document. */
function reference(text: string): { readonly value: unknown } | undefined {
  try {
    const values = loadAll(text, { schema: MANIFEST_SCHEMA });
    return values.length === 1 ? { value: values[0] } : undefined;
  } catch {
    return undefined;
  }
}

/** The texts that are read otherwise than js-yaml reads them. */
function misread(texts: readonly string[]): readonly string[] {
  return texts.filter((text) => {
    const read = blockDocument(text);
    if (read === undefined) return false;
    const meant = reference(text);
    return meant === undefined || !isSame(meant.value, read.value);
  });
}

function isSame(one: unknown, other: unknown): boolean {
  try {
    expect(other).toStrictEqual(one);
    return true;
  } catch {
    return false;
  }
}

/** Manifests and texts of every kind that the tests of diff compare. */
const CORPORA = ['test/diff/unseen/cases', 'test/diff/cases'].flatMap((folder) =>
  readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), 'utf8').split(/^---.*$/m)),
);

const WRITTEN = [
  { a: 'text', b: 'two words: one', c: '# none', d: '', e: ' edge ', f: '-', g: '- a', h: "it's", i: 'é' },
  {
    number: 1,
    zero: 0,
    minus: -7,
    big: 12345678901234,
    part: 1.5,
    text: '1',
    octal: '0555',
    version: '1.30',
  },
  { yes: true, no: false, words: ['yes', 'no', 'on', 'off', 'y', 'n', 'null', '~', 'true'] },
  {
    amounts: ['500m', '1Gi', '0.5', '1e3', '10.0.0.0/8', '12:30', '2026-01-01', '80%', '5m', '1_000', '0x1F'],
  },
  {
    list: [
      { name: 'a', deep: [{ b: 1 }, { c: { d: [] } }] },
      { name: 'e', empty: {} },
    ],
  },
  {
    block: 'one\ntwo\n',
    kept: 'one\n\n  two\n\n\n',
    bare: 'one\ntwo',
    shell: '#!/bin/sh\n\nset -e\n\techo "a: b"\n',
  },
  { 'app.kubernetes.io/name': 'a', '80': 'b', on: 'c', 'a b': 'd', '': 'e' },
  {
    args: [
      '--fail',
      '-c',
      '.webhooks[]?.clientConfig',
      './sts',
      '$(POD_IP)',
      '__meta',
      '*/5 * * * *',
      'a#b',
      'a #b',
    ],
  },
].map((object) => toYaml(object));

const BY_HAND = [
  'a: b\na: c\n',
  'a: 1\n"a": 2\n',
  'a:\n- b\n- c\nd: e\n',
  'a:\n  - b\n c: d\n',
  'a: b\n  c\n',
  'a: b\n  c: d\n',
  'a: |\n  b\n # c\n',
  'a: |\n\n  b\n',
  'a: |\n  b\n\n\n',
  'a: |\n    b\n  c\n',
  'a: |2\n    b\n',
  'a: |-\n  b\n \nc: d\n',
  'a: >-\n  b\n  c\n',
  'a: |+\n  b\n\nc: d\n',
  'a: |\n',
  'a: |\n  b\n   \n',
  'a: |\nb: c\n',
  '- |\n  a\n- b\n',
  '- |\n a\n',
  '- - a\n',
  '-\n  a: b\n',
  '-   a: b\n',
  '- a: b\n  c: d\n- e\n',
  '- a:\n  - b\n  c: d\n',
  '- a:\n    b: c\n   d: e\n',
  'a: &x b\nc: *x\n',
  'a: *x\n',
  '<<: {a: b}\n',
  'a: {b: c}\n',
  'a: [b]\n',
  'a: !!str 1\n',
  '? a\n: b\n',
  'a: "b\n  c"\n',
  "a: 'it''s'\n",
  "a: 'b\n  c'\n",
  'a: "\\x41"\n',
  'a: "\\/"\n',
  'a: "b" # c\n',
  'a: "b"c\n',
  'a: b # c\n',
  'a: b#c\n',
  'a: # b\n',
  'a : b\n',
  'a:b\n',
  'a:\tb\n',
  '\ta: b\n',
  'a: b\t\n',
  'a: b \n',
  'a:  b\n',
  'a:\n\n\n  b: c\n',
  '# a\n\na: b\n',
  '\n',
  '# a\n',
  '',
  'a: ---\n',
  '--- a\n',
  'a: b\n...\n',
  '---\na: b\n',
  'a: b\n---\nc: d\n',
  '%YAML 1.2\n---\na: b\n',
  '...\n',
  'a\n',
  '"a"\n',
  '1\n',
  'a: .inf\n',
  'a: -.inf\n',
  'a: .NaN\n',
  'a: .5\n',
  'a: -.5\n',
  'a: +1\n',
  'a: 0o17\n',
  'a: 017\n',
  'a: 0b1\n',
  'a: 1.\n',
  'a: 1e\n',
  'a: 1e5\n',
  'a: -0\n',
  'a: null\n',
  'a: Null\n',
  'a: ~\n',
  'a: True\n',
  'a: FALSE\n',
  'a: On\n',
  'a: =\n',
  'null: a\n',
  'true: a\n',
  'on: a\n',
  '1: a\n',
  '__proto__: a\n',
  '__proto__:\n  b: c\n',
  'constructor: a\n',
  'a: b: c\n',
  'a: b:\n',
  'a: ::\n',
  'a: b::c\n',
  '- a: b: c\n',
  '- b:c\n',
  'a: -\n',
  'a: - b\n',
  'a: @b\n',
  'a: `b`\n',
  'a: %b\n',
  'a: ,b\n',
  'a: ?b\n',
  'a: -b\n',
  'a: --\n',
  'a: .\n',
  'a: ..\n',
  'a: ./b\n',
  'a: b\r\nc: d\r\n',
  '\ufeffa: b\n',
  'a: b\u2028c\n',
  'a: b\u0085c\n',
  'a: "b\u00a0"\n',
  'a: \u{1f600}\n',
  'a: b\u0000\n',
  'a: \u3000b\n',
  '\u00e9: a\n',
  '{"a": "b"}\n',
  '{\n  "a": [1]\n}\n',
  '[]\n',
  '{}\n',
  '- []\n- {}\n',
  'a: []\n  b\n',
];

/** Seeded, so that a failure comes back. */
function* mutated(texts: readonly string[], count: number): Generator<string> {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    return (seed >> 8) % below;
  };
  const pieces = [
    '- ',
    '  ',
    ' ',
    '\n',
    '#',
    ' # x',
    '"',
    "'",
    ': ',
    '|',
    '>',
    '&a ',
    '*a',
    '{',
    '[',
    '\t',
    'null',
    '1e3',
    '\n\n',
    '---\n',
    '? ',
    '|-\n',
    '\\',
    '\r',
    'é',
  ];
  for (let made = 0; made < count; made++) {
    const text = texts[random(texts.length)] ?? '';
    const at = random(text.length + 1);
    const piece = pieces[random(pieces.length)] ?? '';
    if (made % 3 === 0) yield text.slice(0, at) + piece + text.slice(at);
    else if (made % 3 === 1) yield text.slice(0, at) + text.slice(at + 1 + random(4));
    else {
      const lines = text.split('\n');
      const line = random(lines.length);
      lines.splice(line, 1, `${' '.repeat(random(3))}${lines[line]}`, lines[random(lines.length)] ?? '');
      yield lines.join('\n');
    }
  }
}

describe('the reader of block documents', () => {
  test('what it reads, it reads as js-yaml does', () => {
    expect(misread([...WRITTEN, ...BY_HAND, ...CORPORA])).toEqual([]);
  });

  test('also where something is out of place', () => {
    const small = [...WRITTEN, ...BY_HAND, ...CORPORA].filter(({ length }) => length < 1500);
    expect(misread([...mutated(small, 6000)])).toEqual([]);
  });

  test('it reads what synth writes', () => {
    const usual = {
      ...{ kind: 'Deployment' },
      spec: { replicas: 2, template: { containers: [{ name: 'a', args: ['--x'] }] } },
    };
    for (const text of [toYaml(usual), toYaml({ data: { file: 'one: 1\n\ntwo: 2\n' } })])
      expect(blockDocument(text)).toEqual(reference(text));
  });
});
