import { Environment, type ParseResult } from '@marcbachmann/cel-js';
import { addNetworkLibrary } from './network-library.ts';
import { addTextLibrary } from './text-library.ts';
import { addValueLibrary } from './value-library.ts';

let shared: Environment | undefined;

/** CEL with what Kubernetes adds to it; made when the first expression is met. */
function environment(): Environment {
  shared ??= withLibraries(true);
  return shared;
}

function withLibraries(unlistedVariablesAreDyn: boolean): Environment {
  const made = new Environment({
    unlistedVariablesAreDyn,
    homogeneousAggregateLiterals: false,
    enableOptionalTypes: true,
  });
  addTextLibrary(made);
  addNetworkLibrary(made);
  addValueLibrary(made);
  return made;
}

/** What an admission policy or a webhook's condition can read. */
const OF_ADMISSION = [
  'object',
  'oldObject',
  'request',
  'params',
  'namespaceObject',
  'variables',
  'authorizer',
];
let ofAdmission: Environment | undefined;

/** A variable that an expression of admission reads and nobody gives it; nothing where all are given. */
export function undeclared(expression: string): string | undefined {
  ofAdmission ??= OF_ADMISSION.reduce(
    (made, name) => made.registerVariable(name, 'dyn'),
    withLibraries(false),
  );
  try {
    const reason = firstLine(ofAdmission.check(expression).error);
    return /^Unknown variable: (\w+)/.exec(reason)?.[1];
  } catch {
    return undefined;
  }
}

/** An expression that can be evaluated; or why not. */
export interface Program {
  readonly run?: ParseResult;
  /** It is no CEL at all. */
  readonly syntax?: string;
  /** It is CEL, and uses what is not known here. */
  readonly unsupported?: string;
}

const programs = new Map<string, Program>();

/** Compiles each expression once. */
export function program(expression: string): Program {
  const known = programs.get(expression);
  if (known) return known;
  const made = compile(expression);
  programs.set(expression, made);
  return made;
}

function compile(expression: string): Program {
  let run: ParseResult;
  try {
    run = environment().parse(expression);
  } catch (error) {
    return { syntax: firstLine(error) };
  }
  try {
    const { valid, error } = run.check();
    return valid ? { run } : { unsupported: firstLine(error) };
  } catch (error) {
    return { unsupported: firstLine(error) };
  }
}

export function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
