import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { chartPins } from '../../charts/pins.ts';
import { readSources } from '../../scripts/import/sources.ts';

const configuration = z
  .looseObject({
    customManagers: z.array(
      z.looseObject({ managerFilePatterns: z.array(z.string()), matchStrings: z.array(z.string()) }),
    ),
  })
  .parse(JSON.parse(readFileSync('.github/renovate.json', 'utf8')));

const workflow = z.object({
  jobs: z.record(z.string(), z.object({ steps: z.array(z.object({ run: z.string().optional() })) })),
});

/** What the patterns for a file find in it. */
function found(file: string): readonly Readonly<Record<string, string>>[] {
  const text = readFileSync(file, 'utf8');
  return configuration.customManagers
    .filter(({ managerFilePatterns }) =>
      managerFilePatterns.some((pattern) => new RegExp(pattern.slice(1, -1)).test(file)),
    )
    .flatMap(({ matchStrings }) => matchStrings.flatMap((each) => [...text.matchAll(new RegExp(each, 'g'))]))
    .map(({ groups }) => ({ ...groups }));
}

describe('Renovate', () => {
  it('can read its patterns: its engine has no lookaround', () => {
    const patterns = configuration.customManagers.flatMap(({ matchStrings }) => matchStrings);
    expect(patterns.filter((each) => /\(\?<?[=!]/.test(each))).toEqual([]);
  });

  it('sees every chart, with its version and its digest', () => {
    const seen = found('charts/pins.yaml').map(({ depName, currentValue, currentDigest }) => [
      depName,
      currentValue,
      currentDigest?.replace('sha256:', ''),
    ]);
    const pinned = [...chartPins.values()].map(({ name, versions: [oldest] }) => [
      name,
      oldest?.version,
      oldest?.digest?.replace('sha256:', ''),
    ]);
    expect(seen.sort()).toEqual(pinned.sort());
  });

  it('may change the pins alone: what its pull request becomes is rendered from them, and not from dist/ of before', () => {
    const { jobs } = workflow.parse(parse(readFileSync('.github/workflows/charts.yaml', 'utf8')));
    const runs = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run = [] }) => run));
    const rendered = runs.findIndex((run) => run.startsWith('npx fleet charts:compare'));
    expect(rendered).toBeGreaterThan(0);
    expect(runs.slice(0, rendered)).toContain('npm run synth');
  });

  it('sees the definitions of every release that we import', () => {
    const { bundles } = readSources('imports/sources.yaml');
    expect(
      found('imports/sources.yaml')
        .map(({ depName, currentDigest }) => `github.com/${depName} ${currentDigest}`)
        .sort(),
    ).toEqual(
      Object.values(bundles)
        .map(({ repository, commit }) => `${repository} ${commit}`)
        .sort(),
    );
  });

  it.each([
    'scripts/kubeconform/release.ts',
    'scripts/scan/programs.ts',
    'scripts/workflows/actionlint.ts',
    'scripts/prove-gatekeeper/gator.ts',
    'scripts/charts/helm.ts',
  ])('sees the programs of %s', (file) => {
    const text = readFileSync(file, 'utf8');
    expect(found(file)).toHaveLength([...text.matchAll(/: Program = \{/g)].length);
  });
});
