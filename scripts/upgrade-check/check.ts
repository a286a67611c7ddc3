import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Fleet } from '../../clusters/index.ts';
import { makeFolder } from '../command-line/folders.ts';
import { git, gitFields } from '../promote/git.ts';
import { forkOf } from '../promotion-check/changed-files.ts';
import { skippedSteps } from '../synth/control-plane-steps.ts';

/** The only files of `dist/` that say how far an upgrade is. */
const TELLS = /^dist\/(?:values\/|[^/]+\/namespaces\/|.*\/(?:deployment|statefulset|daemonset)-)/;

/**
 * The steps that a branch leaves out, however many commits it has: what counts is the state that the clusters run, which is that of
 * the commit where the branch began.
 *
 * @param fleet the contract of the last commit
 */
export function checkUpgrade(root: string, base: string, fleet: Fleet): readonly string[] {
  const fork = forkOf(root, base, 'HEAD');
  const folder = mkdtempSync(join(tmpdir(), 'upgrade-'));
  try {
    for (const [path, content] of filesAt(root, fork)) {
      makeFolder(dirname(join(folder, path)));
      writeFileSync(join(folder, path), content);
    }
    return skippedSteps(fleet, join(folder, 'dist'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The files of a commit that tell, in one call of Git. */
function filesAt(root: string, commit: string): readonly (readonly [path: string, content: Buffer])[] {
  const paths = gitFields(root, 'ls-tree', '-r', '--name-only', commit, '--', 'dist').filter((path) =>
    TELLS.test(path),
  );
  const asked = paths.map((path) => `${commit}:${path}\n`).join('');
  const answer = git(root, ['cat-file', '--batch'], asked);
  let at = 0;
  return paths.map((path) => {
    const end = answer.indexOf('\n', at);
    const size = Number(answer.subarray(at, end).toString().split(' ')[2]);
    at = end + 1 + size + 1;
    return [path, answer.subarray(end + 1, end + 1 + size)];
  });
}
