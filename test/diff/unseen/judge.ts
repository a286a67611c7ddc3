import { type Item, itemOf, type Judged, RISKS } from '../../../scripts/diff/change.ts';
import { diffOfFiles } from '../changed.ts';
import { meantIn, sidesOf } from './corpus.ts';
import type { UnseenCase } from './entry.ts';

type Check = Parameters<typeof diffOfFiles>[2];

/** How what is told differs from what a reviewer is owed; `words`: the risk is right, and the reasons or the action are not. */
export type Fault = 'miss' | 'false alarm' | 'words';

export interface Verdict {
  readonly fault: Fault | undefined;
  readonly told: readonly string[];
}

/** Holds what the diff tells of a case against what is expected. */
export function judgedCase(entry: UnseenCase, check?: Check): Verdict {
  const { before, after } = sidesOf(entry);
  const { changes } = diffOfFiles(before, after, check);
  const told = changes.map(
    (change) => `${referenceOf(change)} ${change.action} ${change.risk}: ${change.reasons.join(' | ')}`,
  );
  return { fault: faultOf(entry, changes), told };
}

/** The same without the checks of whole trees, which take most of the time, where the rules alone say what is expected. */
export function quicklyJudged(entry: UnseenCase): Verdict {
  const quick = judgedCase(entry, () => ({ new: [], gone: [], stood: new Set(), notes: [] }));
  return quick.fault === undefined ? quick : judgedCase(entry);
}

function faultOf(entry: UnseenCase, changes: readonly Judged[]): Fault | undefined {
  const meant = meantIn(entry);
  const [own, others] = [
    changes.filter((each) => isMeant(each, meant)),
    changes.filter((each) => !isMeant(each, meant)),
  ];
  if (others.length > 0) return 'false alarm';
  const allowed = [entry.risk].flat().map(rankOf);
  const worst = Math.min(rankOf('none'), ...own.map(({ risk }) => rankOf(risk)));
  if (!allowed.includes(worst)) return worst < Math.max(...allowed) ? 'false alarm' : 'miss';
  const reasons = own.flatMap((change) => change.reasons).join(' | ');
  if (entry.never !== undefined && new RegExp(entry.never, 'i').test(reasons)) return 'false alarm';
  if (entry.says !== undefined && !new RegExp(entry.says, 'i').test(reasons)) return 'words';
  const isAction = entry.action === undefined || own.some(({ action }) => action === entry.action);
  return isAction ? undefined : 'words';
}

const RANKS: readonly string[] = [...RISKS, 'none'];

function rankOf(risk: string): number {
  return RANKS.indexOf(risk);
}

function isMeant({ before, after }: Judged, meant: readonly string[]): boolean {
  return [before, after].some((item) => item !== undefined && meant.includes(nameOf(item)));
}

function referenceOf(change: Judged): string {
  return nameOf(itemOf(change));
}

function nameOf({ kind, namespace, name }: Item): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}
