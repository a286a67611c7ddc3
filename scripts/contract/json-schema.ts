import { z } from 'zod';
import { terraformSchema } from '../../clusters/terraform-schema.ts';

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
      'What terraform output -json must print for a cluster. Written by npm run synth from clusters/terraform-schema.ts.',
    ...rest,
  };
}
