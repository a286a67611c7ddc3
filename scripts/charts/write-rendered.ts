import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../command-line/folders.ts';
import { Mistake } from '../command-line/mistake.ts';
import { placeSeenFrom } from '../synth/out-folder.ts';
import { toYaml } from '../synth/yaml.ts';
import type { ChartObject } from './objects.ts';
import type { RenderedRelease } from './render.ts';

/** The first line of each file, by which the next run knows that it may take its place. */
const FIRST_LINE = '# Rendered by npx fleet charts.\n';

const INSTEAD =
  'Choose another folder: outside the repository, or a new one in its root, such as --render rendered.';

/** Where a folder may not be. */
export interface Home {
  /** The folder of the repository; left out: the one that the command runs in. */
  readonly repository?: string;
}

/**
 * Writes `<cluster>/<unit>.yaml`, with the objects in the order of their kinds and names: a diff shows what changed, and not
 * what a chart has moved to another file. A file of an earlier run stays only where it is written again.
 *
 * @throws Mistake for a folder of the repository, or one with something that this has not written
 */
export function writeRendered(
  directory: string,
  rendered: readonly RenderedRelease[],
  { repository = process.cwd() }: Home = {},
): void {
  const folders = [...new Set(rendered.map(({ cluster }) => join(directory, cluster)))];
  assertApart(directory, repository);
  for (const folder of folders) {
    const foreign = foreignIn(folder);
    if (foreign !== undefined) refuse(folder, `holds ${foreign}, which npx fleet charts has not written`);
  }
  for (const folder of folders) {
    rmSync(folder, { recursive: true, force: true });
    makeFolder(folder);
  }
  for (const { cluster, unit, objects } of rendered) {
    const sorted = objects.toSorted((one, other) => (identity(one) < identity(other) ? -1 : 1));
    const text = sorted.map((each) => toYaml(each)).join('---\n');
    writeFileSync(join(directory, cluster, `${unit}.yaml`), `${FIRST_LINE}${text}`);
  }
}

/** In the repository, only a folder of its root that holds nothing else: any other is source, or what is installed. */
function assertApart(directory: string, repository: string): void {
  const place = placeSeenFrom(repository, directory);
  if (place.is === 'taken') refuse(directory, place.why);
  if (place.is === 'outside' || !existsSync(directory)) return;
  const foreign = readdirSync(directory, { withFileTypes: true }).find(
    (entry) => !entry.isDirectory() || foreignIn(join(directory, entry.name)) !== undefined,
  );
  if (foreign !== undefined)
    refuse(directory, `belongs to the repository: npx fleet charts has not written its ${foreign.name}`);
}

/** Something in a folder that this has not written, if there is any. */
function foreignIn(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  return readdirSync(folder, { withFileTypes: true }).find(
    (entry) =>
      !entry.isFile() ||
      !entry.name.endsWith('.yaml') ||
      !readFileSync(join(folder, entry.name), 'utf8').startsWith(FIRST_LINE),
  )?.name;
}

function refuse(folder: string, why: string): never {
  throw new Mistake(`--render: ${folder} ${why}. ${INSTEAD}`);
}

function identity({ apiVersion, kind, metadata: { namespace = '', name } }: ChartObject): string {
  return [apiVersion.replace(/\/?v\d\w*$/, ''), kind, namespace, name].join('/');
}
