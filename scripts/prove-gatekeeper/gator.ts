import { spawn } from 'node:child_process';
import { z } from 'zod';
import type { Program } from '../programs/program.ts';

const VERSION = 'v3.23.1';

/** Gatekeeper's own judge, of the release that runs on the clusters; no sum of its archives is known here. */
export const gatorProgram: Program = {
  name: 'gator',
  version: VERSION,
  versionOption: '--version',
  goPackage: 'github.com/open-policy-agent/gatekeeper/v3/cmd/gator',
  downloads: `https://github.com/open-policy-agent/gatekeeper/releases/download/${VERSION}`,
  archives: {},
};

/** Something that has to be put right before policies can be proved; the message says what. */
export class GatekeeperProofError extends Error {
  override readonly name = 'GatekeeperProofError';
}

const results = z
  .array(
    z.object({
      msg: z.string(),
      constraint: z.object({ kind: z.string(), metadata: z.object({ name: z.string() }) }),
      violatingObject: z.object({
        kind: z.string(),
        metadata: z.object({
          name: z.string(),
          namespace: z.string().optional(),
          labels: z.record(z.string(), z.string()).optional(),
        }),
      }),
    }),
  )
  .nullable();

/** An object that a constraint refuses or reports. */
export type Violation = NonNullable<z.infer<typeof results>>[number];

/**
 * What the constraints of a folder say of the objects in it, whatever they do about it.
 *
 * @throws GatekeeperProofError when gator prints no verdict, as for a template that does not compile
 */
export async function test(gator: string, directory: string): Promise<readonly Violation[]> {
  const { stdout, stderr } = await run(gator, ['test', '--output', 'json', '--filename', directory]);
  try {
    return results.parse(JSON.parse(stdout)) ?? [];
  } catch {
    throw new GatekeeperProofError(`gator test printed no verdict, but:\n${stderr}${stdout}`);
  }
}

/** Runs the suites of a folder: whether all of their cases hold, and gator's own report. */
export async function verify(gator: string, directory: string): Promise<{ passed: boolean; report: string }> {
  const { status, stdout, stderr } = await run(gator, ['verify', `${directory}/...`]);
  return { passed: status === 0, report: `${stdout}${stderr}` };
}

interface Output {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(program: string, options: readonly string[]): Promise<Output> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, options, { stdio: ['ignore', 'pipe', 'pipe'] });
    const printed: { stdout: Buffer[]; stderr: Buffer[] } = { stdout: [], stderr: [] };
    child.stdout.on('data', (chunk: Buffer) => printed.stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => printed.stderr.push(chunk));
    child.on('error', (error) => reject(new GatekeeperProofError(`Can't run ${program}: ${error.message}`)));
    child.on('close', (status) =>
      resolve({
        status,
        stdout: Buffer.concat(printed.stdout).toString('utf8'),
        stderr: Buffer.concat(printed.stderr).toString('utf8'),
      }),
    );
  });
}
