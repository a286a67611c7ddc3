import { describe, expect, test } from 'vitest';
import type { Cluster } from '../../../../clusters/index.ts';
import { publicEntry } from '../../../../platform/kit/load-balancer/entry.ts';
import type { NamespaceDeclaration } from '../../../../platform/kit/namespace.ts';
import { component, unitOf } from '../../../../platform/unit/component.ts';
import { namespacesOf } from '../../../../platform/unit/namespaces-of.ts';
import type { Unit } from '../../../../platform/unit/unit.ts';
import { waves } from '../../../../platform/unit/waves.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { at, every, selects } from '../../../manifest-reader.ts';
import { pinnedChart } from '../../../pinned-chart.ts';
import { type Ground, groundContext, renderProduct } from '../../../render-product.ts';
import { refusal } from '../../refusal.ts';
import { web } from '../../workload/declarations.ts';

const { contextOf, renderUnit } = frozenFleet;

/** A unit that asks for namespaces and has nothing in it. */
function asking(name: string, ...namespaces: NamespaceDeclaration[]): Unit {
  return {
    name,
    project: 'platform',
    namespace: namespaces[0]?.name ?? name,
    wave: waves.controllers,
    clusters: ['prod-japan'],
    namespaces,
    build: () => {},
  };
}

const tools: NamespaceDeclaration = {
  name: 'tools',
  mesh: false,
  owner: 'platform',
  podSecurity: 'restricted',
};

describe('a namespace whose pods are targets of a load balancer holds a rollout until they are healthy (X-104)', () => {
  const label = 'metadata.labels["elbv2.k8s.aws/pod-readiness-gate-inject"]';
  const labelled = (ground: Ground) =>
    every(renderProduct({ workloads: [] }, ground), 'Namespace')
      .filter((namespace) => at(namespace, label) === 'enabled')
      .map((namespace) => at(namespace, 'metadata.name'));

  test.each([
    ['ip', ['tools']],
    ['instance', []],
  ] as const)('for a route of a component to targets of the type %s', (targetType, expected) => {
    const beside = unitOf(
      {
        name: 'tools',
        namespace: 'tools',
        declares: tools,
        wave: waves.workloads,
        routes: ({ cluster }) => [
          {
            entry: publicEntry(cluster),
            name: 'tool',
            namespace: 'tools',
            labels: {},
            rules: [{ host: 'tool.example.com', service: { name: 'tool', port: 80 } }],
            targetType,
            protocol: 'HTTP',
            healthCheck: { path: '/', port: 'traffic-port' },
          },
        ],
      },
      frozenFleet.fleet,
    );
    expect(labelled({ beside: [beside] })).toEqual(expected);
  });

  test.each([
    ['ip', ['tools']],
    ['instance', []],
  ] as const)('for a Service of a chart that asks for targets of the type %s', (targetType, expected) => {
    const key = 'service.beta.kubernetes.io/aws-load-balancer-nlb-target-type';
    const beside = unitOf(
      component({
        name: 'tools',
        namespace: 'tools',
        declares: tools,
        wave: waves.controllers,
        chart: pinnedChart.name,
        values: () => ({ service: { type: 'LoadBalancer', annotations: { [key]: targetType } } }),
      }),
      frozenFleet.fleet,
    );
    expect(labelled({ beside: [beside] })).toEqual(expected);
  });

  test('on a cluster with a mesh as well, where the gateway is the target', () => {
    const change = (targetType: 'ip' | 'instance') => (cluster: Cluster) => ({
      ...cluster,
      ingress: { ...cluster.ingress, targetType },
    });
    const beside = [asking('mesh', { ...tools, name: 'istio-system' })];
    const workloads = [web({ exposes: { host: 'shop' } })];
    const namespaces = (targetType: 'ip' | 'instance') =>
      every(renderProduct({ workloads }, { beside, change: change(targetType) }), 'Namespace')
        .filter((namespace) => at(namespace, label) === 'enabled')
        .map((namespace) => at(namespace, 'metadata.name'));
    expect(namespaces('ip')).toEqual(['istio-system']);
    expect(namespaces('instance')).toEqual([]);
  });
});

