import { UnusableInput } from '../cluster-model/input/unusable-input.ts';
import { itemOf, type Judged } from './change.ts';
import { titleOf } from './compare/key.ts';
import { type Policy, readPolicyText } from './policy-file.ts';

/** Where a repository says which risks need a written word, and where that word stands. */
export const ACKNOWLEDGEMENTS_FILE = 'clusters/acknowledged-changes.yaml';

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
  const { policy, problems } = readPolicyText(content, name);
  if (policy === undefined) throw new UnusableInput(problems.join('\n'));
  return policy;
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
  const used = new Set<Entry>();
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
      ...idle.map((entry) => idleLine(entry, changes)),
    ],
  };
}

/** An entry for no change is most likely meant for one: on another cluster, or of another risk. */
function idleLine(entry: Entry, changes: readonly Judged[]): string {
  const { object, risk, clusters = [] } = entry;
  const about = `${ACKNOWLEDGEMENTS_FILE}: the entry for ${object} (${risk}) is about no change here.`;
  const same = changes.filter((change) => isOf(entry, change));
  const elsewhere = same.filter((change) => change.risk === risk).map(({ cluster }) => cluster);
  if (elsewhere.length > 0)
    return `${about} It names ${clusters.join(', ')}, and that change is on ${[...new Set(elsewhere)].join(', ')}. Correct clusters, or take it out.`;
  const risks = [...new Set(same.map((change) => change.risk))];
  return risks.length === 0
    ? `${about} Take it out.`
    : `${about} That change is of the risk ${risks.join(', ')}. Correct risk, or take it out.`;
}

type Entry = Policy['acknowledged'][number];

function isAbout(entry: Entry, change: Judged): boolean {
  return (
    entry.risk === change.risk &&
    (entry.clusters === undefined || entry.clusters.includes(change.cluster)) &&
    isOf(entry, change)
  );
}

function isOf(entry: Entry, change: Judged): boolean {
  return [change.before, change.after].some((item) => item !== undefined && titleOf(item) === entry.object);
}

function shown(names: readonly string[]): string {
  const most = 10;
  return names.length > most
    ? `${names.slice(0, most).join('; ')} and ${names.length - most} more`
    : names.join('; ');
}
