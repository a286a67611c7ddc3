import { file, heading, rendered } from '../../scripts/rows/evidence.ts';
import { done, open, otherwise, type Row, type Section } from '../../scripts/rows/row.ts';

const overview = (title: string) => heading('docs/triptrip/overview.md', title);

const noWorkflow = 'There is no workflow yet.';

const workflow = file('.github/workflows/deploy.yaml');

export const pipeline: Section<Row> = {
  title: 'Build and promotion',
  entries: [
    open('S4-230', 'C', 'A workflow on pushes and pull requests', noWorkflow, workflow),
    open('S4-231', 'C', 'Region, registry and image', noWorkflow, workflow),
    open('S4-232', 'C', 'A build that hands on the tag', noWorkflow, workflow),
    open('S4-233', 'C', 'Steps of the build, with keys of AWS', noWorkflow, workflow),
    open('S4-234', 'C', 'Tags by commit and branch', noWorkflow, workflow),
    open('S4-235', 'C', 'Push with a cache', noWorkflow, workflow),
    open('S4-236', 'C', 'Deploy to staging by a commit', noWorkflow, workflow),
    open('S4-237', 'C', 'Deploy to production by a commit', noWorkflow, workflow),
    open('S4-238', 'C', 'The text of that commit', noWorkflow, workflow),
  ],
};

const quota = (namespace: string) => rendered(`namespaces/${namespace}/resourcequota-quota.yaml`, 'spec');

export const quotas: Section<Row> = {
  title: 'Quotas',
  entries: [
    otherwise(
      'S4-239',
      'K',
      '`triptrip-api`: 10 cores, 20Gi, 100 pods',
      'Enough for the largest scale, its proxies and the surge (X-31, X-32); no limit of CPU (X-30).',
      quota('triptrip-api')({ hard: matchingQuota() }),
    ),
    otherwise(
      'S4-240',
      'K',
      '`triptrip-web`: 5 cores, 10Gi, 50 pods',
      'Computed from what runs there, like all others (X-31, X-34).',
      quota('triptrip-web')({ hard: matchingQuota() }),
    ),
    otherwise(
      'S4-241',
      'K',
      '`triptrip-workers`: 10 cores, 20Gi, 100 pods',
      'Computed from what runs there, like all others (X-31, X-34).',
      quota('triptrip-workers')({ hard: matchingQuota() }),
    ),
    otherwise(
      'S4-242',
      'K',
      '`triptrip-ml`: 8 cores, 64Gi, 30 pods',
      'Room for none until something runs there: a quota follows from its workloads (X-34).',
      quota('triptrip-ml')({ 'hard.pods': 0 }),
    ),
    done('S4-243', 'D', 'All quotas together', overview('Quotas')),
  ],
};

/** A quota of pods, requests and memory, whatever its figures. */
function matchingQuota() {
  return {
    says: 'bounds pods, requests and memory',
    holds: (hard: unknown) =>
      typeof hard === 'object' &&
      hard !== null &&
      'pods' in hard &&
      'requests.cpu' in hard &&
      'limits.memory' in hard,
  };
}
