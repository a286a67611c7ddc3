import { z } from 'zod';

type Shape = Readonly<Record<string, z.core.$ZodType>>;

/** Groups of the help, in their order. */
export const GROUPS = ['Every day', 'Gates', 'Proofs with the real programs', 'More'] as const;

/** A program of its own that does the work of a command. */
interface Process {
  /** Of `node_modules/.bin`, or of the path of the shell. */
  readonly program: string;
  readonly args: readonly string[];
  /** From the root of the repository on; left out: the root. */
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** What to say where it is not installed. */
  readonly missing?: string;
}

/** What does the work of a command. */
type Work =
  /** A TypeScript file, from the root on, that exports what {@link implement} returns as `main`. */
  | { readonly main: string }
  /** A program that gets the arguments as they were given, after its own. */
  | { readonly process: Process };

/** A command of `npx fleet`: all that its help, the reading of its arguments and the completion of shells follow from. */
export interface Command<Options extends Shape = Shape, Arguments extends Shape = Shape> {
  /** As in `npm run NAME` and `npx fleet NAME`. */
  readonly name: string;
  readonly group: (typeof GROUPS)[number];
  /** A line for the list of all commands. */
  readonly summary: string;
  /** What the help says besides. */
  readonly details?: string;
  readonly options: Options;
  /** Arguments that are not options, in their order. */
  readonly arguments: Arguments;
  /** Arguments of valid commands, with what they do. */
  readonly examples?: readonly (readonly [args: string, does: string])[];
  /** Exit code 1 is one of its answers, so 2 says that it has none: it could not look, or was asked for what there is not. */
  readonly answers?: true;
  /** The program behind it reads the options itself; this text says how to list them. */
  readonly passesOn?: string;
  readonly work: Work;
}

/** What was given to a command, by the names of its options and arguments. */
export interface Given<Options extends Shape, Arguments extends Shape> {
  readonly options: z.output<z.ZodObject<Options>>;
  readonly arguments: z.output<z.ZodObject<Arguments>>;
}

/** The same before it has its types. */
export interface Raw {
  readonly options: Readonly<Record<string, boolean | string | readonly string[]>>;
  readonly arguments: Readonly<Record<string, string | readonly string[]>>;
}

/** Declares a command. */
export function command<Options extends Shape, Arguments extends Shape>(
  declared: Command<Options, Arguments>,
): Command<Options, Arguments> {
  return declared;
}

/** The exit code, or nothing where the body has set it itself. */
// biome-ignore lint/suspicious/noConfusingVoidType: what a body without a return gives
export type Outcome = 0 | 1 | 2 | 3 | undefined | void;

/** What a command may use besides what was given to it. */
export interface Tools {
  /** Loads a TypeScript file, from the root of the repository on, and returns what it exports. */
  readonly load: (file: string) => Promise<unknown>;
  /** Where the user stands. */
  readonly folder: string;
}

/** What a file of commands exports as `main`. */
export type Main = (raw: Raw, tools: Tools) => Promise<Outcome>;

/** Gives the work of a command what was given to it, with the types that it has declared. */
export function implement<Options extends Shape, Arguments extends Shape>(
  declared: Command<Options, Arguments>,
  body: (given: Given<Options, Arguments>, tools: Tools) => Outcome | Promise<Outcome>,
): Main {
  return async (raw, tools) => body(typed(declared, raw), tools);
}

/** @throws z.ZodError for what {@link readArguments} would have refused */
export function typed<Options extends Shape, Arguments extends Shape>(
  declared: Command<Options, Arguments>,
  raw: Raw,
): Given<Options, Arguments> {
  return {
    options: z.object(declared.options).parse(raw.options),
    arguments: z.object(declared.arguments).parse(raw.arguments),
  };
}
