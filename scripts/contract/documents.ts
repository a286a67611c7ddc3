import type { Generator } from '../documents/document.ts';
import { terraformJsonSchema } from './json-schema.ts';

/** The schema of `terraform.json`, for the Terraform side. */
export const terraformSchema: Generator = ({ clusters }) => ({
  documents:
    clusters === undefined
      ? [
          {
            path: 'clusters/terraform.schema.json',
            text: `${JSON.stringify(terraformJsonSchema(), null, 2)}\n`,
          },
        ]
      : [],
  wrong: [],
});
