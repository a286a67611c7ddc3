import type { Collected } from './collect.ts';

type Missing = Pick<Collected, 'name' | 'version' | 'notes'>;

/** What is said of charts that nobody has, and whether it is a failure by itself. */
export function missingCharts(
  missing: readonly Missing[],
  from: string | undefined,
): { readonly lines: readonly string[]; readonly isFailure: boolean } {
  if (missing.length === 0) return { lines: [], isFailure: false };
  const names = missing.map(({ name, version }) => `${name} ${version}`);
  // A folder may hold the one chart that is new: an inventory that waits for another one says so itself.
  if (from !== undefined)
    return { lines: [`Not in ${from}, nor in the cache: ${fewOf(names)}.`], isFailure: false };
  return {
    lines: [
      ...missing.map(({ notes }, at) => `${names[at]}: ${notes.join('; ')}`),
      `${missing.length} charts are missing. Give this machine access to them, or take them from a folder: --from DIR.`,
    ],
    isFailure: true,
  };
}

/** More would hide what the folder did give. */
const MOST = 4;

function fewOf(names: readonly string[]): string {
  return names.length <= MOST
    ? names.join(', ')
    : `${names.length} charts, such as ${names.slice(0, MOST - 1).join(', ')}`;
}
