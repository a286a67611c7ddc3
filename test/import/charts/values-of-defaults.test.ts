import { describe, expect, it, test } from 'vitest';
import { chartShape } from '../../../scripts/import/charts/chart-shape.ts';
import { typeOfMap } from '../../../scripts/import/charts/value-types.ts';
import { smallChart, typeOf } from './small-chart.ts';

test.each([
  ['key: text', '', 'string'],
  ['key: true', '', 'boolean'],
  ['key: 3', '', 'number'],
  ['key: "8080"', '', 'number | string'],
  ['minAvailable: 1', '', 'number | string'],
  ['key:', '{{ .Values.key }}', 'boolean | number | string'],
  ['key: ""', '{{ .Values.key }}', 'boolean | number | string'],
  ['key:', '{{ .Values.key.inner }}', '{ inner?: boolean | number | string; }'],
  ['key:', '{{ toYaml .Values.key }}', 'unknown'],
  ['key:', '', 'unknown'],
  ['key: []', '{{ toYaml .Values.key }}', 'unknown[]'],
  ['key: [a, b]', '{{ toYaml .Values.key }}', 'string[]'],
  ['key: []', '{{ range .Values.key }}{{ .name }}{{ end }}', '{ name?: boolean | number | string; }[]'],
  [
    'key: [{ name: a }]',
    '{{ range .Values.key }}{{ .port }}{{ end }}',
    '{ name?: string; port?: boolean | number | string; }[]',
  ],
  [
    'key: false',
    '{{ if .Values.key }}{{ .Values.key.inner }}{{ end }}',
    'boolean | { inner?: boolean | number | string; }',
  ],
  [
    'key: {}',
    '{{ if kindIs "string" .Values.key }}{{ .Values.key }}{{ else }}{{ .Values.key.inner }}{{ end }}',
    '{ inner?: boolean | number | string; } | string',
  ],
])('%s, with the template %s', (values, template, type) => {
  const [written = ''] = typeOf(smallChart(`${values}\n`, template)).match(/(?<=\?: ).*(?=; \}$)/) ?? [];
  expect(written.split(' | ').sort()).toEqual(type.split(' | ').sort());
});

describe('types that comments state', () => {
  it.each([
    ['helm-docs', '# -- (int) Some words.\nkey:\n', 'number'],
    ['helm-docs, a list', '# -- (list) Some words.\nkey:\n', 'unknown[]'],
    ['@param of Bitnami', '## @param key [string] Some words.\nkey:\n', 'string'],
    ['@schema', '# @schema\n# type: [boolean, "null"]\n# @schema\nkey:\n', 'boolean | null'],
    ['no type', '# -- Some words (really).\nkey:\n', 'unknown'],
  ])('%s', (_case, values, type) => {
    expect(typeOf(smallChart(values))).toBe(`{ key?: ${type}; }`);
  });

  it('are those of the key below, at its depth', () => {
    expect(typeOf(smallChart('part:\n  # -- (string) Words.\n  key:\nkey:\n'))).toBe(
      '{ key?: unknown; part?: { key?: string; }; }',
    );
  });
});

describe('what is written', () => {
  const written = (values: string) => typeOfMap(chartShape('small', smallChart(values)));

  it('quotes names that are none in TypeScript', () => {
    expect(
      written("grafana.ini: 1\n'a-b': 1\n\"it's\": 1\nok_1: 1\n1a: 1\n").match(/readonly .*\?/g),
    ).toEqual([
      "readonly '1a'?",
      "readonly 'a-b'?",
      "readonly 'grafana.ini'?",
      'readonly "it\'s"?',
      'readonly ok_1?',
    ]);
  });

  it('has short defaults, and no sentence of the chart', () => {
    const text = written(
      '# A sentence about it.\none: word\ntwo: Some sentence of theirs.\nthree: |\n  a\n  b\nfour: "*/"\nfive: []\nsix: {a: 1}\nseven: null\n',
    );
    expect(text.match(/@default .*(?= \*\/)/g)).toEqual([
      '@default []',
      "@default 'word'",
      '@default null',
      '@default 1',
    ]);
    expect(text).not.toMatch(/sentence|theirs/);
  });

  it('has parts of a Pod by their names, where they are handed on', () => {
    const values = 'resources: {}\ntolerations: []\npodSecurityContext: {}\naffinity: {}\n';
    const template =
      '{{ toYaml .Values.resources }}{{ toYaml .Values.tolerations }}{{ toYaml .Values.podSecurityContext }}';
    expect(typeOf(smallChart(values, `${template}{{ .Values.affinity.zone }}`))).toBe(
      '{ affinity?: { zone?: boolean | number | string; }; podSecurityContext?: SecurityContext; resources?: Resources; tolerations?: Tolerations; }',
    );
  });

  it('is the same each time, in the order of the names', () => {
    expect(written('b: 1\na: {d: 1, c: 1}\n')).toBe(written('a: {c: 1, d: 1}\nb: 1\n'));
  });
});
