import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { argocdValues } from '../../../../platform/components/argocd/values.ts';
import { guardedTools, signingTools } from '../../../../platform/components/staff-tools/tools.ts';
import { product } from '../../../../platform/product/product.ts';
import { service } from '../../../../platform/workload/workload.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { at, every, listAt, one } from '../../../manifest-reader.ts';
import { render } from '../../../rendered-fleet.ts';
import { openings } from '../../network-openings.ts';
import { refusal } from '../../refusal.ts';

const { contextOf, renderUnit } = frozenFleet;

const CLUSTERS = ['prod-japan', 'prod-eu'] as const;
const proxies = CLUSTERS.flatMap((cluster) => guardedTools.map(({ name }) => [name, cluster] as const));
const whole = (cluster: string) =>
  ['namespaces', 'staff-tools', 'kube-prometheus-stack'].flatMap((unit) => renderUnit(unit, cluster));
const proxyOf = (tool: string, cluster: string) =>
  one(renderUnit('staff-tools', cluster), 'Deployment', `oauth2-proxy-${tool}`);
const options = (tool: string, cluster: string) =>
  z.array(z.string()).parse(at(proxyOf(tool, cluster), 'spec.template.spec.containers[0].args'));

describe('a tool without a login stands behind one (S3-30)', () => {
  test.each(proxies)('%s on %s: the provider of staff, and only their groups', (tool, cluster) => {
    const { terraform, domain } = contextOf(cluster).cluster;
    expect(options(tool, cluster)).toEqual(
      expect.arrayContaining([
        `--oidc-issuer-url=${terraform.ssoIssuerUrl}`,
        `--redirect-url=https://${tool}.${domain}/oauth2/callback`,
        '--allowed-group=fleet-operators',
        '--allowed-group=fleet-readers',
        '--reverse-proxy=true',
      ]),
    );
    // Any of these lets somebody past.
    expect(options(tool, cluster).join(' ')).not.toMatch(/skip-auth|skip-jwt|trusted-ip|insecure|--ssl-/);
  });

  test.each(proxies)('%s on %s: nobody reads its cookie on the way', (tool, cluster) => {
    expect(options(tool, cluster)).toEqual(
      expect.arrayContaining([
        '--cookie-secure=true',
        '--cookie-httponly=true',
        '--cookie-name=__Host-staff',
      ]),
    );
  });

  test.each(proxies)(
    '%s on %s: its tool is called by the name inside the cluster (S3-33)',
    (tool, cluster) => {
      const [upstream, ...others] = options(tool, cluster).filter((option) =>
        option.startsWith('--upstream='),
      );
      expect(others).toEqual([]);
      expect(upstream).toMatch(
        new RegExp(`^--upstream=http://${tool}-operated\\.monitoring\\.svc\\.cluster\\.local:\\d+$`),
      );
    },
  );

  test.each(proxies)('%s on %s: secrets come by reference, from its own path', (tool, cluster) => {
    const secret = one(renderUnit('staff-tools', cluster), 'ExternalSecret', `oauth2-proxy-${tool}`);
    const keys = listAt(secret, 'spec.data').map((value) => [
      at(value, 'remoteRef.key'),
      at(value, 'remoteRef.property'),
    ]);
    const path = `${contextOf(cluster).cluster.terraform.secretPathPrefix}/sso/${tool}`;
    expect(keys).toEqual(['client_id', 'client_secret', 'cookie_secret'].map((name) => [path, name]));
  });

  test.each(proxies)(
    '%s on %s: only the load balancer comes in, and only the proxy goes on to the tool',
    (tool, cluster) => {
      const { publicSubnetCidrs } = contextOf(cluster).cluster.terraform;
      const labels = at(proxyOf(tool, cluster), 'spec.template.metadata.labels');
      expect(openings(whole(cluster), 'ingress', { namespace: 'staff-tools', labels })).toEqual(
        [
          ...publicSubnetCidrs.map((cidr) => `${cidr} TCP 4180`),
          'monitoring app.kubernetes.io/name=prometheus TCP 44180',
        ].sort(),
      );
      const found = guardedTools.find(({ name }) => name === tool);
      const received = openings(whole(cluster), 'ingress', {
        namespace: 'monitoring',
        labels: found?.pods.labels,
      });
      expect(received).toContain(`staff-tools app=oauth2-proxy-${tool} TCP ${found?.port}`);
      expect(received.filter((line) => /^\d/.test(line))).toEqual([]);
    },
  );

  test.each(proxies)('%s on %s: a node that is drained takes no more than one of two', (tool, cluster) => {
    expect(at(proxyOf(tool, cluster), 'spec.replicas')).toBe(2);
    const budget = one(renderUnit('staff-tools', cluster), 'PodDisruptionBudget', `oauth2-proxy-${tool}`);
    expect(at(budget, 'spec.maxUnavailable')).toBe(1);
  });

  test('it goes on answering for as long as the load balancer sends (X-104)', () => {
    const pod = at(proxyOf('prometheus', 'prod-japan'), 'spec.template.spec');
    const seconds = Number(at(pod, 'containers[0].lifecycle.preStop.sleep.seconds'));
    const ingress = one(renderUnit('staff-tools', 'prod-japan'), 'Ingress', 'prometheus');
    const [, delay] =
      /timeout_seconds=(\d+)/.exec(
        String(at(ingress, 'metadata.annotations["alb.ingress.kubernetes.io/target-group-attributes"]')),
      ) ?? [];
    expect(seconds).toBeGreaterThan(Number(delay));
    expect(Number(at(pod, 'terminationGracePeriodSeconds'))).toBeGreaterThan(seconds);
  });
});

