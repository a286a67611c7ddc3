import { addRole } from '../edits.ts';
import { retire, rewritePages, takeOutCluster, takeOutImages, takeOutOfList } from '../leave.ts';
import type { Repository } from '../repository.ts';
import type { Scenario } from '../scenario.ts';

/** Deletes what is there of it. */
function deleteAny(repository: Repository, paths: readonly string[]): void {
  for (const path of paths) if (repository.exists(path)) repository.delete(path);
}

/** @param before what has to be done first */
function cluster(
  name: string,
  instead: string,
  touches: readonly string[],
  before: (repository: Repository) => void = () => {},
): Scenario {
  return {
    name: `no-${name}`,
    purpose: `the cluster ${name} goes`,
    touches: [
      ...['cluster.yaml', 'images.yaml', 'terraform.json'].map((file) => `clusters/${name}/${file}`),
      ...touches,
    ],
    change: (repository) => {
      before(repository);
      takeOutCluster(repository, name, instead);
      rewritePages(repository, name, instead);
      retire(repository, 'cluster', name);
    },
  };
}

export const removals: readonly Scenario[] = [
  {
    name: 'no-service',
    purpose: 'a service goes, with the event that only it sent',
    touches: [
      'apps/streaming/chat-service.ts',
      'apps/streaming/streaming.ts',
      'clusters/*/images.yaml',
      'events/message-sent.yaml',
      'requirements/retired.yaml',
    ],
    change: (repository) => {
      repository.delete('apps/streaming/chat-service.ts');
      takeOutOfList(repository, 'apps/streaming/streaming.ts', 'chatService');
      takeOutImages(repository, 'chat-service');
      repository.delete('events/message-sent.yaml');
      retire(repository, 'service', 'chat-service');
    },
  },
  {
    name: 'no-component',
    purpose: 'a component goes, with its exemption',
    touches: [
      'platform/components/kube-bench/*',
      'platform/components/index.ts',
      'test/platform/components/kube-bench/*',
      '.trivyignore.yaml',
      'docs/policies.md',
      'requirements/retired.yaml',
    ],
    change: (repository) => {
      deleteAny(repository, ['platform/components/kube-bench', 'test/platform/components/kube-bench']);
      takeOutOfList(repository, 'platform/components/index.ts', 'kubeBench');
      repository.replace('docs/policies.md', /^\| `kube-bench\/kube-bench`.*\n/m, '');
      repository.replace('.trivyignore.yaml', / +- id: KSV-0010\n.*kube-bench.*\n.*\n/, '');
      retire(repository, 'component', 'kube-bench');
    },
  },
  {
    name: 'no-product',
    purpose: 'a product goes, with its tests',
    touches: [
      'apps/storefront/*',
      'apps/index.ts',
      'clusters/prod-japan/images.yaml',
      'test/apps/storefront/*',
      '.github/CODEOWNERS',
      'docs/incident.md',
      'requirements/retired.yaml',
    ],
    change: (repository) => {
      deleteAny(repository, ['apps/storefront', 'test/apps/storefront']);
      takeOutOfList(repository, 'apps/index.ts', 'storefront');
      for (const image of [
        'api-gateway',
        'catalog-service',
        'order-service',
        'pc-frontend',
        'smartphone-frontend',
      ])
        takeOutImages(repository, image);
      repository.replace('.github/CODEOWNERS', /^\/apps\/storefront\/.*\n/m, '');
      repository.replace('.github/CODEOWNERS', ' @example/storefront', '');
      repository.replace('docs/incident.md', /^\| `storefront`.*\n/m, '');
      retire(repository, 'product', 'storefront');
    },
  },
  cluster(
    'triptrip-dr',
    'triptrip-production',
    ['apps/triptrip/**', 'docs/*.md', 'requirements/retired.yaml'],
    // Without another side it is built again, which takes longer than was promised.
    (repository) => repository.replace('apps/triptrip/triptrip.ts', /^ +\/\/ S4-7;.*\n +recovery:.*\n/m, ''),
  ),
  cluster(
    'triptrip-staging',
    'triptrip-production',
    [
      'apps/triptrip/**',
      'clusters/triptrip-dev/cluster.yaml',
      'clusters/triptrip-production/terraform.json',
      'docs/*.md',
      'requirements/retired.yaml',
    ],
    // It is the hub of triptrip-dev, so another cluster's Argo CD has to take that over, with roles of its own.
    (repository) => {
      for (const account of ['argocd-server', 'argocd-application-controller', 'argocd-notifications'])
        addRole(repository, 'triptrip-production', account);
    },
  ),
  cluster('prod-eu', 'prod-japan', [
    'apps/streaming/streaming.ts',
    'clusters/prod-japan/cluster.yaml',
    '.github/CODEOWNERS',
    'docs/*.md',
    'requirements/retired.yaml',
  ]),
  cluster(
    'sre-portfolio-dev',
    'sre-portfolio',
    [
      'apps/task-manager/*',
      'test/apps/task-manager/chaos-experiments.test.ts',
      'docs/*.md',
      'requirements/retired.yaml',
    ],
    // No other cluster has the experiments.
    (repository) => {
      repository.delete('apps/task-manager/chaos-experiments.ts');
      repository.delete('test/apps/task-manager/chaos-experiments.test.ts');
      takeOutOfList(repository, 'apps/task-manager/task-manager.ts', 'chaosExperiments');
    },
  ),
];
