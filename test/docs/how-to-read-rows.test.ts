import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { snippetsOf } from '../../scripts/prove-changes/document.ts';

const read = (file: string) => readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8');

/** Line breaks are the formatter's; the comma after the last element comes and goes with them. */
const words = (text: string) => text.replaceAll(/,(?=\s*[)\]}])|\s+/g, '');

const shown = snippetsOf(read('docs/how-to-read-rows.md')).filter(({ language }) =>
  ['yaml', 'ts'].includes(language),
);

test('the page shows a text and an evidence', () => {
  expect(shown.map(({ language }) => language).sort()).toEqual(['ts', 'yaml']);
});

test.each(shown)('the $language that the page shows stands in the file that it names', (snippet) => {
  const [file = ''] = snippet.introduction.match(/requirements\/\S+\.(yaml|ts)(?=`)/g)?.slice(-1) ?? [];
  expect(words(read(file))).toContain(words(snippet.text));
});
