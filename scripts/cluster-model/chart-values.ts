import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentsOf } from './input/documents.ts';

/** What the Helm charts of a cluster are told, by unit. */
export interface ChartValues {
  readonly units: readonly string[];
  /** As it was written; undefined where there is nothing. */
  of(unit: string): unknown;
}

/** The values of a fleet's cluster, one file for each unit; a file is read when it is asked for. */
export function chartValuesIn(folder: string): ChartValues {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => /\.ya?ml$/.test(name)) : [];
  const files = new Map(names.sort().map((name) => [name.replace(/\.ya?ml$/, ''), join(folder, name)]));
  const read = new Map<string, unknown>();
  return {
    units: [...files.keys()],
    of: (unit) => {
      const file = files.get(unit);
      if (file !== undefined && !read.has(unit))
        read.set(unit, documentsOf(readFileSync(file, 'utf8')).documents[0]?.value);
      return read.get(unit);
    },
  };
}
