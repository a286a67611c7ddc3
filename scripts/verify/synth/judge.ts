import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { WORKSPACE } from '../../synth/write.ts';
import type { Finding } from '../step.ts';
import { CACHES } from './own-modules.ts';
import type { Tree } from './states.ts';

/**
 * What a synth that did not end well has left, and should not have: a file that is of none of the states, half of one above all,
 * and one that no state has.
 */
export function brokenFiles(where: string, left: Tree, states: readonly Tree[]): readonly Finding[] {
  return [...left].flatMap(([what, text]) => {
    if (states.some((state) => state.get(what) === text)) return [];
    const known = states.map((state) => state.get(what)).filter((each) => each !== undefined);
    if (known.length === 0) return [{ where, what, says: 'a file that belongs to nothing was left behind' }];
    const begins = known.some((each) => each.startsWith(text));
    return [
      {
        where,
        what,
        says: begins ? `only its first ${text.length} characters` : 'what none of its states says',
      },
    ];
  });
}

/** Where a tree is not what a whole synth makes. */
export function differences(where: string, found: Tree, whole: Tree): readonly Finding[] {
  return [...new Set([...found.keys(), ...whole.keys()])].flatMap((what) => {
    const [is, ought] = [found.get(what), whole.get(what)];
    if (is === ought) return [];
    const says =
      is === undefined ? 'is missing' : ought === undefined ? 'was left behind' : 'is not as rendered';
    return [{ where, what, says: `after the next synth: ${says}` }];
  });
}

/** What is unfinished where nobody commits it: in synth's own folder and in its caches, which are gone after a synth that ends well. */
export function unfinishedFiles(where: string, folder: string): readonly Finding[] {
  const says = 'was left behind by a synth that has ended well';
  const found = (path: string, isUnfinished: (name: string) => boolean) =>
    namesIn(join(folder, path))
      .filter(isUnfinished)
      .map((name) => ({ where, what: `${path}/${name}`, says }));
  return [...found(`dist/${WORKSPACE}`, () => true), ...found(CACHES, (name) => /\.\d+$/.test(name))];
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
