import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { terraformSchema } from '../../clusters/terraform-schema.ts';
import { ContractFailure } from './failure.ts';

const FILE = fileURLToPath(new URL('../../clusters/terraform.schema.json', import.meta.url));

/**
 * The schema of `terraform.json` as JSON Schema of draft 7, the draft that most validators read by default. Rules
 * between values (regions, accounts, networks inside the VPC) are not in it: only loading the fleet knows them.
 */
export function terraformJsonSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(terraformSchema, {
    io: 'input',
    target: 'draft-7',
    // The pattern beside it says the same, and validators refuse formats that they don't know.
    override: ({ jsonSchema }) => delete jsonSchema.format,
  });
  return {
    $schema,
    title: 'terraform.json',
    description:
      'What terraform output -json must print for a cluster. Written by npm run contract:schema from clusters/terraform-schema.ts.',
    ...rest,
  };
}

/** Writes `clusters/terraform.schema.json`. */
export function writeJsonSchema(): void {
  writeFileSync(FILE, `${JSON.stringify(terraformJsonSchema(), null, 2)}\n`);
}

/** @throws ContractFailure where the committed file says something else than would be written */
export function checkJsonSchema(): void {
  if (isDeepStrictEqual(committed(), terraformJsonSchema())) return;
  throw new ContractFailure(
    'clusters/terraform.schema.json is not what clusters/terraform-schema.ts says. Run npm run contract:schema and commit the file.',
  );
}

function committed(): unknown {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8'));
  } catch {
    return undefined;
  }
}
