import { Mistake } from '../command-line/mistake.ts';
import type { run } from '../programs/run.ts';

/** Runs a program to its end, and returns what it printed. */
export type Run = typeof run;

const AWS = 'Install the AWS CLI, https://aws.amazon.com/cli, and take a role that may read the registry.';

/**
 * Logs Docker, and cosign with it, in to a registry.
 *
 * @throws Mistake with what AWS or Docker says where one refuses
 */
export async function logIn(registry: string, region: string, run: Run): Promise<void> {
  const token = await run('aws', ['ecr', 'get-login-password', '--region', region], { missing: AWS });
  if (token.status !== 0) throw new Mistake(`AWS gives no token for ${registry}: ${token.stderr.trim()}`);
  const args = ['login', '--username', 'AWS', '--password-stdin', registry];
  const login = await run('docker', args, { input: token.stdout, missing: 'Install Docker.' });
  if (login.status !== 0) throw new Mistake(`${registry} refuses the login: ${login.stderr.trim()}`);
}

/**
 * The registry of the account whose role the job has taken.
 *
 * @throws Mistake where it has taken none
 */
export async function ownRegistry(region: string, run: Run): Promise<string> {
  const asked = ['sts', 'get-caller-identity', '--query', 'Account', '--output', 'text'];
  const { status, stdout, stderr } = await run('aws', asked, { missing: AWS });
  const account = stdout.trim();
  if (status !== 0 || !/^\d{12}$/.test(account)) {
    throw new Mistake(`AWS does not say whose role this is: ${stderr.trim() || account}`);
  }
  return `${account}.dkr.ecr.${region}.amazonaws.com`;
}
