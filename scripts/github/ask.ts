import { Mistake } from '../command-line/mistake.ts';
import { run } from '../programs/run.ts';

/** Asks GitHub, and returns what it answers. */
export type Ask = (method: 'GET' | 'POST' | 'PATCH', address: string, body?: object) => Promise<unknown>;

/**
 * By the GitHub CLI, with the token that it finds.
 *
 * @throws Mistake with what GitHub says where it refuses
 */
export const askGitHub: Ask = async (method, address, body) => {
  const input = body === undefined ? {} : { input: JSON.stringify(body) };
  const more = body === undefined ? [] : ['--input', '-'];
  const { status, stdout, stderr } = await run('gh', ['api', '--method', method, address, ...more], {
    missing: 'Install the GitHub CLI, https://cli.github.com.',
    ...input,
  });
  if (status !== 0) throw new Mistake(`GitHub refuses ${method} ${address}: ${stderr.trim()}`);
  const answer: unknown = JSON.parse(stdout);
  return answer;
};
