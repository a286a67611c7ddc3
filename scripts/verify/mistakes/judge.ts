import { z } from 'zod';
import type { Ended } from '../../programs/run.ts';
import type { DeliberateMistake } from './deliberate-mistake.ts';

const finding = z.object({
  where: z.string(),
  what: z.string(),
  field: z.string().optional(),
  says: z.string(),
});
const verdicts = z.array(
  z.object({ passed: z.boolean(), parts: z.array(z.object({ findings: z.array(finding) })) }),
);

/** What a step came to, with the words of what it found. */
export interface Verdict {
  readonly passed: boolean;
  readonly says: string;
}

/** Reads what `npm run verify -- --format json` ended with. A step that breaks off has no summary, and says why. */
export function verdictOf({ status, stdout, stderr }: Ended): Verdict {
  let summary: unknown;
  try {
    summary = JSON.parse(stdout);
  } catch {
    return { passed: false, says: stderr };
  }
  const parsed = verdicts.parse(summary);
  const says = parsed
    .flatMap(({ parts }) => parts.flatMap(({ findings }) => findings))
    .map(({ where, what, field = '', says: words }) => `${where}: ${what} ${field}: ${words}`);
  return {
    passed: status === 0 && parsed.length > 0 && parsed.every(({ passed }) => passed),
    says: says.join('\n'),
  };
}

/** Why a step has not caught a mistake; undefined where it has, and says so. */
export function whyNotCaught(
  { says }: Pick<DeliberateMistake, 'says'>,
  verdict: Verdict,
): string | undefined {
  if (verdict.passed) return 'the step passes';
  if (verdict.says.includes(says)) return undefined;
  return `the step fails, but nothing it says has "${says}":\n${verdict.says}`;
}