describe('tools with a login of their own', () => {
  test('only those that are on the cluster have a route: a rule without a Service stops the whole load balancer', () => {
    for (const cluster of CLUSTERS) {
      const { units } = contextOf(cluster);
      const here = units.filter(({ clusters }) => clusters.includes(cluster)).map(({ name }) => name);
      const routed = every(renderUnit('staff-tools', cluster), 'Ingress').map((one) =>
        String(at(one, 'metadata.name')),
      );
      expect(routed.sort()).toEqual(
        [
          ...guardedTools.map(({ name }) => name),
          ...signingTools.map(({ name }) => name).filter((name) => here.includes(name)),
        ].sort(),
      );
    }
  });

  test('Argo CD asks the provider of staff, and has no administrator besides (S3-34)', () => {
    const { configs, global } = argocdValues(contextOf('prod-japan'));
    expect(global).toMatchObject({ domain: 'argocd.japan.example.com' });
    expect(configs.cm).toMatchObject({ 'admin.enabled': 'false' });
    const settings: unknown = parse(String(at(configs.cm, '["oidc.config"]')));
    expect(settings).toMatchObject({
      issuer: 'https://sso.example.com/realms/staff',
      clientID: '$argocd-client:client_id',
      clientSecret: '$argocd-client:client_secret',
    });
    const secret = one(renderUnit('staff-tools', 'prod-japan'), 'ExternalSecret', 'argocd-client');
    expect(at(secret, 'metadata.namespace')).toBe('argocd');
    // Argo CD reads no other Secret.
    expect(at(secret, 'spec.target.template.metadata.labels')).toEqual({
      'app.kubernetes.io/part-of': 'argocd',
    });
  });

  test('where staff have no entry, Argo CD keeps its administrator: nobody would get in', () => {
    const { configs, global } = argocdValues(contextOf('triptrip-staging'));
    expect(configs.cm).not.toHaveProperty('admin.enabled');
    expect(configs.cm).not.toHaveProperty(['oidc.config']);
    expect(global).not.toHaveProperty('domain');
  });

  test.each(['prod-japan'])('the server of %s shows logs of the clusters that it manages', (hub) => {
    const { fleet } = contextOf(hub);
    const sent = openings([...renderUnit('namespaces', hub), ...renderUnit('argocd', hub)], 'egress', {
      namespace: 'argocd',
      labels: { 'app.kubernetes.io/name': 'argocd-server' },
    });
    for (const { name, terraform } of fleet.clusters.filter((cluster) => cluster.hub === hub)) {
      for (const cidr of terraform.controlPlaneSubnetCidrs) expect(sent, name).toContain(`${cidr} TCP 443`);
    }
    expect(JSON.stringify(argocdValues(contextOf(hub)).server)).toContain(`${hub}-argocd-server`);
  });
});

test('a service at the host of a tool: one of two load balancers would never be asked', () => {
  const context = contextOf('prod-japan');
  const rival = product({
    name: 'storefront',
    clusters: ['prod-japan'],
    namespaces: [{ name: 'rival', mesh: true }],
    workloads: [
      service({
        name: 'rival',
        port: 8080,
        resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '64Mi' } },
        scale: { replicas: 2 },
        exposes: { host: 'prometheus' },
      }),
    ],
  });
  const units = [...context.units, ...rival];
  const unit = units.find(({ name }) => name === 'staff-tools');
  if (unit === undefined) throw new Error('There is no unit staff-tools.');
  expect(refusal(() => render(unit, { ...context, units }))).toBe(
    "rival is exposed at prometheus.japan.example.com on prod-japan, which is the host of staff's prometheus. Give it another host.",
  );
});

test('a cluster whose Terraform made no entry for staff has no tools on a load balancer', () => {
  const { fleet, units } = contextOf('triptrip-production');
  const unit = units.find(({ name }) => name === 'staff-tools');
  const withEntry = fleet.clusters.filter(({ terraform }) => terraform.albStaffCertificateArn !== undefined);
  expect(unit?.clusters).toEqual(withEntry.map(({ name }) => name));
  expect(unit?.clusters).not.toContain('triptrip-production');
});
