import type { Cluster } from '../../../clusters/index.ts';

type Database = Cluster['terraform']['databases'][string];

/**
 * A database of a component, by its name under `databases`.
 *
 * @throws when the Terraform outputs have none of that name, or one of another engine
 */
export function databaseOf(
  { name, terraform }: Cluster,
  database: string,
  engine: Database['engine'],
): Database {
  const found = terraform.databases[database];
  if (found?.engine === engine) return found;
  throw new Error(
    `clusters/${name}/terraform.json: the output databases has ${found === undefined ? `no ${database}` : `${database} with the engine ${found.engine}`}, expected one with the engine ${engine}.`,
  );
}
