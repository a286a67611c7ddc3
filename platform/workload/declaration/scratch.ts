/** A writable directory; the root file system is read-only. */
export interface ScratchSpace {
  /**
   * Where it is mounted. Its last part names the volume.
   *
   * @example '/app/.cache'
   */
  readonly path: string;
  /**
   * Upper bound; a pod that writes more is evicted.
   *
   * @example '100Mi'
   */
  readonly size: string;
  /**
   * In memory, where it counts against the container's memory limit.
   *
   * @default On the disk of the node.
   * @example 'Memory'
   */
  readonly medium?: 'Memory';
}

/** A writable directory with the name of its volume. */
export interface NamedScratchSpace extends ScratchSpace {
  readonly name: string;
}

/** Most programs and runtimes expect to write there. */
export const TEMPORARY: ScratchSpace = { path: '/tmp', size: '100Mi' };

/** The directories that a workload may write to; /tmp always is one of them. */
export function scratchSpaces({
  scratch = [],
}: {
  readonly scratch?: readonly ScratchSpace[];
}): readonly NamedScratchSpace[] {
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
