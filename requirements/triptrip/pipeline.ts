import type { Context } from '../../platform/constructs/unit.ts';
import { eachNamespace } from '../evidence/members.ts';
import { limitedByDefault, quotaHolds } from '../evidence/namespaces.ts';
import { type Each, file, heading } from '../model/evidence.ts';
import { done, otherwise, type Row, type Section } from '../model/row.ts';

const overview = (title: string) => heading('docs/triptrip/overview.md', title);

const build = (...parts: readonly string[]) => file('.github/workflows/build-image.yaml', ...parts);
const promotion = (...parts: readonly string[]) => file('.github/workflows/promote.yaml', ...parts);
const caller = (...parts: readonly string[]) => file('docs/delivery.md', ...parts);

export const pipeline: Section<Row> = {
  title: 'Build and promotion',
  entries: [
    done(
      'S4-230',
      'C',
      'A workflow on pushes and pull requests',
      caller(
        '.github/workflows/deploy.yaml',
        'name: Build and Deploy',
        'branches: [main, develop]',
        'branches: [main]',
      ),
    ),
    otherwise(
      'S4-231',
      'C',
      'Region, registry and image',
      'Region and image are inputs; the registry follows from the account of the role, so it has twelve digits (X-91).',
      build('default: ap-northeast-1', '.dkr.ecr.$REGION.amazonaws.com'),
      caller('image: triptrip-api'),
    ),
    otherwise(
      'S4-232',
      'C',
      'A build that hands on the tag',
      'It hands on the digest (X-88).',
      build('steps.build.outputs.digest'),
    ),
    otherwise(
      'S4-233',
      'C',
      'Steps of the build, with keys of AWS',
      "The same steps at today's versions, each by its commit, and a role by OIDC instead of keys (X-90).",
      build(
        'actions/checkout@',
        'docker/setup-buildx-action@',
        'docker/build-push-action@',
        'secrets.aws-role-arn',
        'docker login',
      ),
    ),
    otherwise(
      'S4-234',
      'C',
      'Tags by commit and branch',
      'One tag, the commit, which the registry never moves; a version for people from the tags of Git (X-89).',
      build('inputs.image }}:', 'git describe --tags --always'),
    ),
    otherwise(
      'S4-235',
      'C',
      'Push with a cache',
      'Pushed only from branches; a pull request is built and scanned (X-90).',
      build(
        "if: github.event_name == 'push'",
        'cache-to: type=gha,mode=max',
        'default: NODE_ENV=production',
        'provenance: mode=max',
        'sbom: true',
        'cosign sign',
      ),
    ),
    otherwise(
      'S4-236',
      'C',
      'Deploy to staging by a commit',
      'A pull request by a GitHub App, only where something changes; builds of `develop` and of `main` (X-90).',
      caller('staging: triptrip-staging'),
      promotion('environment: staging', 'npm run promote'),
      file('.github/actions/propose-change/action.yaml', 'git diff --cached --quiet', 'gh pr create'),
    ),
    otherwise(
      'S4-237',
      'C',
      'Deploy to production by a commit',
      'The same for builds of `main`, after staging and an approval (X-90).',
      caller('production: triptrip-production triptrip-dr'),
      build("github.ref == 'refs/heads/main' && inputs.production"),
      promotion('needs: staging', 'environment: production'),
    ),
    done('S4-238', 'C', 'The text of that commit', promotion('title: Deploy')),
  ],
};

const namespace = (name: string) => ({
  says: name,
  members: (context: Context) =>
    eachNamespace('triptrip')
      .members(context)
      .filter((one) => one === name),
});

const quota = (name: string): Each => quotaHolds(namespace(name));

export const quotas: Section<Row> = {
  title: 'Quotas',
  entries: [
    otherwise(
      'S4-239',
      'K',
      '`triptrip-api`: 10 cores, 20Gi, 100 pods',
      'Enough for the largest scale, its proxies, the surge and the smoke test (X-31, X-32); no limit of CPU (X-30).',
      quota('triptrip-api'),
    ),
    otherwise(
      'S4-240',
      'K',
      '`triptrip-web`: 5 cores, 10Gi, 50 pods',
      'Computed from what runs there, like all others (X-31, X-34).',
      quota('triptrip-web'),
    ),
    otherwise(
      'S4-241',
      'K',
      '`triptrip-workers`: 10 cores, 20Gi, 100 pods',
      'Computed from what runs there, like all others (X-31, X-34).',
      quota('triptrip-workers'),
    ),
    otherwise(
      'S4-242',
      'K',
      '`triptrip-ml`: 8 cores, 64Gi, 30 pods',
      'Room for none until something runs there: each quota follows from its workloads (X-34).',
      quota('triptrip-ml'),
      quotaHolds(eachNamespace('triptrip')),
      limitedByDefault(eachNamespace('triptrip')),
    ),
    done('S4-243', 'D', 'All quotas together', overview('Quotas')),
  ],
};
