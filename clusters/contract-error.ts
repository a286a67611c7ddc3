/** One mistake in the contract. */
export interface Problem {
  /** Path of the file from the parent of the clusters' folder, such as `clusters/prod-japan/cluster.yaml`. */
  readonly file: string;
  /** Counted from 1. For what is missing: the line of the map that it is missing from. */
  readonly line: number;
  /** Keys and list positions joined by dots, such as `mesh.trustDomain`; empty for the file as a whole. */
  readonly path: string;
  /** What was found and what is allowed. */
  readonly message: string;
}

/** Every mistake of every file of the contract, in one report. */
export class ContractError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const sorted = [...problems].sort(
      (one, other) => compare(one.file, other.file) || one.line - other.line || compare(one.path, other.path),
    );
    const count = sorted.length === 1 ? '1 mistake' : `${sorted.length} mistakes`;
    super(`The contract of the clusters has ${count}:\n${sorted.map(describe).join('\n')}`);
    this.name = 'ContractError';
    this.problems = sorted;
  }
}

function describe({ file, line, path, message }: Problem): string {
  return `${file}:${line}: ${path === '' ? '' : `${path}: `}${message}`;
}

/** By code unit: the report is the same in every locale. */
function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
