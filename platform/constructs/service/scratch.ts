import type { ScratchSpace, WorkloadDeclaration } from './declaration.ts';

/** A writable directory with the name of its volume. */
export interface NamedScratchSpace extends ScratchSpace {
  readonly name: string;
}

/** Most programs and runtimes expect to write there. */
const TEMPORARY: ScratchSpace = { path: '/tmp', size: '100Mi' };

/**
 * The directories that a workload may write to; /tmp always is one of them.
 *
 * @throws when a path is not absolute, or two would give volumes of one name
 */
export function scratchSpaces({
  name: owner,
  scratch = [],
}: WorkloadDeclaration): readonly NamedScratchSpace[] {
  const spaces = scratch.some(({ path }) => path === TEMPORARY.path) ? scratch : [TEMPORARY, ...scratch];
  const named = spaces.map((space) => ({ ...space, name: volumeName(space.path) }));
  for (const [index, { name, path }] of named.entries()) {
    if (!path.startsWith('/') || name === '') {
      throw new Error(`${owner}: the scratch space ${path} needs an absolute path, such as /app/.cache.`);
    }
    if (named.findIndex((other) => other.name === name) !== index) {
      throw new Error(
        `${owner}: two scratch spaces end in ${name}, which names their volume. Rename a directory.`,
      );
    }
  }
  return named;
}

/** The last directory of the path, as a DNS label. */
function volumeName(path: string): string {
  const last = path.split('/').findLast((part) => part !== '') ?? '';
  return last
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
