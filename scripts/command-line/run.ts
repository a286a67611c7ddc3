import type { Command, Main } from './command.ts';
import { helpOf } from './help.ts';
import { refuseTakenFlags } from './npm.ts';
import { readArguments } from './parse.ts';
import { tell } from './tell.ts';

/** Where a command runs. */
export interface Surroundings {
  /** Where the user stands. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Runs a command, or tells its help or what is wrong.
 *
 * @param main does the work; called only where the arguments are right
 * @returns the exit code: 0, or 1 where something is wrong
 */
export async function run(
  command: Command,
  args: readonly string[],
  main: Main,
  { folder, environment }: Surroundings = { folder: process.cwd(), environment: {} },
): Promise<number> {
  let stack = args.includes('--stack');
  try {
    const read = readArguments(command, args, folder);
    stack = read.stack;
    if (read.help) {
      console.log(helpOf(command).trimEnd());
      return 0;
    }
    refuseTakenFlags(command, args, environment);
    return (await main(read)) ?? Number(process.exitCode ?? 0);
  } catch (error) {
    return tell(error, stack);
  }
}
