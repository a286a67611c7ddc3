import { describe, expect, it } from 'vitest';
import { liveFleet } from '../../live-fleet.ts';
import { at } from '../../manifest-reader.ts';

const { fleet, unitsOn, valuesOf, rendered } = liveFleet;

/** The clusters on which a component is, each with the values that its chart gets. */
function onEach(
  unit: string,
  check: (values: unknown, cluster: (typeof fleet.clusters)[number]) => void,
): void {
  for (const cluster of fleet.clusters) {
    if (unitsOn(cluster.name).some(({ name }) => name === unit)) check(valuesOf(unit, cluster.name), cluster);
  }
}

describe('what the pinned charts make of our values is what is meant', () => {
  it('istio-csr: its chart makes no budget unless it is enabled', () => {
    onEach('istio-csr', (values) => {
      expect(at(values, 'podDisruptionBudget')).toEqual({ enabled: true, maxUnavailable: 1 });
      expect(at(values, 'replicaCount')).toBeGreaterThan(1);
    });
  });

  it('temporal: its chart makes a budget only for a part with a number of its own', () => {
    onEach('temporal', (values) => {
      for (const part of ['frontend', 'history', 'matching', 'worker']) {
        expect(at(values, `server.${part}.replicaCount`), part).toBeGreaterThan(1);
        expect(at(values, `server.${part}.podDisruptionBudget.maxUnavailable`), part).toBe(1);
      }
    });
  });

  it('temporal: no Job of its chart carries what changes with the products', () => {
    onEach('temporal', (values) => expect(at(values, 'server.config.namespaces')).toEqual({ create: false }));
  });

  it('aws-ebs-csi-driver: no DaemonSet for an operating system that no node has', () => {
    onEach('aws-ebs-csi-driver', (values) => expect(at(values, 'node.enableWindows')).toBe(false));
  });

  it('chaos-mesh: what it puts into pods comes from our registry, by its digest', () => {
    onEach('chaos-mesh', (values, { terraform }) => {
      const image = String(at(values, 'controllerManager.podChaos.podFailure.pauseImage'));
      expect(image.startsWith(`${terraform.ecrRegistry}/`)).toBe(true);
      expect(image).toMatch(/@sha256:[0-9a-f]{64}$/);
    });
  });

  it('argocd: its address is one where somebody answers', () => {
    onEach('argocd', (values, { name }) => {
      const host = at(values, 'global.domain');
      const routes = rendered().filter(
        ({ cluster, kind }) => cluster === name && (kind === 'VirtualService' || kind === 'Ingress'),
      );
      if (host === undefined) expect(at(values, 'configs.cm.url')).toBe('https://localhost:8080');
      else expect(JSON.stringify(routes.map(({ json }) => json))).toContain(String(host));
    });
  });

  it('aws-load-balancer-controller: cert-manager makes its certificates wherever it is', () => {
    onEach('aws-load-balancer-controller', (values, { name }) => {
      const here = unitsOn(name).find((unit) => unit.name === 'cert-manager');
      const own = unitsOn(name).find((unit) => unit.name === 'aws-load-balancer-controller');
      expect(at(values, 'enableCertManager')).toBe(here !== undefined);
      if (here !== undefined) expect(here.wave).toBeLessThan(own?.wave ?? here.wave);
    });
  });
});

describe('nobody reads all Secrets of a cluster who has no use for one', () => {
  it('kube-state-metrics', () => {
    onEach('kube-prometheus-stack', (values) => {
      expect(at(values, '["kube-state-metrics"].collectorsExclude')).toContain('secrets');
    });
    const asked = rendered().filter(({ json }) => /\bkube_secret_/.test(JSON.stringify(json)));
    expect(asked.map(({ kind, name }) => `${kind} ${name}`)).toEqual([]);
  });

  it('KEDA, but where a trigger logs in with a Secret', () => {
    onEach('keda', (values, { name }) => {
      const byHand = rendered().filter(
        ({ cluster, kind }) => cluster === name && kind === 'TriggerAuthentication',
      );
      const reads = byHand.some(({ json }) => at(json, 'spec.secretTargetRef') !== undefined);
      expect(at(values, 'permissions.operator.restrict.secret'), name).toBe(!reads);
      expect(at(values, 'permissions.metricServer.restrict.secret'), name).toBe(true);
    });
  });
});
