import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Mistake } from '../command-line/mistake.ts';
import type { Proof } from './mistakes/prove.ts';
import type { Part, Verdict } from './step.ts';
import { STEP_NAMES } from './step-names.ts';

/** What a run leaves for programs: of its steps, or of the mistakes that it made. */
export const SUMMARY = 'summary.json';
export const PROOFS = 'mistakes.json';

const finding = z.strictObject({
  where: z.string(),
  what: z.string(),
  field: z.string().exactOptional(),
  says: z.string(),
});

const part: z.ZodType<Part> = z.strictObject({
  name: z.string(),
  seconds: z.number(),
  counts: z.record(z.string(), z.number()),
  findings: z.array(finding),
  exceptions: z.array(finding),
});

const verdicts: z.ZodType<readonly Verdict[]> = z.array(
  z.strictObject({
    step: z.enum(STEP_NAMES),
    passed: z.boolean(),
    seconds: z.number(),
    parts: z.array(part),
  }),
);

const proofs: z.ZodType<readonly Proof[]> = z.array(
  z.strictObject({
    step: z.enum(STEP_NAMES),
    mistake: z.string(),
    cluster: z.string().optional(),
    seconds: z.number(),
    wrong: z.string().optional(),
  }),
);

/** Said of a step that was run on a machine of its own, and of which nothing has come back. */
const NOTHING = 'no run has left one: it broke off before its end, or did not begin';

/**
 * The verdicts that runs of single steps have left anywhere in a folder, in the order of the steps. A step without one has failed.
 *
 * @throws Mistake for a file that no run has written like that
 */
export function gatheredVerdicts(folder: string, wanted: readonly string[]): readonly Verdict[] {
  const found = read(folder, SUMMARY, verdicts);
  return wanted.flatMap((step) => {
    const own = found.filter((verdict) => verdict.step === step);
    if (own.length > 0) return own;
    const findings = [{ where: step, what: 'its verdict', says: NOTHING }];
    return [
      {
        step,
        passed: false,
        seconds: 0,
        parts: [{ name: step, seconds: 0, counts: {}, findings, exceptions: [] }],
      },
    ];
  });
}

/** The same for mistakes; a step of which nobody made one has missed all of its own. */
export function gatheredProofs(
  folder: string,
  wanted: readonly (typeof STEP_NAMES)[number][],
): readonly Proof[] {
  const found = read(folder, PROOFS, proofs);
  return wanted.flatMap((step) => {
    const own = found.filter((proof) => proof.step === step);
    return own.length > 0
      ? own
      : [
          {
            step,
            mistake: 'all of them',
            cluster: undefined,
            seconds: 0,
            wrong: `Of its proofs ${NOTHING}.`,
          },
        ];
  });
}

function read<Item>(folder: string, name: string, schema: z.ZodType<readonly Item[]>): readonly Item[] {
  return filesIn(folder)
    .filter((file) => file.split('/').at(-1) === name)
    .toSorted()
    .flatMap((file) => {
      const path = join(folder, file);
      const parsed = schema.safeParse(parsedJson(path));
      if (parsed.success) return parsed.data;
      throw new Mistake(`${path} was not left by a run of verify: ${z.prettifyError(parsed.error)}`);
    });
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    throw new Mistake(`${folder} is no folder: name the one that holds what the runs have left.`);
  }
}

function parsedJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Mistake(
      `${path} was not left by a run of verify: ${error instanceof Error ? error.message : ''}`,
    );
  }
}
