import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { snippet, snippetsOf } from '../../scripts/prove-changes/document.ts';
import { scenarios } from '../../scripts/prove-changes/scenarios/index.ts';
import { provenSnippets } from '../../scripts/prove-changes/snippets.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string) => readFileSync(`${root}/${file}`, 'utf8');
const documents = [
  'README.md',
  ...readdirSync(`${root}/docs`).flatMap((file) => (file.endsWith('.md') ? `docs/${file}` : [])),
];

const key = (document: string, heading: string, language: string) => `${document}: ${heading} (${language})`;

/** Diagrams have a test of their own, and the commands of docs/ too. */
function isCode(document: string, language: string): boolean {
  return document === 'README.md'
    ? language !== 'mermaid'
    : !['mermaid', 'sh', 'text', ''].includes(language);
}

test('no block of code can be read that nobody has ever run', () => {
  const shown = documents.flatMap((document) =>
    snippetsOf(read(document))
      .filter(({ language }) => isCode(document, language))
      .map(({ heading, language }) => key(document, heading, language)),
  );
  const proven = provenSnippets.map(({ document, heading, language }) => key(document, heading, language));
  expect(shown.length).toBeGreaterThan(4);
  expect(shown.sort()).toEqual(proven.sort());
});

test('what is said to prove a block exists', () => {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(read('package.json')));
  const names = scenarios.map(({ name }) => name);
  for (const { by } of provenSnippets) {
    if ('scenario' in by) expect(names).toContain(by.scenario);
    else if ('script' in by) expect(Object.keys(scripts)).toContain(by.script);
    else expect(existsSync(`${root}/${by.file}`), by.file).toBe(true);
  }
  expect(new Set(names).size).toBe(names.length);
});

test('the first Argo CD is installed from files that are there, for every hub', () => {
  const { text } = snippet(read('README.md'), 'The first Argo CD', 'sh');
  const hubs = readdirSync(`${root}/dist`).filter((cluster) => existsSync(`${root}/dist/${cluster}/argocd`));
  const paths = [...text.matchAll(/dist\/\S*\$HUB\S*/g)].map(([path]) => path);
  expect(paths.length).toBeGreaterThan(1);
  expect(hubs.length).toBeGreaterThan(0);
  for (const hub of hubs)
    for (const path of paths) expect(existsSync(`${root}/${path.replaceAll('$HUB', hub)}`), path).toBe(true);
});
