import { commandOf, fileOf, snippet } from '../document.ts';
import { addImage, addRole, addToList, clustersOf, ran } from '../edits.ts';
import type { Repository } from '../repository.ts';
import type { Scenario } from '../scenario.ts';

const HEADING = 'Add a service';

/** The README's example, its file, its list, its block of `images.yaml` and its roles. */
function addReadmeService(repository: Repository): void {
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

/** A declaration of ours, with the steps after it. */
function write(repository: Repository, file: string, text: string): void {
  repository.write(file, text);
  addWorkload(repository, file, text, imageOf(/name: '([^']+)'/.exec(text)?.[1] ?? ''));
}

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
    change: (repository) => write(repository, file, text),
  };
}

const touchedBy = (product: string, clusters: string) => [
  `apps/${product}/${product}.ts`,
  `clusters/${clusters}/images.yaml`,
];

const STREAMING = touchedBy('streaming', 'prod-*');
const EXPECTING = [...STREAMING, 'clusters/prod-*/expected-roles.yaml'];

/** The README's command for a workload of a kind, with a whole digest for its dots; its checks come afterwards. */
const newAsShown = (kind: string) => (repository: Repository) =>
  ran(
    repository,
    `${commandOf(repository.read('README.md'), HEADING, `npx fleet new ${kind}`)} --without-checks`,
  );

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

/** A product, with what decides which workloads it can have. */
interface Ground {
  readonly product: string;
  /** As `touches` names them. */
  readonly clusters: string;
  /** Where its requests are counted by proxies, which a limit and an autoscaler need. */
  readonly mesh: boolean;
  /** A namespace of it without a workload. */
  readonly emptyNamespace?: string;
  readonly queue?: string;
}

const GROUNDS: readonly Ground[] = [
  { product: 'streaming', clusters: 'prod-*', mesh: true, queue: 'video-published' },
  { product: 'storefront', clusters: 'prod-japan', mesh: true },
  {
    product: 'triptrip',
    clusters: 'triptrip-*',
    mesh: true,
    emptyNamespace: 'triptrip-ml',
    queue: 'batch',
  },
  { product: 'task-manager', clusters: 'sre-portfolio*', mesh: false, queue: 'task-jobs' },
];

const RESOURCES = "resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } }";

/**
 * A workload of each kind, with as little as it can have: no calls, no probes, the first limit of requests. Their names
 * come before and after all others, so whoever takes the first of a list for a workload it knows is found out.
 */
function everyKind({ product, mesh, emptyNamespace, queue }: Ground): readonly (readonly [string, string])[] {
  const scale = mesh
    ? 'scale: { min: 3, max: 6, requestsPerSecond: 50 }, rateLimit: { requestsPerSecond: 100 }'
    : 'scale: { min: 3, max: 6, cpu: 70 }';
  const kinds = [
    [
      'service',
      'about',
      `${emptyNamespace === undefined ? '' : `namespace: '${emptyNamespace}', `}port: 8080, scale: { replicas: 3 }`,
    ],
    ['service', 'zoom', `port: 8080, ${scale}, exposes: { host: 'zoom-${product}' }`],
    ['worker', 'absent', 'scale: { replicas: 3 }'],
    ...(queue === undefined
      ? []
      : [
          [
            'job',
            'zip',
            `queue: { name: '${queue}', messages: 1 }, max: 4, calls: [receivesFrom('${queue}')]`,
          ],
        ]),
  ];
  return kinds.map(([kind = '', first = '', rest = '']) => {
    const calls = rest.includes('receivesFrom')
      ? "import { receivesFrom } from '../../platform/workload/declaration/calls.ts';\n"
      : '';
    return [
      `apps/${product}/${first}-${product}.ts`,
      `${calls}import { ${kind} } from '../../platform/workload/workload.ts';

/** One of each kind. */
export const ${first} = ${kind}({ name: '${first}-${product}', ${RESOURCES}, ${rest} });
`,
    ];
  });
}

export const addWorkloads: readonly Scenario[] = [
  {
    name: 'service',
    purpose: 'the service of the README, by its own blocks',
    touches: ['apps/streaming/search-service.ts', ...STREAMING, 'clusters/prod-*/terraform.json'],
    change: addReadmeService,
  },
  {
    name: 'worker',
    purpose: 'a worker that drains a queue, by the command of the README',
    touches: ['apps/streaming/notifier.ts', ...EXPECTING],
    change: newAsShown('worker'),
  },
  {
    name: 'job',
    purpose: 'a job for the messages of a queue, by the command of the README',
    touches: ['apps/streaming/thumbnailer.ts', ...EXPECTING],
    change: newAsShown('job'),
  },
  own(
    'triptrip-service',
    'apps/triptrip/review-service.ts',
    TRIPTRIP,
    touchedBy('triptrip', 'triptrip-*'),
    'a service of a product whose numbers stand in requirements',
  ),
  {
    name: 'every-kind',
    purpose: 'a workload of every kind in every product at once',
    touches: GROUNDS.flatMap((ground) => [
      ...everyKind(ground).map(([file]) => file),
      ...touchedBy(ground.product, ground.clusters),
      ...(ground.queue === undefined ? [] : [`clusters/${ground.clusters}/terraform.json`]),
    ]),
    change: (repository) => {
      for (const [file, text] of GROUNDS.flatMap(everyKind)) write(repository, file, text);
    },
  },
];
