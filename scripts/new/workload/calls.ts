import { didYouMean } from '../../../clusters/nearest-name.ts';
import {
  bucket,
  type Call,
  cache,
  database,
  external,
  linkedService,
  receivesFrom,
  sendsTo,
  topic,
  workload,
} from '../../../platform/workload/declaration/calls.ts';
import { Mistake } from '../../command-line/mistake.ts';

/** A function of calls.ts, and its name there. */
interface Caller {
  readonly function: string;
  readonly make: (name: string) => Call;
}

/** The kinds of `--connects-to`. */
const CALLERS: Readonly<Record<string, Caller>> = {
  workload: { function: 'workload', make: workload },
  database: { function: 'database', make: database },
  cache: { function: 'cache', make: cache },
  'sends-to': { function: 'sendsTo', make: sendsTo },
  'receives-from': { function: 'receivesFrom', make: receivesFrom },
  topic: { function: 'topic', make: topic },
  bucket: { function: 'bucket', make: bucket },
  external: { function: 'external', make: external },
  'linked-service': { function: 'linkedService', make: linkedService },
};

/** A call as `--connects-to` writes it, and as a declaration does. */
export interface DeclaredCall {
  readonly call: Call;
  readonly function: string;
}

/**
 * Reads such as `database:tasks`.
 *
 * @throws Mistake for a kind that there is not
 */
export function callOf(written: string): DeclaredCall {
  const [kind = '', ...rest] = written.split(':');
  const name = rest.join(':');
  const kinds = Object.keys(CALLERS);
  const caller = Object.hasOwn(CALLERS, kind) ? CALLERS[kind] : undefined;
  if (name === '') {
    throw new Mistake(
      `--connects-to: found ${written}, expected a kind and a name, such as workload:${kind || 'video-service'}. The kinds are ${kinds.join(', ')}.`,
    );
  }
  if (caller === undefined) {
    throw new Mistake(
      `--connects-to: found the kind ${kind} in ${written}${didYouMean(kind, kinds)}, expected one of ${kinds.join(', ')}.`,
    );
  }
  return { call: caller.make(name), function: caller.function };
}

/** Whether it is signed with a role of AWS. */
export function needsRole({ to }: Call): boolean {
  return to === 'queue' || to === 'topic' || to === 'bucket';
}
