import { z } from 'zod';
import type { Names } from './names.ts';

/** What is known of an option or an argument besides the values that it takes. */
export interface Description {
  /** One sentence or less, for the help. */
  readonly means: string;
  /** Name of the value, such as `NAME`; left out by a flag, which takes none. */
  readonly takes?: string;
  /** The only values that there are. */
  readonly oneOf?: readonly string[];
  /** What every value has to be, where not every text will do. */
  readonly expects?: string;
  /** Lists values for the completion of shells, by the arguments before it. */
  readonly suggests?: (names: Names, before: readonly string[]) => readonly string[];
  /** The value is a path: from where the user stands, and completed by the shell itself. */
  readonly path?: true;
  /** Names that people write for it, each with the reason why it is another one. */
  readonly insteadOf?: Readonly<Record<string, string>>;
  /** How many words its value has, where it is not one. */
  readonly words?: number;
  /** It may be given several times. */
  readonly repeated?: true;
  /** Variables that say it where it is not given: the first that is not empty counts. */
  readonly variables?: readonly string[];
  /** For an argument: it may be left out. */
  readonly optional?: true;
}

const descriptions = new WeakMap<z.core.$ZodType, Description>();

function described<Schema extends z.core.$ZodType>(schema: Schema, description: Description): Schema {
  descriptions.set(schema, description);
  return schema;
}

/** @throws Error for a schema that none of the functions below has made */
export function describe(schema: z.core.$ZodType): Description {
  const description = descriptions.get(schema);
  if (description === undefined)
    throw new Error('An option is made with flag, text, texts, words, format, whole or percent.');
  return description;
}

type Facts = Omit<Description, 'means' | 'takes' | 'words' | 'repeated' | 'optional'>;

/** An option that is given or not. */
export function flag(means: string, facts: Pick<Facts, 'insteadOf' | 'variables'> = {}) {
  return described(z.boolean().default(false), { means, ...facts });
}

/** An option with a value. */
export function text(takes: string, means: string, facts: Facts = {}) {
  return described(z.string().optional(), { means, takes, ...facts });
}

/** An option that may be given several times. */
export function texts(takes: string, means: string, facts: Facts = {}) {
  return described(z.array(z.string()).optional(), { means, takes, repeated: true, ...facts });
}

/** An option with a value of several words, one for each name in `takes`. */
export function words(takes: string, means: string, facts: Facts = {}) {
  const count = takes.split(' ').length;
  return described(z.array(z.string()).length(count).optional(), { means, takes, words: count, ...facts });
}

const FORMATS = ['text', 'json'] as const;

/** Hands what a command has found on to the next step of a pipeline, as a variable. */
export function variable() {
  return text('NAME', 'also written as NAME=… into the file that the pipeline reads variables from', {
    insteadOf: { output: 'it names the variable' },
  });
}

/** How a command reports: to people, or to a program that reads JSON. */
export function format() {
  return described(z.enum(FORMATS).default('text'), {
    means: 'for people, or for programs',
    takes: 'FORMAT',
    oneOf: FORMATS,
    insteadOf: { json: 'npm takes --json for itself' },
  });
}

/** How a command reports that knows more ways than those two; left out: the first. */
export function formats<const Names extends readonly ['text', 'json', ...string[]]>(oneOf: Names) {
  const schema: z.ZodOptional<z.ZodType<Names[number]>> = z.literal<Names[number][]>([...oneOf]).optional();
  return described(schema, { means: 'how it is told', takes: 'FORMAT', oneOf });
}

/** An option that takes a whole number. */
export function whole(
  takes: string,
  means: string,
  { from, to, otherwise }: { readonly from: number; readonly to?: number; readonly otherwise: number },
) {
  const most = to ?? Number.MAX_SAFE_INTEGER;
  const schema = z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(from).max(most));
  return described(schema.default(otherwise), {
    means: `${means}; default ${otherwise}`,
    takes,
    expects: `a whole number from ${from}${to === undefined ? '' : ` to ${to}`}`,
  });
}

/** An option that takes a share in percent. */
export function percent(takes: string, means: string, facts: Pick<Facts, 'variables'> = {}) {
  const schema = z.string().regex(/^\d+$/).transform(Number).pipe(z.number().max(100));
  return described(schema.optional(), {
    means,
    takes,
    expects: 'a whole number from 0 to 100, without a percent sign',
    ...facts,
  });
}

/** An argument that has to be there. */
export function argument(means: string, facts: Facts = {}) {
  return described(z.string(), { means, ...facts });
}

/** An argument that may be left out. */
export function optionalArgument(means: string, facts: Facts = {}) {
  return described(z.string().optional(), { means, optional: true, ...facts });
}

/** All arguments from here on, none included. */
export function furtherArguments(means: string, facts: Facts = {}) {
  return described(z.array(z.string()).default([]), { means, optional: true, repeated: true, ...facts });
}