describe('the namespaces of a cluster', () => {
  const names = (...beside: Unit[]) =>
    namespacesOf(groundContext({ workloads: [] }, { beside })).map(({ name }) => name);

  test('every unit gets what it asks for, once, sorted: the order of the units must not change the text', () => {
    expect(names(asking('a', tools), asking('b', tools, { ...tools, name: 'alpha' }))).toEqual([
      'alpha',
      'shop',
      'tools',
    ]);
    expect(names(asking('b', tools, { ...tools, name: 'alpha' }), asking('a', tools))).toEqual([
      'alpha',
      'shop',
      'tools',
    ]);
  });

  test('two units that ask for one namespace in two forms: one would get what it did not ask for', () => {
    const render = (other: NamespaceDeclaration) => () => names(asking('a', tools), asking('b', other));
    expect(refusal(render({ ...tools, mesh: true, owner: 'shop' }))).toBe(
      'The namespace tools on prod-japan is declared in two forms, by platform and by shop (unit b). Declare it once, or the same way.',
    );
    expect(refusal(render({ ...tools }))).toBeUndefined();
    // Another order of the same fields is the same form.
    const { owner, ...rest } = tools;
    expect(refusal(render({ owner, ...rest }))).toBeUndefined();
  });

  test('a unit of another cluster asks for nothing here', () => {
    expect(names({ ...asking('a', tools), clusters: ['prod-eu'] })).toEqual(['shop']);
  });

  test('a namespace of the platform has no quota: its charts size themselves', () => {
    const objects = renderProduct({ workloads: [web()] }, { beside: [asking('a', tools)] });
    const withQuota = every(objects, 'ResourceQuota').map((quota) => at(quota, 'metadata.namespace'));
    expect(withQuota).toEqual(['shop']);
    expect(every(objects, 'Namespace').map((namespace) => at(namespace, 'metadata.name'))).toEqual([
      'shop',
      'tools',
    ]);
  });
});

describe.each(contextOf('prod-japan').fleet.clusters.map(({ name }) => name))('on %s', (cluster) => {
  test('every namespace refuses what is not allowed, in both directions (S0-74)', () => {
    const objects = renderUnit('namespaces', cluster);
    const closed = every(objects, 'NetworkPolicy')
      .filter((policy) => selects(at(policy, 'spec.podSelector.matchLabels') ?? {}, {}))
      .filter((policy) => at(policy, 'spec.ingress') === undefined && at(policy, 'spec.egress') === undefined)
      .map((policy) => at(policy, 'metadata.namespace'));
    expect(closed).toEqual(every(objects, 'Namespace').map((namespace) => at(namespace, 'metadata.name')));
  });

  test('only namespaces with a written reason are weaker than restricted (X-28)', () => {
    const reason = 'metadata.annotations["fleet.example.com/pod-security-reason"]';
    for (const namespace of every(renderUnit('namespaces', cluster), 'Namespace')) {
      const level = at(namespace, 'metadata.labels["pod-security.kubernetes.io/enforce"]');
      if (level === 'restricted') expect(at(namespace, reason)).toBeUndefined();
      else expect(String(at(namespace, reason))).toMatch(/\w+ \w+/);
    }
  });

  test('every pod of a namespace with a quota fits it, those of stores included', () => {
    const quotas = every(renderUnit('namespaces', cluster), 'ResourceQuota');
    const { units } = contextOf(cluster);
    const ours = units.filter(
      ({ clusters, project }) => clusters.includes(cluster) && project !== 'platform',
    );
    const stores = ours
      .flatMap(({ name }) => renderUnit(name, cluster))
      .filter(({ kind }) => kind === 'StatefulSet');
    for (const quota of quotas) {
      const namespace = at(quota, 'metadata.namespace');
      const pods = stores
        .filter((store) => at(store, 'metadata.namespace') === namespace)
        .reduce((sum, store) => sum + Number(at(store, 'spec.replicas')), 0);
      expect(Number(at(quota, 'spec.hard.pods'))).toBeGreaterThanOrEqual(pods);
    }
  });

  test('the namespace of every unit of a product exists', () => {
    const { units } = contextOf(cluster);
    const wanted = units
      .filter(({ clusters }) => clusters.includes(cluster))
      .flatMap(({ workloads = [] }) => workloads);
    const names = every(renderUnit('namespaces', cluster), 'Namespace').map((namespace) =>
      at(namespace, 'metadata.name'),
    );
    for (const { namespace } of wanted) expect(names).toContain(namespace);
  });
});
