import { readdirSync, statSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { UnusableInput } from './unusable-input.ts';

/** A file beyond this is no manifest: etcd takes no object of more than 1.5 MB. */
export const LARGEST_FILE = 64 * 1024 * 1024;

const MANIFEST = /\.(?:yaml|yml|json)$/;
/** Folders whose files belong to programs. */
const NOT_ENTERED: ReadonlySet<string> = new Set(['.git', 'node_modules']);

/**
 * The files below a folder, or the one file, that may hold manifests, in the order of their names. Links are not followed: one may
 * lead out of the tree, or back to where it stands.
 *
 * @param links gets each link that manifests may lie behind
 * @throws UnusableInput where there is nothing of the name
 */
export function manifestFiles(path: string, links: string[] = []): readonly string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) {
    throw new UnusableInput(`${path}: there is no such folder. Name a folder with Kubernetes YAML.`);
  }
  return found.isFile() ? [path] : filesIn(path, links);
}

/** @param prefix what stands before the names in the folder: large trees have no time to make it anew for each */
function filesIn(
  folder: string,
  links: string[],
  found: string[] = [],
  prefix = join(folder, 'x').slice(0, -1),
): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = `${prefix}${entry.name}`;
    if (entry.isDirectory()) {
      if (!NOT_ENTERED.has(entry.name)) filesIn(path, links, found, `${path}${sep}`);
    } else if (entry.isSymbolicLink()) {
      if (mayHoldManifests(entry.name)) links.push(path);
    } else if (entry.isFile() && MANIFEST.test(entry.name)) found.push(path);
  }
  return found;
}

/** Whether a link may lead to manifests, as far as its name tells: folders have no ending. */
export function mayHoldManifests(link: string): boolean {
  const name = basename(link);
  return MANIFEST.test(name) || (!name.includes('.') && !NOT_ENTERED.has(name));
}

/** What a reader of the result has to know of links, if there are some. */
export function linksNote(links: readonly string[]): readonly string[] {
  if (links.length === 0) return [];
  const shown = links.slice(0, MOST_SHOWN).join(', ');
  const rest = links.length - MOST_SHOWN;
  return [
    `Links are not followed, so what is behind them is left out: ${shown}${rest > 0 ? ` and ${rest} more` : ''}. Name what they lead to.`,
  ];
}

const MOST_SHOWN = 10;
