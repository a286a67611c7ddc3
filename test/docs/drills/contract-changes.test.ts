import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const read = (page: string) =>
  readFileSync(fileURLToPath(new URL(`../../../docs/${page}.md`, import.meta.url)), 'utf8');

/** Pages of what is done to a cluster that stands. */
const PAGES = ['failover', 'operations', 'repairs', 'removal'];

interface Section {
  readonly title: string;
  readonly text: string;
}

/** Sections that render after a change of what a cluster is: values of charts follow from it. */
function changesOfContract(markdown: string): readonly Section[] {
  return markdown
    .split(/^(?=#{1,6} )/m)
    .map((text) => ({ title: /^#+ (.+)$/m.exec(text)?.[1] ?? '', text }))
    .filter(
      ({ text }) =>
        text.includes('npm run synth') &&
        /(?:cluster\.yaml|terraform\.json)\b|terraform output|git revert`/.test(text),
    );
}

/** What a section leaves out, or does too late; undefined where the gate `inventories` will be green. */
function missingIn({ text }: Section): string | undefined {
  const charts = text.indexOf('npm run charts', text.indexOf('npm run synth'));
  if (charts < 0) return 'npm run charts after npm run synth';
  const gates = text.indexOf('npm run ci');
  return gates >= 0 && gates < charts ? 'npm run charts before npm run ci' : undefined;
}

describe('a cluster changes, its inventories of charts stay as they were, and the quick gates are red on the worst day', () => {
  test.each(PAGES.flatMap((page) => changesOfContract(read(page)).map((section) => ({ page, ...section }))))(
    '$page: $title',
    (section) => {
      expect(missingIn(section)).toBeUndefined();
    },
  );

  test('a section without it, or with it in the wrong place, is found', () => {
    const judged = (commands: string) =>
      changesOfContract(`## A drill\n\nEdit \`cluster.yaml\`.\n\n${commands}\n`).map(missingIn);
    expect(judged('npm run synth && npm run charts && npm run ci')).toEqual([undefined]);
    expect(judged('npm run synth && npm run ci')).toEqual(['npm run charts after npm run synth']);
    expect(judged('npm run synth && npm run ci && npm run charts')).toEqual([
      'npm run charts before npm run ci',
    ]);
    expect(judged('kubectl get pods')).toEqual([]);
  });
});
