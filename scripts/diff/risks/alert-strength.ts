import type { Judgement } from '../change.ts';
import { durationOf } from '../compare/duration.ts';
import { judge, said, some } from './rule.ts';

/** Names of severities that are in use, those first that wake somebody. */
const SEVERITIES = [
  /^(?:critical|page|emergency|fatal|disaster|p[01]|sev-?[01])$/i,
  /^(?:error|high|major|p2|sev-?2)$/i,
  /^(?:warn(?:ing)?|medium|minor|p3|sev-?3)$/i,
  /^(?:info(?:rmational)?|low|notice|p[45]|sev-?[45])$/i,
  /^(?:none|debug|ignore)$/i,
];

/** So much longer, and at least so long, that somebody would have been told long before. */
const [LONGER, LONG] = [4, 30 * 60_000];
/** So much further off that it is no correction of a threshold. */
const FURTHER = 2;

/** What an alert says later than before, or to others; undefined where nobody can tell by one of its fields. */
export function weaker(shape: string, before: unknown, after: unknown): Judgement | undefined {
  const text = `${said(before)} → ${said(after)}`;
  if (/\.labels\.(?:severity|priority)$/.test(shape)) {
    const [old, now] = [before, after].map((value) =>
      SEVERITIES.findIndex((severity) => severity.test(String(value))),
    );
    if (old === undefined || now === undefined || old === -1 || now <= old) return undefined;
    return judge('outage', `whom it calls at once today is told later or not at all: severity ${text}`);
  }
  if (shape.endsWith('.for')) {
    const [old = 0, now = 0] = [before, after].map(durationOf);
    return now >= LONG && now >= LONGER * old
      ? judge(
          'outage',
          `somebody is told only after ${said(after)}: for ${said(before ?? '0s')} → ${said(after)}`,
        )
      : undefined;
  }
  const threshold = thresholdOf(before, after);
  return threshold === undefined ? undefined : judge('outage', `it tells of less than before: ${threshold}`);
}

const COMPARED = /(>=|<=|>|<)(\s*(?:bool\s+)?)(\d+(?:\.\d+)?(?:e[+-]?\d+)?)/gi;

/** The thresholds of a query that are far beyond what they were, where nothing else of it changes. */
function thresholdOf(before: unknown, after: unknown): string | undefined {
  const [old, now] = [before, after].map((query) => [...String(query).matchAll(COMPARED)]);
  const [one, other] = [before, after].map((query) => String(query).replaceAll(COMPARED, '$1$2#'));
  if (old === undefined || now === undefined || one !== other) return undefined;
  const changed = old.flatMap((match, at) => {
    const [, sign = '', , was] = match;
    const is = now[at]?.[3];
    return was === is ? [] : [{ sign, was: Number(was), is: Number(is) }];
  });
  const isFurther = changed.every(({ sign, was, is }) =>
    sign.startsWith('>') ? is >= FURTHER * was : was >= FURTHER * is,
  );
  // One figure may stand in a query more than once.
  const texts = new Set(changed.map(({ sign, was, is }) => `${sign} ${was} → ${sign} ${is}`));
  return texts.size > 0 && isFurther ? some([...texts]) : undefined;
}
