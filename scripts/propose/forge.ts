import { z } from 'zod';
import { Mistake } from '../command-line/mistake.ts';
import type { Ask } from '../github/ask.ts';
import type { run } from '../programs/run.ts';

/** What is proposed. */
export interface Proposal {
  readonly root: string;
  readonly branch: string;
  /** The branch that Argo CD reads. */
  readonly base: string;
  readonly title: string;
  readonly body: string;
}

const pulls = z.array(z.looseObject({ number: z.int() }));
const opened = z.looseObject({ number: z.int() });

/**
 * Pushes the branch, and opens or renews its pull request.
 *
 * @param repository `owner/name`
 * @returns what was done, for the log
 */
export async function onGitHub(
  { root, branch, base, title, body }: Proposal,
  repository: string,
  { ask, start }: { readonly ask: Ask; readonly start: typeof run },
): Promise<string> {
  // Git takes the token of gh for the push, and nothing is written into .git/config.
  const helper = ['-c', 'credential.https://github.com.helper=', '-c', CREDENTIALS];
  await push([...helper, 'push', '--force', 'origin', `HEAD:refs/heads/${branch}`], root, start);
  const [owner = ''] = repository.split('/');
  const head = encodeURIComponent(`${owner}:${branch}`);
  const [known] = pulls.parse(
    await ask('GET', `repos/${repository}/pulls?state=open&head=${head}&base=${base}`),
  );
  if (known !== undefined) {
    await ask('PATCH', `repos/${repository}/pulls/${known.number}`, { title, body });
    return `Pull request ${known.number} is written anew.`;
  }
  const { number } = opened.parse(
    await ask('POST', `repos/${repository}/pulls`, { title, body, head: branch, base }),
  );
  return `Pull request ${number} is opened.`;
}

const CREDENTIALS = 'credential.https://github.com.helper=!gh auth git-credential';

/** Pushes the branch; GitLab opens or renews the merge request by what the push says of it. */
export async function onGitLab(
  { root, branch, base, title, body }: Proposal,
  start: typeof run,
): Promise<string> {
  // An option of a push is one line; a reference is a line's end inside of <pre>, and a space elsewhere.
  const description = body.replaceAll('\n', '&#10;');
  const said = [
    'merge_request.create',
    `merge_request.target=${base}`,
    `merge_request.title=${title}`,
    `merge_request.description=${description}`,
  ].flatMap((option) => ['--push-option', option]);
  await push(['push', '--force', ...said, 'origin', `HEAD:refs/heads/${branch}`], root, start);
  return `The merge request of ${branch} is opened, or written anew.`;
}

async function push(args: readonly string[], folder: string, start: typeof run): Promise<void> {
  const { status, stderr } = await start('git', args, { folder });
  if (status !== 0) throw new Mistake(`The branch cannot be pushed: ${stderr.trim()}`);
}
