import { isDeepStrictEqual } from 'node:util';
import { Ajv, type ValidateFunction } from 'ajv';
import { z } from 'zod';
import { readSourceText } from '../../clusters/source-text.ts';
import { terraformSchema } from '../../clusters/terraform-schema.ts';
import { Mistake } from '../command-line/mistake.ts';
import { terraformJsonSchema } from './json-schema.ts';
import { type Output, Terraform } from './terraform.ts';

const printed = z.record(z.string(), z.looseObject({ type: z.unknown(), value: z.unknown() }));

/**
 * Holds the contract against the real Terraform: for every cluster a configuration of outputs alone is applied, and
 * what `terraform output -json` prints must be the committed file, and be accepted by both forms of the schema. What
 * the schema must refuse is printed by Terraform too.
 *
 * @param clusters path of `terraform.json` by the name of the cluster
 * @param report takes a line of progress
 * @throws Mistake for the first thing that does not hold, or if Terraform is not installed
 */
export function prove(
  clusters: Readonly<Record<string, string>>,
  report: (line: string) => void,
  terraform = new Terraform(),
): void {
  try {
    report(terraform.version());
    const acceptsJson = new Ajv({ strict: true, allErrors: true }).compile(terraformJsonSchema());
    for (const [cluster, path] of Object.entries(clusters)) {
      const outputs = outputsIn(path);
      proveAccepted(cluster, outputs, terraform.print(outputs), acceptsJson);
      report(
        `${cluster}: Terraform prints the committed ${Object.keys(outputs).length} outputs, both schemas accept them`,
      );
    }
    const [first] = Object.values(clusters);
    if (first === undefined) throw new Mistake('There is no cluster to prove.');
    const example = outputsIn(first);
    for (const [mistake, changed] of Object.entries(mistakes(example))) {
      proveRefused(mistake, terraform.print(changed), acceptsJson);
      report(`${mistake}: both schemas refuse it`);
    }
  } finally {
    terraform.close();
  }
}

function outputsIn(path: string): z.infer<typeof printed> {
  const text = readSourceText(path);
  if (typeof text !== 'string') throw new Mistake(`${path}:${text.line}: ${text.message}`);
  return printed.parse(JSON.parse(text));
}

function proveAccepted(
  cluster: string,
  committed: unknown,
  text: string,
  acceptsJson: ValidateFunction,
): void {
  const value: unknown = JSON.parse(text);
  if (!isDeepStrictEqual(value, committed)) {
    throw new Mistake(
      `${cluster}: terraform.json is not in the form that Terraform prints. Write the file with terraform output -json.`,
    );
  }
  const result = terraformSchema.safeParse(value);
  if (!result.success) throw new Mistake(`${cluster}: zod refuses it:\n${z.prettifyError(result.error)}`);
  if (!acceptsJson(value)) {
    const errors = (acceptsJson.errors ?? []).map(
      ({ instancePath, message }) => `${instancePath} ${message}`,
    );
    throw new Mistake(`${cluster}: the JSON Schema refuses it:\n${errors.join('\n')}`);
  }
}

function proveRefused(mistake: string, text: string, acceptsJson: ValidateFunction): void {
  const value: unknown = JSON.parse(text);
  const accepting = [
    terraformSchema.safeParse(value).success && 'zod',
    acceptsJson(value) && 'the JSON Schema',
  ].filter((name) => name !== false);
  if (accepting.length > 0) throw new Mistake(`${mistake}: ${accepting.join(' and ')} accepts it.`);
}

/** What people get wrong on the Terraform side, in outputs that are right otherwise. */
function mistakes(right: Readonly<Record<string, Output>>): Record<string, Readonly<Record<string, Output>>> {
  const { vpc_id: _, ...withoutVpc } = right;
  return {
    'a sensitive output': {
      ...right,
      account_id: { type: 'string', value: '111122223333', sensitive: true },
    },
    'a sensitive output that nothing reads': {
      ...right,
      database_password: { type: 'string', value: 'example', sensitive: true },
    },
    'an account id as a number': { ...right, account_id: { type: 'number', value: 111122223333 } },
    'a list in place of a text': { ...right, vpc_cidr: { type: ['list', 'string'], value: ['10.0.0.0/16'] } },
    'a map in place of a list': {
      ...right,
      availability_zones: { type: ['map', 'string'], value: { a: 'ap-northeast-1a' } },
    },
    'an output that is null': { ...right, vpc_id: { type: 'string', value: null } },
    'an output that is missing': withoutVpc,
  };
}
