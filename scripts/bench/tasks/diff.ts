import { diffOf } from '../../diff/diff.ts';
import { folderSide } from '../../diff/sides/folder-side.ts';
import { type Counts, perform } from '../perform.ts';
import type { Task } from '../task-schema.ts';

await perform(runDiff);

/** What one tree changes of another one, both written by earlier runs. */
function runDiff({ out, base = out }: Task): Counts {
  const [before, after] = [base, out].map((folder) => folderSide(folder, folder, undefined));
  if (before === undefined || after === undefined) throw new Error('A comparison has two sides.');
  const { changes } = diffOf(before, after);
  return { objects: after.files.size, written: changes.length };
}
