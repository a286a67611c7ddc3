import type { ScratchSpace, WorkloadDeclaration } from './workload.ts';

/** A writable directory with the name of its volume. */
export interface NamedScratchSpace extends ScratchSpace {
  readonly name: string;
}

/** Most programs and runtimes expect to write there. */
export const TEMPORARY: ScratchSpace = { path: '/tmp', size: '100Mi' };

/** The directories that a workload may write to; /tmp always is one of them. */
export function scratchSpaces({ scratch = [] }: WorkloadDeclaration): readonly NamedScratchSpace[] {
  const spaces = scratch.some(({ path }) => path === TEMPORARY.path) ? scratch : [TEMPORARY, ...scratch];
  return spaces.map((space) => ({ ...space, name: volumeName(space.path) }));
}

/** The last directory of the path, as a DNS label. */
export function volumeName(path: string): string {
  const last = path.split('/').findLast((part) => part !== '') ?? '';
  return last
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
