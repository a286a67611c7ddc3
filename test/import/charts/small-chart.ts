import { type ChartFiles, chartShape } from '../../../scripts/import/charts/chart-shape.ts';
import { typeOfMap } from '../../../scripts/import/charts/value-types.ts';

/** The files of a chart of our own: its values and one template, and what else it has. */
export function smallChart(
  values: string,
  template = '',
  more: Readonly<Record<string, string>> = {},
): ChartFiles {
  return new Map(
    Object.entries({
      'Chart.yaml': 'name: small\nversion: 1.2.3\n',
      'values.yaml': values,
      'templates/object.yaml': template,
      ...more,
    }),
  );
}

/** The type of the values of a chart of our own, in one line and without its defaults. */
export function typeOf(files: ChartFiles, opaque: readonly string[] = []): string {
  return typeOfMap(chartShape('small', files, opaque))
    .replace(/\/\*\*.*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replaceAll('readonly ', '');
}
