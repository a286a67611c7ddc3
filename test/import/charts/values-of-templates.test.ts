import { describe, expect, it, test } from 'vitest';
import { smallChart, typeOf } from './small-chart.ts';

describe('a map is open only where a template needs no name of its keys', () => {
  it.each([
    ['whose keys are read', '{{ .Values.part.known }}', '{ part?: { known?: string; }; }'],
    ['that nothing reads', '', '{ part?: { known?: string; }; }'],
    [
      'that is handed on as it is',
      '{{ toYaml .Values.part }}',
      '{ part?: { known?: boolean | number | string; [name: string]: unknown; }; }',
    ],
    [
      'that is handed on after a pipe',
      '{{- with .Values.part }}\n{{ . | toYaml | nindent 2 }}{{ end }}',
      '{ part?: { known?: boolean | number | string; [name: string]: unknown; }; }',
    ],
    [
      'through which a template goes',
      '{{ range $key, $value := .Values.part }}{{ $key }}: {{ $value }}{{ end }}',
      '{ part?: { [name: string]: boolean | number | string; }; }',
    ],
    [
      'that goes to a template of another name',
      '{{ define "all" }}{{ toYaml . }}{{ end }}{{ include "all" .Values.part }}',
      '{ part?: { known?: boolean | number | string; [name: string]: unknown; }; }',
    ],
    [
      'that a template of another name gets by a key',
      '{{ define "all" }}{{ .whole | toJson }}{{ end }}{{ include "all" (dict "whole" .Values.part "other" 1) }}',
      '{ part?: { known?: boolean | number | string; [name: string]: unknown; }; }',
    ],
  ])('%s', (_case, template, type) => {
    expect(typeOf(smallChart('part:\n  known: text\n', template))).toBe(type);
  });

  it('of which only a part is handed on, is closed around that part', () => {
    const values = 'part:\n  inner: {}\n  other: 1\n';
    expect(typeOf(smallChart(values, '{{ with .Values.part }}{{ toYaml .inner }}{{ end }}'))).toBe(
      '{ part?: { inner?: unknown; other?: number; }; }',
    );
  });
});

describe('what only templates know is found', () => {
  it.each([
    ['a key', '{{ .Values.part.hidden }}', 'part?: { hidden?:'],
    ['a key below a default', '{{ (.Values.part | default dict).hidden }}', 'part?: { hidden?:'],
    ['a key by index', '{{ index .Values.part "hid-den" }}', "part?: { 'hid-den'?:"],
    ['a key by get', '{{ get .Values.part "hidden" }}', 'part?: { hidden?:'],
    ['a key by dig', '{{ dig "hidden" "deep" "" .Values.part }}', 'part?: { hidden?: { deep?:'],
    ['a key that is asked for', '{{ if hasKey .Values.part "hidden" }}x{{ end }}', 'part?: { hidden?:'],
    [
      'a key by a name out of a list',
      '{{ range $name := list "one" "two" }}{{ $each := index $.Values.part $name }}{{ $each.deep }}{{ end }}',
      'part?: { one?: { deep?: boolean | number | string; }; two?: { deep?: boolean | number | string; }; }',
    ],
    [
      'a key by a name that is put together',
      '{{ define "x" }}{{ $key := printf "%sLabels" (index . 1) }}{{ (index . 0) | quote }}{{ index (index . 0).Values.part $key }}{{ end }}{{ include "x" (list $ "pod") }}',
      'part?: { podLabels?:',
    ],
    ['a key of the items of a list', '{{ range .Values.part }}{{ .hidden }}{{ end }}', '{ hidden?:'],
    [
      'a key after an assignment in a branch',
      '{{ $it := dict }}{{ if .Values.on }}{{ $it = .Values.part }}{{ end }}{{ $it.hidden }}',
      'part?: { hidden?:',
    ],
  ])('%s', (_case, template, type) => {
    expect(typeOf(smallChart('part: {}\n', template))).toContain(type);
  });
});

test.each([
  ['{{/* {{ .Values.no }} */}}{{ .Values.yes }}'],
  ['{{- /* .Values.no */ -}}{{- .Values.yes -}}'],
  ['{{ printf "}} .Values.no" }}{{ .Values.yes }}'],
  ['{{ `}} .Values.no` }}{{ .Values.yes }}'],
  ['{{ if\n  .Values.yes }}{{ else if false }}{{ else }}{{ end }}'],
])('comments, texts and lines are read as Go reads them: %s', (template) => {
  expect(typeOf(smallChart('', template))).toBe('{ yes?: boolean | number | string; }');
});

test('a template that Go would not read names its file', () => {
  expect(() => typeOf(smallChart('', '{{ ~ }}'))).toThrow('small: templates/object.yaml');
});
