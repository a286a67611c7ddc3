import fc from 'fast-check';
import { dump } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { REFERENCE_OPTIONS, toYaml } from '../../scripts/synth/yaml.ts';

/** Strings that readers of YAML 1.1, YAML 1.2, Go or Python take for something else, and whatever breaks lines. */
const TRAPS = [
  ...[
    '',
    ' ',
    '~',
    '=',
    '<<',
    '-',
    '--',
    '---',
    '--- a',
    '...',
    '... a',
    '?',
    '? a',
    ':',
    'a:',
    'a: b',
    ': a',
    '- a',
  ],
  ...[
    'y',
    'N',
    'yes',
    'No',
    'ON',
    'off',
    'true',
    'FALSE',
    'null',
    'Null',
    'NaN',
    '.nan',
    '.inf',
    '-.INF',
    '+.inf',
  ],
  ...[
    '1',
    '-1',
    '+1',
    '0',
    '00',
    '08',
    '010',
    '0o14',
    '0O14',
    '0x1F',
    '0X1F',
    '0b11',
    '1_000',
    '1e3',
    '1E3',
    '1e',
  ],
  ...[
    '.5',
    '.',
    '+.',
    '-._',
    'E0',
    'e-5',
    'e2e',
    '5.',
    '1.5',
    '1.',
    '-.5e10',
    '12:30:45',
    '1:2',
    '190:20:30',
    '0x1p-2',
    '1e400',
    '123456789012345678901',
  ],
  ...[
    '2026-11-24',
    '2026-11-24T10:00:00Z',
    '2026-1-1',
    '2026-11-24 10:00:00',
    '#',
    'a #b',
    'a#b',
    '#a',
    '&a',
    '*a',
  ],
  ...[
    '!a',
    '!!str a',
    '|',
    '>',
    '|-',
    '%a',
    '@a',
    '`a',
    '{',
    '}',
    '[',
    ']',
    '{}',
    '[]',
    ',',
    ', a',
    '"',
    "'",
    '\\',
    '\\n',
  ],
  ...[
    'a\n',
    '\na',
    'a\nb',
    'a\n\n',
    '\n',
    ' a',
    'a ',
    '\ta',
    'a\tb',
    'a\t',
    'a\n b',
    'a\n\tb',
    '  a\nb',
    '\r',
    'a\r\nb',
  ],
  ...[
    '\u0000',
    '\u0007',
    '\u0085',
    '\u007f',
    '\u00a0',
    '\u2028',
    '\u2029',
    '\ufeff',
    '\ufeffa',
    '\ufffe',
    '\ud800',
    'é',
    '日本',
    '😀',
  ],
  ...[
    'a'.repeat(1030),
    `${'a '.repeat(600)}b`,
    'a\n'.repeat(40),
    '__proto__',
    'constructor',
    'a:b',
    'http://a/b?c=d#e',
  ],
  ...[
    '{{ $labels.pod }}',
    '$(A)',
    '*',
    '*/5 * * * *',
    '1Gi',
    '100m',
    '8080',
    '0.5',
    '1.10',
    'v1.10',
    '10.0.0.0/16',
  ],
];

const text = fc.oneof(
  fc.constantFrom(...TRAPS),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.string({ unit: fc.constantFrom(...'0123456789_.+-eExXoObBpPtTzZ: '), maxLength: 10 }),
  fc.string({ unit: fc.constantFrom(...'ab \t\n\r#:-?,[]{}&*!|>\'"%@`~=<.'), maxLength: 10 }),
  fc.array(fc.constantFrom(...TRAPS), { maxLength: 3 }).map((parts) => parts.join('')),
);

const { tree: value } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.boolean(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constant(null),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(text, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const document = fc.dictionary(text, value, { maxKeys: 5, noNullPrototype: true });

/** What a reader gives back: JSON knows no -0 and no lone surrogates. */
function plain(object: unknown): unknown {
  return JSON.parse(JSON.stringify(object));
}

describe('text of a manifest', () => {
  it('is what the reference writer makes, so that its proof against other readers holds for ours', () => {
    fc.assert(
      fc.property(document, (object) => {
        expect(toYaml(object)).toBe(dump(object, REFERENCE_OPTIONS));
      }),
      { numRuns: 1500, seed: 20261124 },
    );
  });

  it.each(['1.1', '1.2'] as const)('means the same to a reader of YAML %s', (version) => {
    fc.assert(
      fc.property(document, (object) => {
        const read: unknown = parse(toYaml(object), {
          version,
          schema: version === '1.1' ? 'yaml-1.1' : 'core',
          maxAliasCount: 0,
        });
        expect(plain(read)).toEqual(plain(object));
      }),
      { numRuns: 500, seed: 20261124 },
    );
  });

  it('leaves out what is undefined, as JSON does', () => {
    expect(toYaml({ a: undefined, b: { c: undefined }, d: 1 })).toBe('b: {}\nd: 1\n');
  });

  it.each([
    ['spec.replicas', { spec: { replicas: Number.NaN } }],
    ['spec.ports[1]', { spec: { ports: [1, undefined] } }],
    ['data.when', { data: { when: new Date(0) } }],
    ['data.map', { data: { map: new Map() } }],
    ['data.call', { data: { call: () => {} } }],
    ['data.big', { data: { big: 1n } }],
  ])('does not write a value that YAML cannot hold: %s', (path, object) => {
    expect(() => toYaml(object)).toThrow(path);
  });

  it('refuses an object that contains itself', () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    expect(() => toYaml(loop)).toThrow(/contain itself/);
  });

  it('refuses a null in a manifest, where it would delete what another owner has set', () => {
    expect(() => toYaml({ spec: { replicas: null } }, { nulls: 'refused' })).toThrow(
      /spec\.replicas is null/,
    );
    expect(toYaml({ resources: null })).toBe('resources: null\n');
  });

  it('writes well after a failure', () => {
    expect(() => toYaml({ a: { b: Number.NaN } })).toThrow();
    expect(toYaml({ a: 1 })).toBe('a: 1\n');
    expect(() => toYaml({ z: Number.NaN })).toThrow('z is');
  });
});
