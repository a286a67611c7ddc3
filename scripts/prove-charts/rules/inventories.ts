import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inventoryFile } from '../../../clusters/layout.ts';
import { factsOf, type ObjectFacts } from '../../charts/inventory/facts.ts';
import { readInventory } from '../../charts/inventory/inventory.ts';
import { jsonLines } from '../../charts/inventory/json-lines.ts';
import type { RenderedRelease } from '../../charts/render.ts';
import type { Rule } from '../rule.ts';

/** So many objects are named, and the others counted. */
const NAMED = 3;

/**
 * The rule, with what was rendered now.
 *
 * @param dist the folder with the inventories that are committed
 */
export function inventoriesWith(rendered: readonly RenderedRelease[], dist: string): Rule {
  return {
    name: 'inventories',
    proves: 'what dist/charts/ says of a chart is what it makes of our values',
    judges: ({ cluster }) =>
      rendered
        .filter((release) => release.cluster === cluster)
        .flatMap((release) => {
          const problem = problemOf(release, join(dist, inventoryFile(cluster, release.unit)));
          return problem === undefined
            ? []
            : [
                {
                  unit: release.unit,
                  object: `Inventory ${release.unit}`,
                  problem,
                  instead: 'Run npm run charts -- --every, and commit what it writes to dist/charts/.',
                },
              ];
        }),
  };
}

function problemOf(release: RenderedRelease, file: string): string | undefined {
  const found = readInventory(textOf(file));
  if (found === undefined) return 'There is none in dist/charts/ that can be read.';
  // Sources are no evidence against what the pinned archive gave.
  if (found.confirmed && release.origin === 'source') return undefined;
  const said = linesOf(found.objects);
  const made = linesOf(factsOf(release.objects, release.namespace));
  const wrong = [
    ...[...made].filter(([name]) => !said.has(name)).map(([name]) => `${name} is missing`),
    ...[...said].filter(([name]) => !made.has(name)).map(([name]) => `${name} is not rendered`),
    ...[...made]
      .filter(([name, facts]) => said.has(name) && said.get(name) !== facts)
      .map(([name]) => `${name} has other facts`),
  ];
  if (wrong.length === 0) return undefined;
  const more = wrong.length - NAMED;
  const named = wrong.slice(0, NAMED).join(', ');
  const what = `${release.chart} ${release.version}`;
  return `It does not say what ${what} makes: ${named}${more > 0 ? `, and ${more} more` : ''}.`;
}

/** The facts of each object as they are written, by its name. */
function linesOf(objects: readonly ObjectFacts[]): ReadonlyMap<string, string> {
  const lines = new Map<string, string>();
  for (const object of objects) {
    const { apiVersion, kind, metadata } = object;
    const place = metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
    const name = `${kind} ${place} (${apiVersion})`;
    lines.set(name, `${lines.get(name) ?? ''}${jsonLines(object)}\n`);
  }
  return lines;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
