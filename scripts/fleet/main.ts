import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { nearestName } from '../../clusters/nearest-name.ts';
import type { Command, Main, Outcome, Process, Raw, Tools } from '../command-line/command.ts';
import { byNpm, helpOfAll } from '../command-line/help.ts';
import { Mistake } from '../command-line/mistake.ts';
import { run, type Surroundings } from '../command-line/run.ts';
import { tell } from '../command-line/tell.ts';
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
  if ('process' in work) {
    const more = command.passesOn === undefined ? Object.values(raw.arguments).flat() : args;
    return start(work.process, more, place.root) ? 0 : 1;
  }
  for (const [name, ...stepArgs] of work.steps) {
    console.log(`\n=== npx fleet ${[name, ...stepArgs].join(' ')}`);
    const step: Process = { program: process.execPath, args: ['scripts/fleet.mjs', name, ...stepArgs] };
    if (start(step, [], place.root)) continue;
    throw new Mistake(`${byNpm(command.name)} stopped at: npx fleet ${[name, ...stepArgs].join(' ')}`);
  }
  return 0;
}

/** Runs a program to its end, with what it prints; returns whether it was content. */
function start(
  { program, args, folder = '.', environment, missing }: Process,
  more: readonly string[],
  root: string,
): boolean {
  const installed = join(root, 'node_modules/.bin', program);
  const { status, error } = spawnSync(existsSync(installed) ? installed : program, [...args, ...more], {
    cwd: join(root, folder),
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  if (error === undefined) return status === 0;
  if ('code' in error && error.code === 'ENOENT')
    throw new Mistake(`There is no ${program} here. ${missing ?? 'Run npm ci first.'}`);
  throw error;
}
