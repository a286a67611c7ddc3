import { implement } from '../command-line/command.ts';
import { checkJsonSchema, writeJsonSchema } from './json-schema.ts';
import { contractSchema } from './usage.ts';

export const main = implement(contractSchema, ({ options: { check } }) =>
  check ? checkJsonSchema() : writeJsonSchema(),
);
