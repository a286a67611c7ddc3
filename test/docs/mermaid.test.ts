// @vitest-environment happy-dom
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import mermaid from 'mermaid';
import { expect, test } from 'vitest';

// Without URLs: the environment's own take the place of Node's.
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const files = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];

const diagrams = files.flatMap((file) =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/^```mermaid\n([\s\S]*?)^```$/gm)].map(
    ([, text = ''], index) => ({ name: `${file}, diagram ${index + 1}`, text }),
  ),
);

test.each(diagrams)('$name shows as a picture, not as an error', async ({ text }) => {
  await expect(mermaid.parse(text)).resolves.toBeTruthy();
});

test('a diagram that does not parse is found', async () => {
  await expect(mermaid.parse('flowchart LR\n  a[ --> b')).rejects.toThrow();
});

test('S0-100: there is an overview, and the way of an event', () => {
  expect(diagrams.map(({ text }) => text.split('\n')[0])).toEqual(
    expect.arrayContaining(['flowchart TB', 'sequenceDiagram']),
  );
});
