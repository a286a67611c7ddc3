import { join } from 'node:path';
import { z } from 'zod';
import { Mistake } from '../command-line/mistake.ts';
import { run } from '../programs/run.ts';
import { schemaDirectories } from '../schemas/imported-schemas.ts';
import { leftOutHint } from './left-out.ts';

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

/** What kubeconform says of the values of a chart, a list, a text. */
const FOREIGN = /missing '(?:kind|apiVersion)' key|cannot unmarshal \w+ into Go value of type map/;

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
 * @throws Mistake when it prints no report
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
  const { stdout, stderr } = await run(program, [...options, ...locations, ...places]);
  // What goes wrong before the report is written to the other stream.
  const printed = stderr + stdout;
  const { resources, summary } = parseReport(printed);
  const refused = (resources ?? []).map(({ filename, kind, name, msg, validationErrors }) => {
    if (FOREIGN.test(msg)) return `${filename}: found no object with apiVersion and kind. Move it elsewhere`;
    const details = placesIn(msg, validationErrors)?.map(
      (error) => `${error.path} ${error.msg}${leftOut(kind, error)}`,
    );
    return `${filename}: ${kind} ${name}: ${details?.join('; ') ?? msg.replaceAll('\n', ' ')}`;
  });
  if (refused.length < summary.invalid + summary.errors) throw new Mistake(`incomplete report:\n${printed}`);
  return { valid: summary.valid, refused: refused.sort(), skipped: summary.skipped };
}

interface Place {
  readonly path: string;
  readonly msg: string;
}

/** A place in the message of its schemas' library, one after the other. */
const PLACE = /- at '([^']*)': (.*?)(?=\s+- at '|\s*$)/gs;

/** What is wrong where: the list has only the uppermost places and says of each that it is, while the message has the field. */
function placesIn(message: string, listed: readonly Place[] | undefined): readonly Place[] | undefined {
  const places = [...message.matchAll(PLACE)]
    .map(([, path = '', msg = '']) => ({ path, msg }))
    .filter(({ msg }) => msg !== 'validation failed');
  return listed === undefined || places.length === 0 ? listed : places;
}

/** An unknown field may be one that exists, and that the import left out. */
function leftOut(kind: string, { path, msg }: Place): string {
  return msg.startsWith('additional properties') ? leftOutHint(kind, path.split('/').slice(1)) : '';
}

function parseReport(printed: string): z.infer<typeof report> {
  try {
    return report.parse(JSON.parse(printed));
  } catch {
    throw new Mistake(`kubeconform printed no report, but:\n${printed}`);
  }
}
