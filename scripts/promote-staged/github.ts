import { z } from 'zod';
import { Mistake } from '../command-line/mistake.ts';
import { run } from '../programs/run.ts';

const statusesSchema = z.array(z.object({ context: z.string(), state: z.string() }));

/** `owner/name` of a repository on GitHub. */
export function repositoryName(url: string): string {
  const [, name] = /^https:\/\/github\.com\/(.+)\.git$/.exec(url) ?? [];
  if (name === undefined)
    throw new Mistake(`${url} is not a repository on GitHub, which is asked for statuses.`);
  return name;
}

/**
 * The names of the statuses that a commit has with `success`, by the GitHub CLI.
 *
 * @throws Mistake with what it says where it cannot
 */
export async function successesOf(repository: string, commit: string): Promise<readonly string[]> {
  const address = `repos/${repository}/commits/${commit}/statuses?per_page=100`;
  const { status, stdout, stderr } = await run('gh', ['api', address], {
    missing: 'Install the GitHub CLI, https://cli.github.com, and log in with gh auth login.',
  });
  if (status !== 0) throw new Mistake(`GitHub cannot be asked about ${commit}: ${stderr.trim()}`);
  const newest = new Map<string, string>();
  // GitHub names the newest one of a context first.
  for (const { context, state } of statusesSchema.parse(JSON.parse(stdout))) {
    if (!newest.has(context)) newest.set(context, state);
  }
  return [...newest].filter(([, state]) => state === 'success').map(([context]) => context);
}
