import { programPath } from '../programs/program.ts';
import { run } from '../programs/run.ts';
import { amtool, promtool } from './programs.ts';

/** What a program printed, and whether it succeeded. */
export interface Outcome {
  readonly passed: boolean;
  readonly output: string;
}

const PROGRAMS = { promtool, amtool };

/** Each is looked for once. */
const paths = new Map<string, Promise<string>>();

/**
 * Runs promtool or amtool. Which one: that of the environment variables PROMTOOL and AMTOOL, so that another version can
 * be proven too; else the pinned one.
 *
 * @throws Mistake when there is none
 */
export async function runProgram(
  program: keyof typeof PROGRAMS,
  ...args: readonly string[]
): Promise<Outcome> {
  const variable = program.toUpperCase();
  const named = process.env[variable];
  const missing = `The environment variable ${variable} names it: name one that is here, or none.`;
  const { status, stdout, stderr } = await run(named ?? (await pathOf(program)), args, { missing });
  return { passed: status === 0, output: stdout + stderr };
}

function pathOf(program: keyof typeof PROGRAMS): Promise<string> {
  const known = paths.get(program);
  if (known !== undefined) return known;
  const path = programPath(PROGRAMS[program], (line) => process.stderr.write(`${line}\n`));
  paths.set(program, path);
  return path;
}
