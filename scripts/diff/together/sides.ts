import { resolve } from 'node:path';
import { isFolder } from '../../command-line/folders.ts';
import { type Asked, sideOf, sidesOf } from '../sides/choose.ts';
import { listingOf, namedIn } from '../sides/folder-side.ts';
import type { Side } from '../sides/side.ts';
import { namedSchema, parted, unpacked } from './messages.ts';
import { FILES_THAT_PAY, type SecondThread } from './second-thread.ts';

/**
 * As `sidesOf`; of two large folders the second thread reads the base.
 *
 * @param from how many files are large
 */
export async function sidesTogether(
  asked: Asked,
  second: SecondThread,
  from = FILES_THAT_PAY,
): Promise<readonly [base: Side, head: Side]> {
  const { base, head, folder } = asked;
  if (base === undefined || head === undefined) return sidesOf(asked);
  const [before, after] = [resolve(folder, base), resolve(folder, head)];
  if (!isFolder(before) || !isFolder(after)) return sidesOf(asked);
  const listing = listingOf(after);
  const isLarge = listing.paths.length >= from;
  const answer = isLarge ? second.ask({ folder: before }, namedSchema) : undefined;
  const headSide = sideOf(head, folder, namedIn(after, listing));
  const read = await answer;
  if (read === undefined) return [sideOf(base, folder), headSide];
  const known = { files: unpacked(read.files), links: parted(read.links) };
  return [sideOf(base, folder, known), headSide];
}
