import type { Cluster } from '../../../clusters/index.ts';
import { attemptAll } from '../../kit/declaration/attempts.ts';
import { namesCalled } from '../declaration/calls.ts';
import type { WorkloadDeclaration } from '../declaration/workload.ts';

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

/** How an address for each engine begins, and the function that makes one. */
const ADDRESSES = {
  postgres: { scheme: 'postgresql://', made: 'postgresAddress' },
  mysql: { scheme: 'mysql://', made: 'mysqlAddress' },
} as const satisfies Record<Database['engine'], { scheme: string; made: string }>;

const ENGINES = ['postgres', 'mysql'] as const satisfies readonly Database['engine'][];

/**
 * Refuses an address for an engine that none of the called databases has. Which of several an address is for, only the
 * secret says.
 *
 * @throws Mistakes naming the variable, and the function to write instead
 */
export function assertEngines(declaration: WorkloadDeclaration, { name: cluster, terraform }: Cluster): void {
  const { name: workload, secrets = {} } = declaration;
  const called = namesCalled(declaration, 'database').flatMap((name) => {
    const found = terraform.databases[name];
    return found === undefined ? [] : [{ name, engine: found.engine }];
  });
  const [first] = called;
  if (first === undefined) return;
  attemptAll(
    Object.entries(secrets).map(([variable, reference]) => () => {
      if (typeof reference === 'string' || !('template' in reference)) return;
      const engine = ENGINES.find((known) => reference.template.startsWith(ADDRESSES[known].scheme));
      if (engine === undefined || called.some((database) => database.engine === engine)) return;
      throw new Error(
        `${workload}: secrets.${variable}: found ${ADDRESSES[engine].made}(…), but the database ${first.name} has the engine ${first.engine} in clusters/${cluster}/terraform.json, expected ${ADDRESSES[first.engine].made}(…)`,
      );
    }),
  );
}
