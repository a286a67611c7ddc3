import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Something that people have to put right; the message says how. */
export class AlertProofError extends Error {
  override readonly name = 'AlertProofError';
}

/** Where Debian and Ubuntu have the programs. */
const PACKAGES = { promtool: 'prometheus', amtool: 'prometheus-alertmanager' } as const;

/** What a program printed, and whether it was content. */
export interface Outcome {
  readonly passed: boolean;
  readonly output: string;
}

/**
 * Runs promtool or amtool. Which one: that of the environment variables PROMTOOL and AMTOOL, else the one in PATH; so
 * a second version can be proven too.
 *
 * @throws AlertProofError when there is none
 */
export async function runProgram(
  program: keyof typeof PACKAGES,
  ...args: readonly string[]
): Promise<Outcome> {
  const command = process.env[program.toUpperCase()] ?? program;
  try {
    const { stdout, stderr } = await run(command, [...args], { maxBuffer: 64 * 1024 * 1024 });
    return { passed: true, output: stdout + stderr };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if ('code' in error && error.code === 'ENOENT') {
      throw new AlertProofError(
        `${command} is not here. Install it (apt-get install ${PACKAGES[program]}), or name it in the environment variable ${program.toUpperCase()}.`,
      );
    }
    const [stdout, stderr] = ['stdout' in error ? error.stdout : '', 'stderr' in error ? error.stderr : ''];
    return { passed: false, output: `${stdout}${stderr}` || error.message };
  }
}
