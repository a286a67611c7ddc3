import { howToInstall } from '../programs/needed.ts';
import { run } from '../programs/run.ts';

/** What a program printed, and whether it succeeded. */
export interface Outcome {
  readonly passed: boolean;
  readonly output: string;
}

/**
 * Runs promtool or amtool. Which one: that of the environment variables PROMTOOL and AMTOOL, else the one in PATH; so
 * a second version can be proven too.
 *
 * @throws Mistake when there is none
 */
export async function runProgram(
  program: 'promtool' | 'amtool',
  ...args: readonly string[]
): Promise<Outcome> {
  const variable = program.toUpperCase();
  const missing = `${howToInstall(program)} Or name it in the environment variable ${variable}.`;
  const { status, stdout, stderr } = await run(process.env[variable] ?? program, args, { missing });
  return { passed: status === 0, output: stdout + stderr };
}
