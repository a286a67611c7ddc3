import { x, xSync } from 'tinyexec';
import { Mistake } from '../command-line/mistake.ts';

/** How a program ended, and what it printed. */
export interface Ended {
  /** Its exit code; undefined where a signal ended it. */
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a program is started with besides its arguments. */
interface Start {
  /** Left out: the folder of this process. */
  readonly folder?: string | undefined;
  /** Besides the environment of this process; undefined takes a variable out of it. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** What to do where it is not installed. */
  readonly missing?: string | undefined;
}

/** Runs a program and returns what it printed, however it ended. */
export async function run(
  program: string,
  args: readonly string[],
  { folder, environment, missing, input }: Start & { readonly input?: string } = {},
): Promise<Ended> {
  try {
    const stdio = [
      input === undefined ? ('ignore' as const) : ('pipe' as const),
      'pipe' as const,
      'pipe' as const,
    ];
    const nodeOptions = { cwd: folder, env: { ...environment }, stdio };
    const started = x(program, args, { ...(input !== undefined && { stdin: input }), nodeOptions });
    // A program may end without having read its input; its exit code says whether it succeeded.
    started.process?.stdin?.on('error', () => {});
    // Left to itself, tinyexec breaks a character of several bytes where one chunk ends and the next begins.
    started.process?.stdout?.setEncoding('utf8');
    started.process?.stderr?.setEncoding('utf8');
    const { exitCode, stdout, stderr } = await started;
    return { status: exitCode, stdout, stderr };
  } catch (error) {
    throw notStarted(program, error, missing);
  }
}

/** As {@link run}, for callers that cannot wait. */
export function runNow(
  program: string,
  args: readonly string[],
  { folder, environment, missing }: Start = {},
): Ended {
  try {
    const stdio = ['ignore' as const, 'pipe' as const, 'pipe' as const];
    const maxBuffer = Number.POSITIVE_INFINITY;
    const nodeOptions = { cwd: folder, env: { ...environment }, stdio, maxBuffer };
    const { exitCode, stdout, stderr } = xSync(program, args, { nodeOptions });
    return { status: exitCode, stdout, stderr };
  } catch (error) {
    throw notStarted(program, error, missing);
  }
}

const STREAMS = {
  all: ['inherit', 'inherit', 'inherit'],
  'all, to stderr': ['inherit', 2, 2],
  mistakes: ['ignore', 'ignore', 'inherit'],
} as const;

/** Runs a program that prints where this process does; returns its exit code. */
export async function watch(
  program: string,
  args: readonly string[],
  { folder, environment, missing, shows = 'all' }: Start & { readonly shows?: keyof typeof STREAMS } = {},
): Promise<number | undefined> {
  try {
    const nodeOptions = { cwd: folder, env: { ...environment }, stdio: [...STREAMS[shows]] };
    return (await x(program, args, { nodeOptions })).exitCode;
  } catch (error) {
    throw notStarted(program, error, missing);
  }
}

function notStarted(
  program: string,
  error: unknown,
  missing = 'Install it, so that it is in PATH.',
): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'ENOENT') return new Mistake(`There is no ${program} here. ${missing}`);
  return new Mistake(`${program} could not be started: ${error.message}`);
}
