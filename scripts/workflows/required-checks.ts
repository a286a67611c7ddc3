import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const FOLDER = fileURLToPath(new URL('../../.github/rulesets/', import.meta.url));

const ruleset = z.object({
  rules: z.array(
    z.looseObject({
      parameters: z
        .looseObject({ required_status_checks: z.array(z.object({ context: z.string() })).default([]) })
        .optional(),
    }),
  ),
});

/** The checks that main waits for, as its rules name them. */
export function requiredChecks(): readonly string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => ruleset.parse(JSON.parse(readFileSync(join(FOLDER, file), 'utf8'))).rules)
    .flatMap(({ parameters }) => parameters?.required_status_checks.map(({ context }) => context) ?? []);
}
