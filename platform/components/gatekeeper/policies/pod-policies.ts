import { cached } from '../../../kit/image-registry.ts';
import { type Policy, podRule, pods } from '../policy.ts';
import { read } from './files.ts';

const noPrivilegedContainers: Policy = {
  kind: 'NoPrivilegedContainers',
  prevents: 'A container that owns its node, added by kubectl debug included (S0-17).',
  rego: read('no-privileged-containers.rego'),
  parameters: podRule(),
  constraints: [{ name: 'no-privileged-containers', kinds: pods, charts: 'denied' }],
};

const noHostAccess: Policy = {
  kind: 'NoHostAccess',
  prevents:
    'A pod with files, ports, processes or the network of its node. In a privileged namespace nothing else would stop it.',
  rego: read('no-host-access.rego'),
  parameters: podRule(),
  constraints: [{ name: 'no-host-access', kinds: pods, charts: 'denied' }],
};

/** Every image of a chart has its registry in our values, which a test checks. */
const allowedRegistries: Policy = {
  kind: 'AllowedRegistries',
  prevents:
    'An image from anywhere but the registry of the cluster’s own region, which also holds the copies of public ones (X-108).',
  rego: read('allowed-registries.rego'),
  parameters: podRule('registries'),
  constraints: [
    {
      name: 'own-registry',
      kinds: pods,
      charts: 'denied',
      parameters: ({ cluster }) => ({ registries: [cluster.terraform.ecrRegistry] }),
    },
  ],
};

/**
 * Our own images go by digest. Those from the copies of public registries may go by the tag of a release: charts name
 * most of them, and so does Istio for the proxy in every pod of the mesh.
 */
const pinnedImages: Policy = {
  kind: 'PinnedImages',
  prevents:
    'An image that is another tomorrow: ours without digest, a copy of a public one without digest and with `latest` or no tag.',
  rego: read('pinned-images.rego'),
  parameters: podRule('tagged'),
  constraints: [
    {
      name: 'pinned-images',
      kinds: pods,
      charts: 'denied',
      parameters: ({ cluster }) => ({
        tagged: (['docker.io', 'ghcr.io', 'public.ecr.aws', 'quay.io', 'registry.k8s.io'] as const).map(
          (registry) => `${cached(cluster, registry)}/`,
        ),
      }),
    },
  ],
};

const containerResources: Policy = {
  kind: 'ContainerResources',
  prevents:
    'A container without requests or memory limit, which takes its node along. A CPU limit is not asked for: it only throttles.',
  rego: read('container-resources.rego'),
  parameters: podRule(),
  constraints: [{ name: 'container-resources', kinds: pods, charts: 'warned' }],
};

const readOnlyRootFilesystem: Policy = {
  kind: 'ReadOnlyRootFilesystem',
  prevents: 'An intruder who keeps a program in a container; Pod Security does not ask for this (S2-102).',
  rego: read('read-only-root-filesystem.rego'),
  parameters: podRule(),
  constraints: [{ name: 'read-only-root-filesystem', kinds: pods, charts: 'warned' }],
};

/** Charts are left out: a controller is there to use the Kubernetes API. */
const noServiceAccountToken: Policy = {
  kind: 'NoServiceAccountToken',
  prevents: 'A token for the Kubernetes API in a pod that has no business there.',
  rego: read('no-service-account-token.rego'),
  parameters: podRule(),
  constraints: [{ name: 'no-service-account-token', kinds: pods, charts: 'left out' }],
};

/** Rules about pods, whatever made them. */
export const podPolicies: readonly Policy[] = [
  noPrivilegedContainers,
  noHostAccess,
  allowedRegistries,
  pinnedImages,
  containerResources,
  readOnlyRootFilesystem,
  noServiceAccountToken,
];
