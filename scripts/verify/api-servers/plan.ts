import { createHash } from 'node:crypto';
import type { Application, Member } from './applications.ts';
import { definitionsFor } from './definitions.ts';

/** What has to be proven of a cluster, whatever the server. */
export interface Plan {
  readonly cluster: string;
  readonly applications: readonly Application[];
  readonly definitions: readonly Member[];
  /** Of the definitions: the same for clusters with the same ones. */
  readonly digest: string;
  readonly pinned: readonly Member[];
}

export function planOf(
  cluster: string,
  applications: readonly Application[],
  pinned: readonly Member[],
): Plan {
  const definitions = definitionsFor(
    applications.flatMap(({ members }) => members),
    pinned,
  );
  const text = JSON.stringify(definitions.map(({ object }) => object));
  const digest = createHash('sha256').update(text).digest('hex');
  return { cluster, applications, definitions, digest, pinned };
}
