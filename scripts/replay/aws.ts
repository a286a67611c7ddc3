import { Mistake } from '../command-line/mistake.ts';
import { runNow } from '../programs/run.ts';

const MISSING =
  'Install the AWS CLI (https://docs.aws.amazon.com/cli/), and log in with a role that may move messages of the queue.';

/**
 * Runs the AWS CLI of this machine with the caller's own login.
 *
 * @throws Mistake when it is not there, or AWS refuses
 */
export function awsCli(args: readonly string[], program = 'aws'): string {
  const { status, stdout, stderr } = runNow(program, args, { missing: MISSING });
  if (status === 0) return stdout;
  throw new Mistake(`aws ${args.slice(0, 2).join(' ')}: ${stderr.trim() || stdout.trim()}`);
}
