import { resolve } from 'node:path';
import { z } from 'zod';
import { describe } from './option.ts';

/** What variables say about an option that is not given; neither where none of them is set. */
interface Said {
  readonly value?: boolean | string | readonly string[];
  readonly mistake?: string;
}

/** Where the value of an option is looked for besides the command line. */
interface Place {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The value that variables give to an option: a pipeline sets them without a word of shell, empty ones included, which
 * say nothing.
 */
export function saidOf(option: string, schema: z.core.$ZodType, { folder, environment }: Place): Said {
  const { variables = [], takes, path, repeated, oneOf, expects } = describe(schema);
  const name = variables.find((each) => (environment[each] ?? '') !== '');
  const written = name === undefined ? undefined : environment[name];
  if (written === undefined) return {};
  const wrong = (expected: string) => ({
    mistake: `${name}, which stands for --${option}: found ${JSON.stringify(written)}, expected ${expected}.`,
  });
  if (takes === undefined) {
    if (/^(?:true|1)$/.test(written)) return { value: true };
    return /^(?:false|0)$/.test(written) ? {} : wrong('true or false');
  }
  if (oneOf !== undefined && !oneOf.includes(written)) return wrong(oneOf.join(' or '));
  if (expects !== undefined && !z.safeParse(schema, written).success) return wrong(expects);
  const value = path === true ? resolve(folder, written) : written;
  return { value: repeated === true ? [value] : value };
}
