import { fileOf, snippet } from '../document.ts';
import { addImage, addRole, addToList, clustersOf } from '../edits.ts';
import type { Repository } from '../repository.ts';
import type { Scenario } from '../scenario.ts';

const HEADING = 'Add a service';

/** The README's example, its file, its list, its block of `images.yaml` and its roles. */
export function addReadmeService(repository: Repository): void {
  const readme = repository.read('README.md');
  const declaration = snippet(readme, HEADING, 'ts');
  const file = fileOf(declaration);
  repository.write(file, declaration.text);
  addWorkload(repository, file, declaration.text, snippet(readme, HEADING, 'yaml').text);
}

/** Calls that are signed with a role. */
const AWS = /\b(sendsTo|receivesFrom|topic|bucket)\('/;

/** The steps after the file itself. */
function addWorkload(repository: Repository, file: string, text: string, image: string): void {
  const [, variable = ''] = /export const (\w+)/.exec(text) ?? [];
  const [folder = '', name = ''] = [file.replace(/\/[^/]+$/, ''), /name: '([^']+)'/.exec(text)?.[1]];
  const product = `${folder}/${folder.split('/').at(-1)}.ts`;
  addToList(repository, product, 'workloads', { variable, from: `./${file.split('/').at(-1)}` });
  for (const cluster of clustersOf(repository, product)) {
    addImage(repository, cluster, image);
    if (AWS.test(text)) addRole(repository, cluster, name);
  }
}

const DIGEST = `sha256:${'5e'.repeat(32)}`;
const imageOf = (name: string) => `${name}:\n  version: 1.0.0\n  digest: ${DIGEST}\n`;

function own(
  name: string,
  file: string,
  text: string,
  touches: readonly string[],
  purpose: string,
): Scenario {
  return {
    name,
    purpose,
    touches: [file, ...touches],
    change: (repository) => {
      repository.write(file, text);
      addWorkload(repository, file, text, imageOf(/name: '([^']+)'/.exec(text)?.[1] ?? ''));
    },
  };
}

const touchedBy = (product: string, clusters: string) => [
  `apps/${product}/${product}.ts`,
  `clusters/${clusters}/images.yaml`,
];

const STREAMING = [...touchedBy('streaming', 'prod-*'), 'clusters/prod-*/terraform.json'];

const WORKER = `import { receivesFrom } from '../../platform/workload/declaration/calls.ts';
import { worker } from '../../platform/workload/workload.ts';

/** Tells followers of each new video. */
export const notifier = worker({
  name: 'notifier',
  resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
  scale: { min: 2, max: 6, queue: { name: 'video-published', messages: 10 } },
  calls: [receivesFrom('video-published')],
});
`;

const JOB = `import { bucket, receivesFrom } from '../../platform/workload/declaration/calls.ts';
import { job } from '../../platform/workload/workload.ts';

/** Makes a picture of each new video. */
export const thumbnailer = job({
  name: 'thumbnailer',
  resources: { requests: { cpu: '500m', memory: '512Mi' }, limits: { memory: '1Gi' } },
  queue: { name: 'video-published', messages: 5 },
  max: 8,
  calls: [receivesFrom('video-published'), bucket('video')],
});
`;

const TRIPTRIP = `import { workload } from '../../platform/workload/declaration/calls.ts';
import { service } from '../../platform/workload/workload.ts';

/** What travellers think of a place. */
export const reviewService = service({
  name: 'review-service',
  namespace: 'triptrip-api',
  port: 8080,
  resources: { requests: { cpu: '200m', memory: '256Mi' }, limits: { memory: '512Mi' } },
  scale: { min: 2, max: 10, requestsPerSecond: 100 },
  calls: [workload('triptrip-api')],
  exposes: { host: 'reviews' },
});
`;

const SHOP = `import { workload } from '../../platform/workload/declaration/calls.ts';
import { service } from '../../platform/workload/workload.ts';

/** What others bought; the first of its product with a limit, and scaled by its requests. */
export const recommendations = service({
  name: 'recommendations',
  port: 8080,
  resources: { requests: { cpu: '200m', memory: '256Mi' }, limits: { memory: '512Mi' } },
  scale: { min: 3, max: 12, requestsPerSecond: 50 },
  calls: [workload('catalog-service')],
  rateLimit: { requestsPerSecond: 100 },
});
`;

export const addWorkloads: readonly Scenario[] = [
  {
    name: 'service',
    purpose: 'the service of the README, by its own blocks',
    touches: ['apps/streaming/search-service.ts', ...STREAMING],
    change: addReadmeService,
  },
  own('worker', 'apps/streaming/notifier.ts', WORKER, STREAMING, 'a worker that drains a queue'),
  own('job', 'apps/streaming/thumbnailer.ts', JOB, STREAMING, 'a job for the messages of a queue'),
  own(
    'triptrip-service',
    'apps/triptrip/review-service.ts',
    TRIPTRIP,
    touchedBy('triptrip', 'triptrip-*'),
    'a service of a product whose numbers stand in requirements',
  ),
  own(
    'new-kinds',
    'apps/storefront/recommendations.ts',
    SHOP,
    touchedBy('storefront', 'prod-japan'),
    'the first service of a product with a rate limit and a ScaledObject',
  ),
];
