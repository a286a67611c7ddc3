import { join } from 'node:path';
import type { Part } from '../step.ts';
import { Applier } from './applier.ts';
import { reactionsTo } from './controllers.ts';
import { copyDefinitions } from './etcd.ts';
import type { Plan } from './plan.ts';
import { type Server, withApiServer } from './server.ts';

interface Settings {
  /** The API server. */
  readonly program: string;
  /** Address of etcd. */
  readonly etcd: string;
  /** What the keys of these servers in etcd begin with. */
  readonly prefix: string;
  /** Feature gates to open. */
  readonly gates: readonly string[];
  /** Folder for the logs. */
  readonly place: string;
  /** What they are called in findings. */
  readonly where: string;
  /** Called with what each set of definitions came to. */
  readonly done: (part: Part) => void;
}

/** Asks a server that is there for a cluster alone, with its definitions and nothing else. */
export type WithServerOf = <Result>(plan: Plan, ask: (server: Server) => Promise<Result>) => Promise<Result>;

/**
 * Lets a server take the definitions of each cluster, the same ones of several clusters once: a server of their own has
 * them, so that what a cluster makes of them is not there in the next one.
 */
export async function defineOnce(
  plans: readonly Plan[],
  { program, etcd, prefix, gates, place, where, done }: Settings,
): Promise<WithServerOf> {
  const taken = new Map<string, string>();
  for (const { digest, definitions } of plans) {
    if (taken.has(digest)) continue;
    const own = `${prefix}-definitions-${taken.size}`;
    const start = performance.now();
    const log = join(place, `${own}.kube-apiserver.log`);
    await withApiServer(program, { etcd, prefix: own, gates, log }, async ({ client }) => {
      const applier = new Applier(client, where, reactionsTo);
      const exceptions = await applier.define(definitions);
      taken.set(digest, own);
      done({
        name: `${where}, definitions`,
        seconds: Math.round((performance.now() - start) / 1000),
        counts: { definitions: definitions.length },
        findings: applier.findings,
        exceptions,
      });
    });
  }
  return async ({ cluster, digest }, ask) => {
    const own = `${prefix}-${cluster}`;
    await copyDefinitions(etcd, taken.get(digest) ?? '', own);
    const log = join(place, `${cluster}.kube-apiserver.log`);
    return withApiServer(program, { etcd, prefix: own, gates, log }, ask);
  };
}
