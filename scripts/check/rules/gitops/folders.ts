import type { ClusterState } from '../../state/cluster-state.ts';
import type { Resource } from '../../state/resource.ts';
import { type Application, applicationsOf, type Source } from './applications.ts';

/** An object, and the cluster in whose tree it is. */
export interface Held {
  readonly state: ClusterState;
  readonly resource: Resource;
}

/** The folders of the trees, and what Applications take from them. */
export interface Folders {
  readonly applications: readonly Application[];
  /** The objects in the files of a source; undefined where the trees have no such folder. */
  readonly objectsOf: (source: Source) => readonly Held[] | undefined;
  /** Whether the paths of the Applications are paths of these trees: a path that is not there is then a mistake. */
  readonly areThose: boolean;
  readonly byFolder: ReadonlyMap<string, readonly Held[]>;
}

const known = new WeakMap<readonly ClusterState[], Folders>();

export function foldersIn(states: readonly ClusterState[]): Folders {
  const found = known.get(states) ?? compute(states);
  known.set(states, found);
  return found;
}

function compute(states: readonly ClusterState[]): Folders {
  const byFolder = new Map<string, Held[]>();
  for (const state of states) {
    for (const resource of state.resources) {
      if (resource.isExtract) continue;
      const folder = folderOf(resource.found.file);
      const others = byFolder.get(folder);
      if (others === undefined) byFolder.set(folder, [{ state, resource }]);
      else others.push({ state, resource });
    }
  }
  const parts = new Map<string, Set<string>>();
  for (const folder of byFolder.keys()) {
    const steps = folder.split('/').filter((step) => step !== '' && step !== '.');
    for (let start = 0; start < steps.length; start++) {
      for (let end = start + 1; end <= Math.min(steps.length, start + 12); end++) {
        const part = steps.slice(start, end).join('/');
        const folders = parts.get(part) ?? new Set();
        parts.set(part, folders.add(folder));
      }
    }
  }
  const applications = states.flatMap(applicationsOf);
  const remembered = new Map<string, readonly Held[] | undefined>();
  const objectsOf = ({ folder, value }: Source): readonly Held[] | undefined => {
    if (folder === undefined) return undefined;
    const key = JSON.stringify([folder, value.directory]);
    if (!remembered.has(key)) {
      const folders = foldersAt(parts, folder);
      remembered.set(
        key,
        folders === undefined ? undefined : [...folders].flatMap((one) => byFolder.get(one) ?? []),
      );
    }
    return remembered.get(key);
  };
  const folders = applications
    .filter(({ isTemplate }) => !isTemplate)
    .flatMap(({ sources }) => sources)
    .filter(({ folder, chart }) => folder !== undefined && folder !== '' && chart === undefined);
  const resolved = folders.filter((source) => objectsOf(source) !== undefined);
  return {
    applications,
    objectsOf,
    areThose: resolved.length >= 2 && resolved.length > folders.length / 2,
    byFolder,
  };
}

/** The tree may have been named from within the repository: then its paths begin later. */
function foldersAt(
  parts: ReadonlyMap<string, ReadonlySet<string>>,
  folder: string,
): ReadonlySet<string> | undefined {
  const steps = folder.split('/').filter((step) => step !== '' && step !== '.');
  for (let start = 0; start < Math.max(steps.length - 1, 1); start++) {
    const found = parts.get(steps.slice(start).join('/'));
    if (found !== undefined) return found;
  }
  return undefined;
}

export function folderOf(file: string): string {
  const end = file.lastIndexOf('/');
  return end < 0 ? '' : file.slice(0, end);
}
