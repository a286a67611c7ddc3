import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { ruleFilesOf } from '../../scripts/prove-alerts/rule-files.ts';
import { renderedClusters } from '../../scripts/synth/dist-index.ts';
import { commandsOfDocument, documents } from './commands/documents.ts';
import { mistakesIn } from './commands/rules.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
test.each(documents)('an engineer on call can paste the commands of %s: none is refused or fails', (file) => {
  expect(mistakesIn(readFileSync(`${root}/${file}`, 'utf8'))).toEqual([]);
});

test.each(documents)('every file and folder of dist/ that a command of %s names is there', (file) => {
  const clusters = renderedClusters(`${root}/dist`);
  const named = commandsOfDocument(file).flatMap(({ text }) =>
    [...text.matchAll(/(?<![\w/])dist\/[\w$/.-]+/g)].map(([path]) => path),
  );
  // A variable stands for a cluster, or a unit of it: what it names has to be on one of them.
  const there = (path: string, cluster: string) =>
    ['', ...readdirSync(`${root}/dist/${cluster}`)].some((unit) =>
      existsSync(`${root}/${path.replaceAll('$UNIT', unit).replaceAll(/\$\w+/g, cluster)}`),
    );
  const missing = named.filter((path) => !clusters.some((cluster) => there(path, cluster)));
  expect(missing).toEqual([]);
});

test('no alert tells whoever it wakes to do what would fail', () => {
  const texts = renderedClusters(`${root}/dist`)
    .flatMap((cluster) => ruleFilesOf(`${root}/dist`, cluster))
    .flatMap(({ groups }) => groups.flatMap(({ rules }) => rules))
    .map(({ alert, annotations }) => `# ${alert}\n\n${Object.values(annotations).join('\n')}\n`);
  expect([...new Set(texts)].flatMap((text) => mistakesIn(text))).toEqual([]);
});

test('operations are done with commands, not with prose', () => {
  expect(commandsOfDocument('docs/operations.md').length).toBeGreaterThan(40);
});

test.each(documents)('every npm command of %s is one of package.json', (file) => {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(`${root}/package.json`, 'utf8')));
  const named = commandsOfDocument(file).flatMap(({ text }) =>
    [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name),
  );
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test.each(documents)('every link of %s to a file leads somewhere', (file) => {
  const text = readFileSync(`${root}/${file}`, 'utf8');
  const links = [...text.matchAll(/\]\((?!https?:|#)([^)\s]+)\)/g)].map(([, link = '']) => link);
  const base = new URL(`file://${root}/${file}`);
  const broken = links.filter((link) => {
    const target = new URL(link, base);
    const path = fileURLToPath(new URL(target.pathname, 'file://'));
    if (!existsSync(path)) return true;
    return (
      target.hash !== '' &&
      path.endsWith('.md') &&
      !anchors(readFileSync(path, 'utf8')).has(target.hash.slice(1))
    );
  });
  expect(broken).toEqual([]);
});

/** The anchors that GitHub gives the headings of a document. */
function anchors(markdown: string): ReadonlySet<string> {
  return new Set(
    [...markdown.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    ),
  );
}
