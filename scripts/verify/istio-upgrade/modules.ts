import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Mistake } from '../../command-line/mistake.ts';
import { howToInstall } from '../../programs/needed.ts';
import { run } from '../../programs/run.ts';
import type { Finding } from '../step.ts';

export const MESH = 'scripts/prove-mesh';
/** Istio's code of the installed minor, and of the next one. */
export const MODULES = { installed: 'go.mod', next: 'next.mod' } as const;

const LINES = 20;

/** The release of Istio's API that a module file has. */
export function releaseIn(file: string): string {
  const [, release] = /^\s+istio\.io\/api v(\S+)/m.exec(readFileSync(join(MESH, file), 'utf8')) ?? [];
  if (release === undefined) throw new Mistake(`${MESH}/${file} names no istio.io/api.`);
  return release;
}

/**
 * The proof of the mesh in a copy of the repository, with the code of a module file.
 *
 * @returns what it says where it fails
 */
export async function proveMesh(root: string, module: string): Promise<readonly Omit<Finding, 'where'>[]> {
  const { status, stdout, stderr } = await run('go', ['test', '-count=1', '.'], {
    folder: join(root, MESH),
    environment: { CGO_ENABLED: '0', GOFLAGS: `-modfile=${module}` },
    missing: howToInstall('go'),
  });
  if (status === 0) return [];
  const said = `${stdout}${stderr}`.split('\n').filter((line) => /FAIL|_test\.go|rror/.test(line));
  return [{ what: `${MESH} with ${module}`, says: said.slice(0, LINES).join('\n') }];
}
