import { join } from 'node:path';
import { z } from 'zod';
import { nearestName } from '../../clusters/nearest-name.ts';
import type { Command, Main, Outcome, Raw, Tools } from '../command-line/command.ts';
import { helpOfAll } from '../command-line/help.ts';
import { Mistake } from '../command-line/mistake.ts';
import { run, type Surroundings } from '../command-line/run.ts';
import { tell } from '../command-line/tell.ts';
import { watch } from '../programs/run.ts';
import { commands } from './commands.ts';

interface Place extends Surroundings, Tools {
  /** Folder of the repository. */
  readonly root: string;
}

const program = z.object({ main: z.custom<Main>((value) => typeof value === 'function') });

/** Runs `npx fleet` with its arguments; returns the exit code. */
export async function main(args: readonly string[], place: Place): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h') {
    console.log(helpOfAll(commands).trimEnd());
    return 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) return tell(new Mistake(unknownCommand(name)), false);
  return run(command, rest, (raw) => work(command, rest, raw, place), place);
}

function unknownCommand(name: string): string {
  const names = commands.map((command) => command.name);
  if (name.startsWith('-')) {
    return `The command comes first: npx fleet COMMAND ${name}. npx fleet --help lists the commands.`;
  }
  const nearest = nearestName(name, names);
  const hint = nearest === undefined ? 'npx fleet --help lists the commands.' : `Is it ${nearest}?`;
  return `There is no command ${name}. ${hint}`;
}

async function work(command: Command, args: readonly string[], raw: Raw, place: Place): Promise<Outcome> {
  const { work } = command;
  if ('main' in work) {
    return program.parse(await place.load(work.main)).main(raw, place);
  }
  const { folder = '.', environment, missing = 'Run npm ci first.', ...process } = work.process;
  const more = command.passesOn === undefined ? Object.values(raw.arguments).flat() : args;
  const start = { folder: join(place.root, folder), environment, missing };
  return (await watch(process.program, [...process.args, ...more], start)) === 0 ? 0 : 1;
}
