import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UnusableInput } from './unusable-input.ts';

/** A file beyond this is no manifest: etcd takes no object of more than 1.5 MB. */
export const LARGEST_FILE = 64 * 1024 * 1024;

const MANIFEST = /\.(?:yaml|yml|json)$/;
/** Folders whose files belong to programs. */
const NOT_ENTERED: ReadonlySet<string> = new Set(['.git', 'node_modules']);

/**
 * The files below a folder, or the one file, that may hold manifests, in the order of their names.
 *
 * @throws UnusableInput where there is nothing of the name
 */
export function manifestFiles(path: string): readonly string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) {
    throw new UnusableInput(`${path}: there is no such folder. Name a folder with Kubernetes YAML.`);
  }
  return found.isFile() ? [path] : filesIn(path);
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return NOT_ENTERED.has(entry.name) ? [] : filesIn(path);
      return entry.isFile() && MANIFEST.test(entry.name) ? [path] : [];
    });
}
