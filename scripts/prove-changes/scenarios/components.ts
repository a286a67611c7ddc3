import { fileOf, snippet } from '../document.ts';
import { addRole, pinChart } from '../edits.ts';
import type { Repository } from '../repository.ts';
import type { Scenario } from '../scenario.ts';

const LIST = 'platform/components/index.ts';

function addToList(repository: Repository, file: string, variable: string): void {
  repository.replace(
    LIST,
    /^(?=import )/m,
    `import { ${variable} } from './${file.replace('platform/components/', '')}';\n`,
  );
  repository.replace(LIST, '  clusterAutoscaler,\n', `  clusterAutoscaler,\n  ${variable},\n`);
}

/** The command of the README that pins its chart. */
const PINNED = /`npx fleet charts bump (\S+) (\S+) (--repository \S+)`/;

const EXTERNAL_DNS = `import { component, restrictedNamespace } from '../../unit/component.ts';
import { cached } from '../../kit/image-registry.ts';
import { roleAnnotation } from '../../kit/service-account.ts';
import { kubernetesApi, publicHttps, vpcEndpoints } from '../../kit/network/flows.ts';
import { waves } from '../../unit/waves.ts';

const LABELS = { 'app.kubernetes.io/name': 'external-dns' };

/** Leads the names of Ingresses to their load balancers, where no production depends on it. */
export const externalDns = component({
  name: 'external-dns',
  namespace: 'external-dns',
  declares: restrictedNamespace('external-dns'),
  wave: waves.controllers,
  on: ({ environment }) => environment !== 'production',
  chart: 'external-dns',
  values: ({ cluster }) => ({
    image: { repository: \`\${cached(cluster, 'registry.k8s.io')}/external-dns/external-dns\` },
    provider: { name: 'aws' },
    domainFilters: [cluster.domain],
    txtOwnerId: cluster.name,
    serviceAccount: { annotations: roleAnnotation(cluster, 'external-dns') },
    serviceMonitor: { enabled: true },
    resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '128Mi' } },
  }),
  pods: ({ cluster }) => [
    {
      name: 'external-dns',
      labels: LABELS,
      egress: [kubernetesApi(cluster), vpcEndpoints(cluster), publicHttps()],
      metrics: [7979],
    },
  ],
});
`;

export const components: readonly Scenario[] = [
  {
    name: 'component',
    purpose: 'the component of the README, by its own block',
    touches: ['platform/components/descheduler/descheduler.ts', LIST, 'charts/pins.yaml'],
    change: (repository) => {
      const readme = repository.read('README.md');
      const block = snippet(readme, 'Add a component', 'ts');
      const [, name = '', version = '', option = ''] = PINNED.exec(readme) ?? [];
      pinChart(repository, name, version, option);
      const file = fileOf(block);
      repository.write(file, block.text);
      const [, variable = ''] = /export const (\w+)/.exec(block.text) ?? [];
      addToList(repository, file, variable);
    },
  },
  {
    name: 'aws-component',
    purpose: 'a component that calls AWS, with a role of its own, on some clusters',
    touches: [
      'platform/components/external-dns/external-dns.ts',
      LIST,
      'charts/pins.yaml',
      'clusters/*/terraform.json',
    ],
    change: (repository) => {
      const file = 'platform/components/external-dns/external-dns.ts';
      repository.write(file, EXTERNAL_DNS);
      pinChart(
        repository,
        'external-dns',
        '1.19.0',
        '--repository https://kubernetes-sigs.github.io/external-dns',
      );
      addToList(repository, file, 'externalDns');
      for (const cluster of repository.list('clusters')) {
        const contract = `clusters/${cluster}/cluster.yaml`;
        if (!repository.exists(contract) || /environment: production/.test(repository.read(contract)))
          continue;
        addRole(repository, cluster, 'external-dns');
      }
    },
  },
];
