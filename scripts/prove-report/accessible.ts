import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { z } from 'zod';

const results = z.object({
  violations: z.array(
    z.object({
      id: z.string(),
      impact: z.string().nullish(),
      help: z.string(),
      nodes: z.array(z.object({ html: z.string() })),
    }),
  ),
});

/** What axe finds on the page as it is now, a line each. */
export async function barriers(page: Page, view: string): Promise<readonly string[]> {
  // The page lets no further script in: it is evaluated, and not added.
  await page.evaluate(axe.source);
  // What axe would load besides, the page does not let in.
  const { violations } = results.parse(await page.evaluate('axe.run(document, { preload: false })'));
  return violations.map(
    ({ id, impact, help, nodes }) =>
      `#/${view}: axe ${id} (${impact ?? 'unknown'}): ${help}: ${nodes
        .slice(0, 3)
        .map(({ html }) => html.slice(0, 160))
        .join(' | ')}`,
  );
}
