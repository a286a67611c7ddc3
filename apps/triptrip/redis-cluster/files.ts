import { readFileSync } from 'node:fs';

/** The text of a file of this folder. */
function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}

/** What a node reads when it starts and runs later, by the name of the file under `/etc/redis`. */
export const nodeFiles = {
  'redis.conf': read('./redis.conf'),
  'started.sh': read('./scripts/started.sh'),
  'alive.sh': read('./scripts/alive.sh'),
  'ready.sh': read('./scripts/ready.sh'),
  'hand-over.sh': read('./scripts/hand-over.sh'),
} as const;

/** What makes one cluster of the nodes. */
export const assemblyFiles = { 'assemble.sh': read('./scripts/assemble.sh') } as const;
