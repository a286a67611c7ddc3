import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadFleet } from '../../clusters/index.ts';
import { RETIRED, readRetired } from '../../requirements/model/retired.ts';
import { ownActions, ownWorkflows, shownWorkflows } from '../../scripts/workflows/files.ts';
import { rules } from '../../scripts/workflows/rules/index.ts';
import { readWorkflow } from '../../scripts/workflows/workflow.ts';

/** What an application says when it calls the workflow that builds its image. */
const callers = z.object({
  jobs: z.record(
    z.string(),
    z.object({
      with: z.object({
        image: z.string().optional(),
        staging: z.string().optional(),
        production: z.string().optional(),
      }),
    }),
  ),
});

const files = [...ownWorkflows(), ...ownActions(), ...shownWorkflows()];

describe.each(rules)('$id: $breaks', (rule) => {
  it('finds the workflow that breaks it, and says where', () => {
    expect(rule.find(readWorkflow(rule.fails))).not.toEqual([]);
  });

  it('has nothing against the one that keeps it', () => {
    expect(rule.find(readWorkflow(rule.passes))).toEqual([]);
  });

  it.each(files)('is kept by $name', ({ text }) => {
    expect(rule.find(readWorkflow(text))).toEqual([]);
  });
});

describe('the workflows', () => {
  it('are all there, and those that applications copy as well', () => {
    expect(files.map(({ name }) => name)).toEqual([
      '.github/workflows/build-image.yaml',
      '.github/workflows/charts.yaml',
      '.github/workflows/ci.yaml',
      '.github/workflows/diff-comment.yaml',
      '.github/workflows/diff.yaml',
      '.github/workflows/drift.yaml',
      '.github/workflows/nightly.yaml',
      '.github/workflows/promote.yaml',
      '.github/workflows/rollback.yaml',
      '.github/workflows/slack-notification.yaml',
      '.github/workflows/terraform-ci.yaml',
      '.github/actions/install-fleet/action.yaml',
      '.github/actions/propose-change/action.yaml',
      '.github/actions/scan-image/action.yaml',
      '.github/actions/verify-signature/action.yaml',
      'docs/delivery.md: .github/workflows/deploy.yaml',
      'docs/delivery.md: .github/workflows/api-ci.yaml',
      'docs/delivery.md: .github/workflows/frontend-ci.yaml',
      'docs/delivery.md: .github/workflows/terraform-ci.yaml',
    ]);
  });

  it('propose builds to the repository that Argo CD reads', () => {
    const { url } = loadFleet().repository;
    const [, owner, repository] = /([^/]+)\/([^/]+?)(?:\.git)?$/.exec(url) ?? [];
    const build = ownWorkflows().find(({ name }) => name.endsWith('build-image.yaml'));
    expect(build?.text).toContain(`--repo ${owner}/${repository} `);
    expect(build?.text).toContain(`owner: ${owner}\n          repositories: ${repository}\n`);
    for (const { name, text } of shownWorkflows()) {
      expect(text, name).toMatch(new RegExp(`uses: ${owner}/${repository}/\\.github/workflows/`));
    }
  });

  it('of applications name clusters that exist, staging apart from production (S4-236, S4-237)', () => {
    const { clusters } = loadFleet();
    const environmentOf = (name: string) => clusters.find((cluster) => cluster.name === name)?.environment;
    const named = shownWorkflows().flatMap(({ name, text }) =>
      [...text.matchAll(/^ +(staging|production): (.+)$/gm)].flatMap(([, stage, names = '']) =>
        names.split(' ').map((cluster) => ({ name, stage, environment: environmentOf(cluster) })),
      ),
    );
    expect(named.length).toBeGreaterThan(0);
    for (const { name, stage, environment } of named) {
      expect(environment, name).toSatisfy((found) => (found === 'production') === (stage === 'production'));
      expect(environment, name).toBeDefined();
    }
  });

  it('of applications build what their clusters run, under its name there', () => {
    const { clusters } = loadFleet();
    const { retired } = readRetired(existsSync(RETIRED) ? readFileSync(RETIRED, 'utf8') : '');
    for (const { name, text } of shownWorkflows()) {
      for (const { with: call } of Object.values(callers.parse(parse(text)).jobs)) {
        const { image = '' } = call;
        const places =
          image === '' ? [] : [call.staging, call.production].flatMap((list) => list?.split(' ') ?? []);
        const lacking = places.filter(
          (place) => clusters.find((cluster) => cluster.name === place)?.images[image] === undefined,
        );
        // A product that was removed has taken its images along, and its example still shows how it is done.
        const isGone = retired.some(({ kind, name: gone }) => kind === 'product' || gone === image);
        expect(isGone ? [] : lacking, `${name}: ${image}`).toEqual([]);
      }
    }
  });
});
