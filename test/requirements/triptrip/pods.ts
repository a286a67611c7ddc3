import { add, type Breakage, deleted, drop, push, set } from '../breakage.ts';

import { api, container, deployments } from './files.ts';

export const pods: readonly Breakage[] = [
  { says: 'a Deployment deleted', row: 'S4-267', files: deployments, change: deleted },
  ...(['startupProbe', 'livenessProbe', 'readinessProbe'] as const).map((probe) => ({
    says: `${probe} removed`,
    row: 'X-110',
    files: deployments,
    change: drop(`${container}.${probe}`),
  })),
  { says: 'no wait before the end', row: 'X-98', files: deployments, change: drop(`${container}.lifecycle`) },
  {
    says: 'spread over the zones gone',
    row: 'X-103',
    files: deployments,
    change: drop('spec.template.spec.topologySpreadConstraints[0]'),
  },
  {
    says: 'all spread gone',
    row: 'X-103',
    files: deployments,
    change: drop('spec.template.spec.topologySpreadConstraints'),
  },
  {
    says: 'spread of other pods',
    row: 'X-103',
    files: deployments,
    change: set('spec.template.spec.topologySpreadConstraints[0].labelSelector', {
      matchLabels: { app: 'other' },
    }),
  },
  {
    says: 'an account of the namespace',
    row: 'X-2',
    files: deployments,
    change: set('spec.template.spec.serviceAccountName', 'default'),
  },
  {
    says: 'a token in the pod',
    row: 'S4-186',
    files: deployments,
    change: set('spec.template.spec.automountServiceAccountToken', true),
  },
  {
    says: 'root allowed',
    row: 'S4-186',
    files: deployments,
    change: set('spec.template.spec.securityContext.runAsNonRoot', false),
  },
  {
    says: 'capabilities kept',
    row: 'S4-186',
    files: deployments,
    change: set(`${container}.securityContext.capabilities.drop`, []),
  },
  {
    says: 'a file system to write to',
    row: 'S4-186',
    files: deployments,
    change: set(`${container}.securityContext.readOnlyRootFilesystem`, false),
  },
  {
    says: 'privileged',
    row: 'S4-186',
    files: deployments,
    change: add(['spec', 'template', 'spec', 'containers', 0, 'securityContext', 'privileged'], true),
  },
  {
    says: "the host's network",
    row: 'S4-186',
    files: deployments,
    change: add(['spec', 'template', 'spec', 'hostNetwork'], true),
  },
  {
    says: 'the registry replaced',
    row: 'X-89',
    files: deployments,
    change: set(`${container}.image`, 'docker.io/library/nginx:latest'),
  },
  {
    says: 'the image by a tag',
    row: 'X-89',
    files: api('deployment-triptrip-api'),
    change: set(`${container}.image`, 'triptrip-api:v1.2.3'),
  },
  {
    says: 'another version on the label',
    row: 'X-89',
    files: deployments,
    change: set('spec.template.metadata.labels.version', 'v0'),
  },
  {
    says: 'limits removed',
    row: 'S4-67',
    files: api('deployment-triptrip-api'),
    change: drop(`${container}.resources.limits`),
  },
  {
    says: 'half the CPU',
    row: 'S4-67',
    files: api('deployment-triptrip-api'),
    change: set(`${container}.resources.requests.cpu`, '250m'),
  },
  {
    says: 'an update that takes pods away',
    row: 'S4-57',
    files: api('deployment-triptrip-api'),
    change: set('spec.strategy.rollingUpdate.maxUnavailable', '100%'),
  },
  {
    says: 'everything at once',
    row: 'S4-57',
    files: api('deployment-triptrip-api'),
    change: set('spec.strategy', { type: 'Recreate' }),
  },
  {
    says: 'a fixed number of pods',
    row: 'S4-56',
    files: api('deployment-triptrip-api'),
    change: add(['spec', 'replicas'], 1),
  },
  {
    says: 'other nodes',
    row: 'X-109',
    files: deployments,
    change: set('spec.template.spec.nodeSelector', {}),
  },
  {
    says: 'no priority',
    row: 'X-109',
    files: deployments,
    change: drop('spec.template.spec.priorityClassName'),
  },
  {
    says: 'a second container',
    row: 'S4-54',
    files: api('deployment-triptrip-api'),
    change: push('spec.template.spec.containers', { name: 'miner' }),
  },
];
