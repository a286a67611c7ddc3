import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentsOf } from '../../cluster-model/input/documents.ts';
import type { ClusterState } from './cluster-state.ts';
import { remembered } from './memory.ts';
import { type Fields, fields } from './read.ts';

/** What the Helm charts of a fleet's cluster are told, by the name of the file: that of the unit. */
export const chartValuesIn = remembered(({ tree }: ClusterState): ReadonlyMap<string, Fields> => {
  const { values: folder } = tree;
  if (folder === undefined || !existsSync(folder)) return new Map();
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return new Map(
    names.sort().map((name) => {
      const [document] = documentsOf(readFileSync(join(folder, name), 'utf8')).documents;
      return [name.slice(0, -'.yaml'.length), fields(document?.value)];
    }),
  );
});
