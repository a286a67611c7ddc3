import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { renderedClusters } from '../../scripts/synth/dist-index.ts';
import { kubectlCommands, shellLines } from './kubectl-command.ts';
import { wrong } from './named-objects.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const documents = [
  'README.md',
  ...readdirSync(`${root}/docs`)
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];

test.each(documents)(
  'an engineer on call can paste the commands of %s: what they name is in dist/',
  (file) => {
    // The README's first commands run before there are contexts to name.
    const commands = kubectlCommands(readFileSync(`${root}/${file}`, 'utf8')).filter(
      () => file !== 'README.md',
    );
    expect(commands.flatMap(wrong)).toEqual([]);
  },
);

test.each(documents)('every file and folder of dist/ that a command of %s names is there', (file) => {
  const clusters = renderedClusters(`${root}/dist`);
  const named = shellLines(readFileSync(`${root}/${file}`, 'utf8')).flatMap((line) =>
    [...line.matchAll(/(?<![\w/])dist\/[\w$/.-]+/g)].map(([path]) => path),
  );
  // A variable stands for a cluster: what it names has to be on one of them.
  const missing = named.filter(
    (path) => !clusters.some((cluster) => existsSync(`${root}/${path.replaceAll(/\$\w+/g, cluster)}`)),
  );
  expect(missing).toEqual([]);
});

test('operations are done with commands, not with prose', () => {
  expect(kubectlCommands(readFileSync(`${root}/docs/operations.md`, 'utf8')).length).toBeGreaterThan(20);
});

test.each(documents)('every npm command of %s is one of package.json', (file) => {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(`${root}/package.json`, 'utf8')));
  const named = shellLines(readFileSync(`${root}/${file}`, 'utf8')).flatMap((line) =>
    [...line.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name),
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

describe('a command that would fail is found', () => {
  const first = (command: string): readonly string[] =>
    kubectlCommands(`\`\`\`sh\n${command}\n\`\`\`\n`).flatMap(wrong);

  test.each([
    ['kubectl --context prod-japan --namespace prod get deployment/user-service', 0],
    ['kubectl --context prod-japan --namespace prod get deployment user-service', 0],
    ['kubectl --context prod-japan --namespace prod rollout status deployment/user-service --timeout 5m', 0],
    ['kubectl --context "$CLUSTER" --namespace prod get deployment/user-service', 0],
    ['kubectl --context prod-japan --namespace prod get secret/user-service-secret', 0],
    ['kubectl --context "$CLUSTER" --namespace "$NAMESPACE" get vpa "$UNIT-vpa"', 0],
    ['kubectl --context "$CLUSTER" --namespace "$NAMESPACE" get vpa "$UNIT"', 1],
    ['kubectl --context triptrip-dr --namespace triptrip-cache exec redis-cluster-0 -- redis-cli info', 0],
    ['kubectl --namespace prod get deployment/user-service', 1],
    ['kubectl --context prod-japan --namespace prod get deployment/users-service', 1],
    ['kubectl --context prod-tokyo --namespace prod get deployment/user-service', 1],
    ['kubectl --context prod-japan --namespace production get pods', 1],
    ['kubectl --context "$CLUSTER" --namespace prod get deployment/users-service', 1],
    ['kubectl --context triptrip-dr --namespace triptrip-cache exec redis-0 -- redis-cli info', 1],
  ])('%s', (command, mistakes) => {
    expect(first(command)).toHaveLength(mistakes);
  });
});
