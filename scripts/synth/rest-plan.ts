import { join } from 'node:path';
import { INDEX_FILE, INVENTORIES_FOLDER, VALUES_FOLDER } from '../../clusters/layout.ts';
import { inTheWay } from './cluster-folders.ts';
import { indexText, readIndex } from './dist-index.ts';
import { readEntries, readTree } from './folder.ts';
import { type Foreign, Leftovers } from './leftovers.ts';
import { type Changes, WORKSPACE } from './write.ts';

/** What changes in the output folder beside the folders of the clusters that are rendered. */
export interface RestPlan extends Changes {
  readonly foreign: readonly Foreign[];
}

interface RestRequest {
  readonly out: string;
  /** The clusters whose folders are somebody's: rendered in this run or in another one. */
  readonly known: readonly string[];
  /** Those of them with at least one file. */
  readonly rendered: readonly string[];
  /** Whether the fleet may have others, which the index goes on naming. */
  readonly more: boolean;
  /** Whether what stands beside the folders of the known clusters is left over. */
  readonly leftovers: boolean;
}

/**
 * The plan for the index, for the folders of clusters that have left the contract, and for what others have put
 * beside them.
 *
 * @throws Mistake where somebody's own file or folder stands in the place of the index
 */
export function planRest(request: RestRequest, stage: (path: string, text: string) => void): RestPlan {
  const { out, known, rendered, more } = request;
  const leftovers = new Leftovers(out);
  const top = readEntries(out);
  const inPlaceOfIndex = top.folders.has(INDEX_FILE) ? 'a folder' : top.others.get(INDEX_FILE);
  if (inPlaceOfIndex !== undefined) throw inTheWay(join(out, INDEX_FILE), inPlaceOfIndex, 'a file');
  const index = readIndex(out);
  if (request.leftovers) {
    const named = new Set(index.clusters);
    const beside = [VALUES_FOLDER, INVENTORIES_FOLDER];
    const names = new Set([...known, ...beside, INDEX_FILE, WORKSPACE]);
    addAllBut(names, named, '', leftovers, out);
    for (const name of beside) {
      if (top.folders.has(name)) addAllBut(new Set(known), named, `${name}/`, leftovers, out);
    }
    leftovers.sort();
  }

  const others = more ? index.clusters.filter((cluster) => !known.includes(cluster)) : [];
  const text = indexText([...others, ...rendered]);
  const { stale, empty, foreign } = leftovers;
  const added = index.text === undefined ? [INDEX_FILE] : [];
  const changed = index.text !== undefined && index.text !== text ? [INDEX_FILE] : [];
  if (added.length + changed.length > 0) stage(INDEX_FILE, text);
  return { added, changed, stale, empty, foreign };
}

/**
 * Adds what stands in a folder, but for some names. Empty folders count only where the index names their cluster: an
 * empty folder does not say whose it is.
 */
function addAllBut(
  names: ReadonlySet<string>,
  named: ReadonlySet<string>,
  prefix: string,
  leftovers: Leftovers,
  out: string,
): void {
  const { files, folders, others } = readEntries(join(out, prefix));
  const unknown = (entries: Iterable<string>) => [...entries].filter((name) => !names.has(name));
  leftovers.add({
    files: new Set(unknown(files.keys()).map((name) => `${prefix}${name}`)),
    folders: new Set(),
    others: new Map(unknown(others.keys()).map((name) => [`${prefix}${name}`, others.get(name) ?? ''])),
  });
  for (const name of unknown(folders)) {
    const tree = readTree(out, `${prefix}${name}`);
    leftovers.add(named.has(name) ? tree : { ...tree, folders: new Set() });
  }
}
