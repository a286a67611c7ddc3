import { describe, expect, it } from 'vitest';
import { smallChart, typeOf } from './small-chart.ts';

const DEPENDS = `name: small
version: 1.2.3
dependencies:
  - { name: part, alias: other-name, condition: parts.on }
`;

const PART = {
  'Chart.yaml': DEPENDS,
  'charts/part/Chart.yaml': 'name: part\nversion: 1.0.0\n',
  'charts/part/values.yaml': 'size: 1\n',
  'charts/part/templates/a.yaml': '{{ .Values.size }}{{ .Values.more }}{{ .Values.global.registry }}',
};

describe('sub-charts', () => {
  it('have their values under their name, and share what is global', () => {
    expect(typeOf(smallChart('own: 1\nother-name:\n  size: 2\n', '{{ .Values.global.host }}', PART))).toBe(
      '{ global?: { host?: boolean | number | string; registry?: boolean | number | string; }; ' +
        "'other-name'?: { more?: boolean | number | string; size?: number; }; own?: number; " +
        'parts?: { on?: boolean | number | string; }; }',
    );
  });

  it('see their own values, not those of the chart around them, also in templates that both include', () => {
    const files = {
      ...PART,
      'templates/_names.tpl': '{{ define "name" }}{{ .Values.nameOverride }}{{ end }}',
      'charts/part/templates/a.yaml': '{{ include "name" . }}',
    };
    expect(typeOf(smallChart('', '', files))).toContain(
      "'other-name'?: { nameOverride?: boolean | number | string; size?",
    );
  });

  it('that lie in the folder without being listed belong to it', () => {
    const files = { ...PART, 'Chart.yaml': 'name: small\nversion: 1.2.3\n' };
    expect(typeOf(smallChart('', '', files))).toContain('part?: { more?');
  });

  it('that nobody enables stay open', () => {
    const { 'Chart.yaml': chart } = PART;
    const type =
      "{ 'other-name'?: { [name: string]: unknown; }; parts?: { on?: boolean | number | string; }; }";
    expect(typeOf(smallChart('', '', { 'Chart.yaml': chart }), ['other-name'])).toBe(type);
    expect(typeOf(smallChart('other-name: {size: 1}\n', '', PART), ['other-name'])).toBe(type);
  });

  it('that are missing are reported by name', () => {
    expect(() => typeOf(smallChart('', '', { 'Chart.yaml': DEPENDS }))).toThrow(
      'small lacks its sub-chart other-name',
    );
  });
});

describe("Istio's charts", () => {
  it('have their defaults at the top, and are not open because they show what they were told', () => {
    const values = '_internal_defaults_do_not_set:\n  hub: a\n  global:\n    tag: b\n';
    const files = { 'files/injection.yaml': '{{ .Values.global.proxy.image }}' };
    expect(
      typeOf(
        smallChart(values, '{{ pick .Values "global" | toPrettyJson }}{{ .Values | toPrettyJson }}', files),
      ),
    ).toBe('{ global?: { proxy?: { image?: boolean | number | string; }; tag?: string; }; hub?: string; }');
  });
});
