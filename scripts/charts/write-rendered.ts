import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Mistake } from '../command-line/mistake.ts';
import { toYaml } from '../synth/yaml.ts';
import type { ChartObject } from './objects.ts';
import type { RenderedRelease } from './render.ts';

/**
 * Writes `<cluster>/<unit>.yaml`, with the objects in the order of their kinds and names: a diff shows what changed, and not
 * what a chart has moved to another file. A file of an earlier run stays only where it is written again.
 */
export function writeRendered(directory: string, rendered: readonly RenderedRelease[]): void {
  const folders = [...new Set(rendered.map(({ cluster }) => join(directory, cluster)))];
  for (const folder of folders) assertOurs(folder);
  for (const folder of folders) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  for (const { cluster, unit, objects } of rendered) {
    const sorted = objects.toSorted((one, other) => (identity(one) < identity(other) ? -1 : 1));
    writeFileSync(join(directory, cluster, `${unit}.yaml`), sorted.map((each) => toYaml(each)).join('---\n'));
  }
}

/** @throws Mistake for a folder with something that this has not written, such as `dist/` */
function assertOurs(folder: string): void {
  if (!existsSync(folder)) return;
  const foreign = readdirSync(folder, { withFileTypes: true }).find(
    (entry) => !entry.isFile() || !entry.name.endsWith('.yaml'),
  );
  if (foreign === undefined) return;
  throw new Mistake(
    `${folder} holds ${foreign.name}, which npx fleet charts has not written. Choose another folder.`,
  );
}

function identity({ apiVersion, kind, metadata: { namespace = '', name } }: ChartObject): string {
  return [apiVersion.replace(/\/?v\d\w*$/, ''), kind, namespace, name].join('/');
}
