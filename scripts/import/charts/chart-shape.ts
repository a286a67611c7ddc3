import { loadAll } from 'js-yaml';
import { z } from 'zod';
import { Mistake } from '../../command-line/mistake.ts';
import { derivedShape } from './derived-shape.ts';
import { isRecord } from './record.ts';
import { withSchema } from './schema-shape.ts';
import { statedTypes } from './stated-types.ts';
import { noteReads } from './template-reads.ts';
import { parseTemplate, type Template } from './template-tree.ts';
import { ValuePath } from './value-path.ts';
import { ANY, type MapShape, mapOf } from './value-shape.ts';

/** The files of a chart, by their path in it. */
export type ChartFiles = ReadonlyMap<string, string>;

const chartYaml = z.looseObject({
  name: z.string(),
  version: z.string(),
  dependencies: z
    .array(
      z.looseObject({ name: z.string(), alias: z.string().optional(), condition: z.string().optional() }),
    )
    .default([]),
});

/** What a chart of Istio keeps apart to lay profiles between it and what the user says. */
const ISTIO_DEFAULTS = '_internal_defaults_do_not_set';

/** Istio's charts show what they were told in a ConfigMap; what the proxies need of it, their own templates read. */
const ISTIO_SHOWS: ReadonlySet<string> = new Set(['toPrettyJson']);

interface ReadChart {
  readonly path: ValuePath;
  readonly files: ChartFiles;
  readonly templates: readonly Template[];
  readonly parts: readonly { readonly key: string; readonly chart: ReadChart }[];
  readonly opaque: readonly string[];
}

/**
 * What may stand in the values of a chart, with those of its sub-charts under their names.
 *
 * @param opaque sub-charts that nobody enables: what they take stays open
 * @throws Mistake for a chart that has no Chart.yaml, that lacks a sub-chart, or that is not readable
 */
export function chartShape(name: string, files: ChartFiles, opaque: readonly string[] = []): MapShape {
  const chart = readChart(name, files, new ValuePath(), opaque);
  const defines = allTemplates(chart).map(({ defines }) => ({ body: [], defines }));
  note(chart, defines, keepsDefaultsApart(files) ? ISTIO_SHOWS : new Set());
  return shapeOf(chart, {}, true);
}

function readChart(name: string, files: ChartFiles, global: ValuePath, opaque: readonly string[]): ReadChart {
  const manifest = chartYaml.parse(yaml(name, 'Chart.yaml', files));
  const path = new ValuePath();
  path.children.set('global', global);
  for (const place of manifest.dependencies.flatMap(({ condition }) => condition?.split(',') ?? [])) {
    place
      .trim()
      .split('.')
      .reduce((at, step) => at.child(step), path).plain = true;
  }
  const named = manifest.dependencies.map((part) => ({ key: part.alias ?? part.name, folder: part.name }));
  const others = bundled(files).filter((folder) => !named.some((part) => part.folder === folder));
  const parts = [...named, ...others.map((folder) => ({ key: folder, folder }))]
    .filter(({ key }) => !opaque.includes(key))
    .map(({ key, folder }) => {
      const inside = subChart(files, folder);
      if (inside.size === 0) throw new Mistake(lacks(name, key));
      return { key, chart: readChart(`${name}/${key}`, inside, global, []) };
    });
  const templates = [...files].filter(isTemplate).map(([file, text]) => parsed(`${name}: ${file}`, text));
  return { path, files, templates, parts, opaque };
}

/** Istio's control plane renders some of its files by itself, with the same values. */
function isTemplate([file, text]: readonly [string, string]): boolean {
  return file.startsWith('templates/') || (file.startsWith('files/') && text.includes('.Values.'));
}

function lacks(chart: string, part: string): string {
  return (
    `${chart} lacks its sub-chart ${part}, as sources do. Put it into its folder charts/, or list it in imports/sources.yaml ` +
    `under charts.${chart}.opaque if nobody enables it`
  );
}

/** @throws Mistake that names the file */
function parsed(place: string, text: string): Template {
  try {
    return parseTemplate(text);
  } catch (error) {
    throw new Mistake(`${place}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function allTemplates({ templates, parts }: ReadChart): readonly Template[] {
  return [...templates, ...parts.flatMap(({ chart }) => allTemplates(chart))];
}

function note(chart: ReadChart, defines: readonly Template[], shown: ReadonlySet<string>): void {
  noteReads([...defines, ...chart.templates], chart.path, shown);
  for (const { chart: part } of chart.parts) note(part, defines, shown);
}

/** @param given what the chart around it gives it */
function shapeOf(
  { path, files, parts, opaque }: ReadChart,
  given: Readonly<Record<string, unknown>>,
  isWhole: boolean,
): MapShape {
  const own = over(ownValues(files), given);
  const keys = new Set([...parts.map(({ key }) => key), ...opaque]);
  const root = derivedShape(withoutKeys(own, keys), path, statedTypes(files.get('values.yaml') ?? ''));
  const schema = files.get('values.schema.json');
  const shape = schema === undefined ? root : withSchema(JSON.parse(schema), root);
  const fields = new Map(shape.is === 'map' ? shape.fields : []);
  for (const { key, chart } of parts) {
    const told = own[key];
    fields.set(key, { shape: shapeOf(chart, isRecord(told) ? told : {}, false) });
  }
  for (const key of opaque) fields.set(key, { shape: mapOf(new Map(), ANY) });
  if (!isWhole || (path.child('global').children.size === 0 && own.global === undefined))
    fields.delete('global');
  const rest = shape.is === 'map' ? shape.rest : undefined;
  return mapOf(new Map([...fields].sort(([one], [other]) => (one < other ? -1 : 1))), rest);
}

function ownValues(files: ChartFiles): Readonly<Record<string, unknown>> {
  const values = yaml('', 'values.yaml', files);
  if (!isRecord(values)) return {};
  const { [ISTIO_DEFAULTS]: defaults, ...rest } = values;
  return isRecord(defaults) ? over(defaults, rest) : rest;
}

/** As Helm lays one set of values over another. */
function over(
  below: Readonly<Record<string, unknown>>,
  above: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const made: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const under = made[key];
    made[key] = isRecord(value) && isRecord(under) ? over(under, value) : value;
  }
  return made;
}

function withoutKeys(values: Readonly<Record<string, unknown>>, keys: ReadonlySet<string>) {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !keys.has(key)));
}

function yaml(chart: string, file: string, files: ChartFiles): unknown {
  const text = files.get(file);
  if (text === undefined && file === 'values.yaml') return {};
  if (text === undefined) throw new Mistake(`${chart}: no ${file}, so it is no chart`);
  return loadAll(text)[0] ?? {};
}

function keepsDefaultsApart(files: ChartFiles): boolean {
  return (files.get('values.yaml') ?? '').includes(`${ISTIO_DEFAULTS}:`);
}

/** Names of the sub-charts that stand in a chart. */
function bundled(files: ChartFiles): readonly string[] {
  const found = [...files.keys()].map((file) => /^charts\/([^/]+)\/Chart\.yaml$/.exec(file)?.[1]);
  return [...new Set(found.filter((name) => name !== undefined))].sort();
}

function subChart(files: ChartFiles, name: string): ChartFiles {
  const folder = `charts/${name}/`;
  const inside = [...files].filter(([file]) => file.startsWith(folder));
  return new Map(inside.map(([file, text]) => [file.slice(folder.length), text]));
}
