import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Mistake } from '../command-line/mistake.ts';
import type { run } from '../programs/run.ts';

/** A plan, as far as anybody may see it. */
export interface Plan {
  /** As terraform shows it, without the values that are secret. */
  readonly text: string;
  readonly sha256: string;
  readonly changes: boolean;
}

/** What a plan is made of. */
export interface Request {
  readonly folder: string;
  readonly lock: boolean;
  /** Starts terraform. */
  readonly start: typeof run;
}

const MISSING = 'Install terraform: https://developer.hashicorp.com/terraform/install.';

/**
 * Plans, and hands the plan to whoever applies it. The file is gone afterwards: it holds secrets in clear text.
 *
 * @throws Mistake with what terraform says where it cannot plan
 */
export async function planned<Result>(
  { folder, lock, start }: Request,
  use: (plan: Plan, file: string) => Promise<Result>,
): Promise<Result> {
  const own = mkdtempSync(join(tmpdir(), 'plan-'));
  try {
    const file = join(own, 'plan');
    const args = ['plan', '-input=false', `-lock=${lock}`, '-detailed-exitcode', '-no-color', `-out=${file}`];
    const made = await start('terraform', args, { folder, missing: MISSING });
    // 2 says that there is something to change.
    if (made.status !== 0 && made.status !== 2) {
      throw new Mistake(`terraform cannot plan:\n${made.stderr.trim() || made.stdout.trim()}`);
    }
    const shown = await start('terraform', ['show', '-no-color', file], { folder, missing: MISSING });
    if (shown.status !== 0) throw new Mistake(`terraform cannot show the plan:\n${shown.stderr.trim()}`);
    const sha256 = createHash('sha256').update(shown.stdout).digest('hex');
    return await use({ text: shown.stdout, sha256, changes: made.status === 2 }, file);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

/**
 * Applies what was approved, and nothing else.
 *
 * @param watch starts terraform where its lines are seen while it works
 * @throws Mistake where the plan is another one now, or terraform fails
 */
export async function applied(
  { approved, ...request }: Request & { readonly approved: string },
  watch: (
    program: string,
    args: readonly string[],
    start: { readonly folder: string },
  ) => Promise<number | undefined>,
): Promise<void> {
  if (!/^[0-9a-f]{64}$/.test(approved)) {
    throw new Mistake(`Found ${JSON.stringify(approved)}, expected the sum of the plan that was approved.`);
  }
  await planned(request, async ({ sha256 }, file) => {
    if (sha256 !== approved) {
      throw new Mistake(
        'AWS has changed since the plan was approved, and nothing was applied. Run the pipeline again, and read the new plan.',
      );
    }
    const status = await watch('terraform', ['apply', '-input=false', file], { folder: request.folder });
    if (status !== 0) throw new Mistake('terraform has failed: it says above at what.');
  });
}
