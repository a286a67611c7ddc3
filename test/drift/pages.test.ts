import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const FOLDER = 'scripts/drift';

/** The anchors of a page, as GitHub makes them. */
function anchorsOf(page: string): readonly string[] {
  return [...readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

const pages = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => [
    ...readFileSync(join(FOLDER, file), 'utf8').matchAll(/'(docs\/[\w-]+\.md)(?:#([\w-]+))?'/g),
  ])
  .map(([, page = '', anchor]) => ({ page, anchor }));

it('whoever is woken by a finding is led to a page that goes on from it', () => {
  expect(pages.length).toBeGreaterThan(0);
  for (const { page, anchor } of pages) {
    const anchors = anchorsOf(page);
    if (anchor !== undefined) expect(anchors, page).toContain(anchor);
  }
});
