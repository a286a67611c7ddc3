import { App, Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { cached } from '../../../platform/kit/image-registry.ts';
import { type Flow, fromControlPlane, kubernetesApi, networks } from '../../../platform/kit/network/flows.ts';
import { roleAnnotation } from '../../../platform/kit/service-account.ts';
import { unitOf } from '../../../platform/unit/component.ts';
import type { Component } from '../../../platform/unit/component-declaration.ts';
import { waves } from '../../../platform/unit/waves.ts';
import { frozenFleet } from '../../fleet/frozen-fleet.ts';
import { at, every } from '../../manifest-reader.ts';
import { pinnedChart } from '../../pinned-chart.ts';
import { render } from '../../rendered-fleet.ts';
import { openings } from '../network-openings.ts';
import { refusal } from '../refusal.ts';

const { clusterOf, fleet } = frozenFleet;

const context = { cluster: clusterOf('prod-japan'), fleet, units: [] };
const tool: Component = {
  name: 'tool',
  namespace: 'tools',
  wave: waves.controllers,
  chart: pinnedChart.name,
  values: ({ cluster }) => ({ region: cluster.terraform.region }),
  pods: ({ cluster }) => [
    {
      name: 'tool',
      labels: { app: 'tool' },
      ingress: [fromControlPlane(cluster, 9443)],
      egress: [kubernetesApi(cluster)],
      metrics: [8080],
    },
    { name: 'idle', labels: { app: 'idle' } },
  ],
};

describe('a third-party component', () => {
  const unit = unitOf(tool, context.fleet);
  const objects = render(unit, context);
  const pods = { namespace: 'tools', labels: { app: 'tool' } };

  test('sends to what it names: the API of Kubernetes by both addresses that the VPC CNI may see', () => {
    expect(openings(objects, 'egress', pods)).toEqual([
      '10.0.9.0/28 TCP 443',
      '10.0.9.16/28 TCP 443',
      '10.0.9.32/28 TCP 443',
      '172.20.0.1/32 TCP 443',
    ]);
  });

  test('takes calls of the API server at its webhook, and Prometheus at its metrics', () => {
    expect(openings(objects, 'ingress', pods)).toEqual([
      '10.0.9.0/28 TCP 9443',
      '10.0.9.16/28 TCP 9443',
      '10.0.9.32/28 TCP 9443',
      'monitoring app.kubernetes.io/name=prometheus TCP 8080',
    ]);
  });

  test('where nothing is named nothing is rendered: an empty policy says what the default deny says', () => {
    expect(every(objects, 'NetworkPolicy').map((policy) => at(policy, 'metadata.name'))).toEqual([
      'allow-tool',
    ]);
  });

  test('is installed at an exact version, with the values of the cluster', () => {
    expect(unit.helm?.(context)).toEqual({
      repository: pinnedChart.repository,
      chart: pinnedChart.name,
      version: pinnedChart.version,
      release: 'tool',
      values: { region: 'ap-northeast-1' },
    });
  });

  test('is on every cluster, or on those that it chooses', () => {
    expect(unit.clusters).toEqual(context.fleet.clusters.map(({ name }) => name));
    const chosen = unitOf({ ...tool, on: ({ name }) => name === 'prod-eu' }, context.fleet);
    expect(chosen.clusters).toEqual(['prod-eu']);
  });
});

describe('policies that say less than they seem to', () => {
  test('two flows that are one are rendered once', () => {
    const twice = networks(['10.0.0.0/24'], 443);
    const unit = unitOf({ ...tool, pods: () => [{ name: 'tool', egress: [twice, twice] }] }, context.fleet);
    const chart = new Chart(new App(), 'unit', { disableResourceNameHashes: true });
    unit.build(chart, context);
    expect(at(chart.toJson()[0], 'spec')).toEqual({
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/24' } }], ports: [{ port: 443, protocol: 'TCP' }] }],
    });
  });
});

test.each([
  ['peers', networks([], 443)],
  ['ports', networks(['10.0.0.0/24'])],
])('a flow without %s opens nothing: as a rule it would open everything', (_, flow) => {
  const some = networks(['10.0.1.0/24'], 443);
  const pods = (...egress: Flow[]) =>
    unitOf({ ...tool, pods: () => [{ name: 'tool', egress }] }, context.fleet);
  expect(render(pods(flow), context)).toEqual([]);
  expect(render(pods(flow, some), context)).toEqual(render(pods(some), context));
});

describe('a component without its role would be refused by AWS at night', () => {
  test('the role of the ServiceAccount', () => {
    expect(roleAnnotation(context.cluster, 'karpenter')).toEqual({
      'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/prod-japan-karpenter',
    });
  });

  test('is missed before the merge', () => {
    expect(refusal(() => roleAnnotation(context.cluster, 'tool'))).toBe(
      'clusters/prod-japan/terraform.json: the output irsa_role_arns has no tool, which calls AWS. Make the role in Terraform for the ServiceAccount of that name, with only the actions that it needs, and print its ARN there.',
    );
  });
});

test('public images come through the registry of the own region: no rate limit stops a scale-up (X-108)', () => {
  const registry = (cluster: string) => cached(clusterOf(cluster), 'docker.io');
  expect(registry('prod-japan')).toBe('111122223333.dkr.ecr.ap-northeast-1.amazonaws.com/docker-hub');
  expect(registry('prod-eu')).toBe(
    `${clusterOf('prod-eu').terraform.accountId}.dkr.ecr.eu-central-1.amazonaws.com/docker-hub`,
  );
});
