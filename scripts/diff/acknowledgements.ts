import { parse } from 'yaml';
import { z } from 'zod';
import { UnusableInput } from '../cluster-model/input/unusable-input.ts';
import { itemOf, type Judged, RISKS } from './change.ts';
import { titleOf } from './compare/key.ts';

/** Where a repository says which risks need a written word, and where that word stands. */
export const ACKNOWLEDGEMENTS_FILE = 'clusters/acknowledged-changes.yaml';

const text = z.string().trim().min(1);
const risk = z.enum(RISKS);

const acknowledgement = z.strictObject({
  /** The object, as a report names it: `StatefulSet shop/redis`. */
  object: text,
  risk,
  /** Left out: on all clusters. */
  clusters: z.array(text).min(1).optional(),
  reason: text,
  /** Who answers for it. */
  owner: text,
});

const schema = z.strictObject({
  /** Risks that nobody merges without an entry below. */
  blocks: z.array(risk),
  acknowledged: z.array(acknowledgement),
});

export type Policy = z.output<typeof schema>;

/** What the policy makes of the changes. */
export interface Verdict {
  readonly blocked: readonly Judged[];
  /** For people, a sentence each. */
  readonly lines: readonly string[];
}

/**
 * Reads the file of a repository.
 *
 * @throws UnusableInput where it is no policy
 */
export function readPolicy(content: string, name: string): Policy {
  let given: unknown;
  try {
    given = parse(content);
  } catch (error) {
    throw new UnusableInput(
      `${name}:1: not readable as YAML: ${error instanceof Error ? error.message.split('\n')[0] : 'unknown'}`,
    );
  }
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  const issues = read.error.issues.map(
    ({ path, message }) => `${name}: ${path.join('.') || 'the file'}: ${message}`,
  );
  throw new UnusableInput(issues.join('\n'));
}

/**
 * Whether every change of a risk that the base blocks has its entry in the head.
 *
 * @param rules of the base, so that a change does not loosen the rule which it would break
 * @param words of the head
 */
export function verdictOf(
  changes: readonly Judged[],
  rules: Policy | undefined,
  words: Policy | undefined,
): Verdict {
  const entries = words?.acknowledged ?? [];
  const used = new Set<Policy['acknowledged'][number]>();
  const blocked = changes.filter((change) => {
    const own = entries.filter((entry) => isAbout(entry, change));
    for (const entry of own) used.add(entry);
    return rules?.blocks.includes(change.risk) === true && own.length === 0;
  });
  const names = blocked.map((change) => `${change.cluster}: ${titleOf(itemOf(change))} (${change.risk})`);
  const idle = entries.filter((entry) => !used.has(entry));
  return {
    blocked,
    lines: [
      ...(names.length === 0
        ? []
        : [
            `${names.length === 1 ? 'One change needs' : `${names.length} changes need`} a written word in ${ACKNOWLEDGEMENTS_FILE}, with object, risk, reason and owner: ${shown(names)}.`,
          ]),
      ...idle.map(
        ({ object, risk: own }) =>
          `${ACKNOWLEDGEMENTS_FILE}: the entry for ${object} (${own}) is about no change here. Take it out.`,
      ),
    ],
  };
}

function isAbout(entry: Policy['acknowledged'][number], change: Judged): boolean {
  if (entry.risk !== change.risk) return false;
  if (entry.clusters !== undefined && !entry.clusters.includes(change.cluster)) return false;
  return [change.before, change.after].some((item) => item !== undefined && titleOf(item) === entry.object);
}

function shown(names: readonly string[]): string {
  const most = 10;
  return names.length > most
    ? `${names.slice(0, most).join('; ')} and ${names.length - most} more`
    : names.join('; ');
}
