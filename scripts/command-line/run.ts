import type { Command, Outcome, Raw } from './command.ts';
import { helpOf } from './help.ts';
import { refuseTakenFlags } from './npm.ts';
import { asksForHelp, readArguments } from './parse.ts';
import { tell } from './tell.ts';

/** Where a command runs. */
export interface Surroundings {
  /** Where the user stands. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Runs a command, or prints its help or what is wrong.
 *
 * @param main does the work; called only where the arguments are right
 * @returns the exit code: 0, or 1 where something is wrong, or 2 where a command that answers by 1 could not look for it
 */
export async function run(
  command: Command,
  args: readonly string[],
  main: (raw: Raw) => Promise<Outcome>,
  { folder, environment }: Surroundings = { folder: process.cwd(), environment: {} },
): Promise<number> {
  try {
    if (asksForHelp(args)) {
      console.log(helpOf(command).trimEnd());
      return 0;
    }
    // First of all: what npm took leaves its value behind, which would be refused for another reason.
    refuseTakenFlags(command, args, environment);
    const read = readArguments(command, args, folder, environment);
    return (await main(read)) ?? Number(process.exitCode ?? 0);
  } catch (error) {
    const code = tell(error, args.includes('--stack'));
    return command.answers && code === 1 ? 2 : code;
  }
}
