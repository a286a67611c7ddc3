import { z } from 'zod';
import { Mistake } from '../command-line/mistake.ts';
import type { Program } from '../programs/program.ts';
import { run } from '../programs/run.ts';

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
 * @throws Mistake when gator prints no verdict, as for a template that does not compile
 */
export async function test(gator: string, directory: string): Promise<readonly Violation[]> {
  const { stdout, stderr } = await run(gator, ['test', '--output', 'json', '--filename', directory]);
  try {
    return results.parse(JSON.parse(stdout)) ?? [];
  } catch {
    throw new Mistake(`gator test printed no verdict, but:\n${stderr}${stdout}`);
  }
}

/** Runs the suites of a folder: whether all of their cases hold, and gator's own report. */
export async function verify(gator: string, directory: string): Promise<{ passed: boolean; report: string }> {
  const { status, stdout, stderr } = await run(gator, ['verify', `${directory}/...`]);
  return { passed: status === 0, report: `${stdout}${stderr}` };
}
