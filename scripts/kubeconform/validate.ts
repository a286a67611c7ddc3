import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { schemaDirectories } from '../schemas/imported-schemas.ts';
import { KubeconformError } from './kubeconform-error.ts';

const report = z.object({
  resources: z
    .array(
      z.object({
        filename: z.string(),
        kind: z.string(),
        name: z.string(),
        msg: z.string(),
        validationErrors: z.array(z.object({ path: z.string(), msg: z.string() })).optional(),
      }),
    )
    .nullable(),
  summary: z.object({ valid: z.number(), invalid: z.number(), errors: z.number(), skipped: z.number() }),
});

/** What kubeconform found in some files. */
export interface Findings {
  readonly valid: number;
  /** Invalid, without a schema, or unreadable; a line each, sorted. */
  readonly refused: readonly string[];
  readonly skipped: number;
}

/**
 * Runs kubeconform with our schemas only: strict, and a kind without schema is an error.
 * @param places files and directories
 * @param extra directories with more schemas
 * @throws KubeconformError when it prints no report
 */
export async function validate(
  program: string,
  kubernetesVersion: string,
  places: readonly string[],
  extra: readonly string[] = [],
): Promise<Findings> {
  const locations = [...schemaDirectories(kubernetesVersion), ...extra].flatMap((directory) => [
    '-schema-location',
    join(directory, '{{.ResourceKind}}{{.KindSuffix}}.json'),
  ]);
  const options = ['-strict', '-summary', '-output', 'json', '-kubernetes-version', `${kubernetesVersion}.0`];
  const printed = await output(program, [...options, ...locations, ...places]);
  const { resources, summary } = parseReport(printed);
  const refused = (resources ?? []).map(({ filename, kind, name, msg, validationErrors }) => {
    const details = validationErrors?.map((error) => `${error.path} ${error.msg}`).join('; ');
    return `${filename}: ${kind} ${name}: ${details ?? msg.replaceAll('\n', ' ')}`;
  });
  if (refused.length < summary.invalid + summary.errors)
    throw new KubeconformError(`incomplete report:\n${printed}`);
  return { valid: summary.valid, refused: refused.sort(), skipped: summary.skipped };
}

function parseReport(printed: string): z.infer<typeof report> {
  try {
    return report.parse(JSON.parse(printed));
  } catch {
    throw new KubeconformError(`kubeconform printed no report, but:\n${printed}`);
  }
}

/** Both streams: what goes wrong before the report is written to the other one. */
function output(program: string, options: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, options, { stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error) => reject(new KubeconformError(`Can't run ${program}: ${error.message}`)));
    child.on('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
  });
}
