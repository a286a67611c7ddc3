import { execFileSync } from 'node:child_process';
import { ReplayError } from './plan.ts';

/**
 * Runs the AWS CLI of this machine with the caller's own login.
 *
 * @throws ReplayError when it is not there, or AWS refuses
 */
export function awsCli(args: readonly string[]): string {
  try {
    return execFileSync('aws', [...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new ReplayError(
        'The AWS CLI is not here. Install it (https://docs.aws.amazon.com/cli/), and log in with a role that may move messages of the queue.',
      );
    }
    const reason =
      error instanceof Error && 'stderr' in error && String(error.stderr).trim() !== ''
        ? String(error.stderr).trim()
        : String(error);
    throw new ReplayError(`aws ${args.slice(0, 2).join(' ')}: ${reason}`);
  }
}
