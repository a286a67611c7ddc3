import { implement } from '../command-line/command.ts';
import { complete } from '../command-line/complete.ts';
import { Names } from '../command-line/names.ts';
import { SHELLS } from '../command-line/shells.ts';
import { commands } from './commands.ts';
import { completion } from './usage.ts';

/** At this answer the scripts let the shell complete a path. */
const PATH = ':path:';

export const main = implement(completion, ({ arguments: { shell, words } }) => {
  if (words.length === 0) {
    process.stdout.write(SHELLS[shell] ?? '');
    return;
  }
  const candidates = complete(words, commands, new Names(process.cwd()));
  const lines = candidates === 'path' ? [PATH] : candidates.map(({ word, means }) => `${word}\t${means}`);
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
});
