import { diffTogether } from '../../diff/together/diff.ts';
import { SecondThread } from '../../diff/together/second-thread.ts';
import { sidesTogether } from '../../diff/together/sides.ts';
import { type Counts, perform } from '../perform.ts';
import type { Task } from '../task-schema.ts';

export const main = () => perform(runDiff);

/** What one tree changes of another one, both written by earlier runs. */
async function runDiff({ out, base = out }: Task): Promise<Counts> {
  return SecondThread.with(async (second) => {
    const [before, after] = await sidesTogether({ base, head: out, folder: '/' }, second);
    const { changes } = await diffTogether(before, after, second);
    return { objects: after.files.size, written: changes.length };
  });
}
