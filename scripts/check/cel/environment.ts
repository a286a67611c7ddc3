import { Environment, type ParseResult } from '@marcbachmann/cel-js';
import { addNetworkLibrary } from './network-library.ts';
import { addTextLibrary } from './text-library.ts';
import { addValueLibrary } from './value-library.ts';

let shared: Environment | undefined;

/** CEL with what Kubernetes adds to it; made when the first expression is met. */
function environment(): Environment {
  if (shared) return shared;
  shared = new Environment({
    unlistedVariablesAreDyn: true,
    homogeneousAggregateLiterals: false,
    enableOptionalTypes: true,
  });
  addTextLibrary(shared);
  addNetworkLibrary(shared);
  addValueLibrary(shared);
  return shared;
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
