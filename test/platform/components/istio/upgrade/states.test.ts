import { describe, expect, test, vi } from 'vitest';
import { istioVersionOf, minorOf } from '../../../../../clusters/index.ts';
import { liveFleet } from '../../../../live-fleet.ts';
import { at, every } from '../../../../manifest-reader.ts';
import { isOpen, matches } from './admission.ts';
import { type ClusterTree, controlPlanesIn, labelsIn, startedIn } from './tree.ts';
import { upgradeOf } from './upgrade.ts';

vi.mock('../../../../../charts/pins.ts', async (original) => {
  const actual = await original<typeof import('../../../../../charts/pins.ts')>();
  const { withNextIstio } = await import('../../../../next-istio-version.ts');
  return { ...actual, chartPins: withNextIstio(actual.chartPins) };
});

const ROOT = 'istio-system';
const podsOf = (revision: string) => ({
  namespace: ROOT,
  labels: { app: 'istiod', 'istio.io/rev': revision },
});

describe.each(liveFleet.fleet.clusters.filter(({ mesh }) => mesh !== undefined))(
  'each state of an upgrade of Istio on $name',
  ({ name }) => {
    const { trees, step, namespaces } = upgradeOf(name);
    const inEach = (check: (tree: ClusterTree) => void) => {
      for (const tree of trees) check(tree);
    };

    test('in each state every namespace of the mesh has a control plane that stands on the cluster', () => {
      inEach((tree) => {
        const here = [...controlPlanesIn(tree).keys()];
        const labels = labelsIn(tree);
        expect([...labels.keys()].sort(), tree.state.says).toEqual(namespaces);
        for (const revision of labels.values()) expect(here, tree.state.says).toContain(revision);
        const started = startedIn(tree);
        expect(started).not.toEqual([]);
        for (const { place, revision } of started)
          expect(here, `${tree.state.says}: ${place}`).toContain(revision);
      });
    });

    test('in each state every proxy may connect to each control plane, and to who signs its certificate', () => {
      inEach((tree) => {
        for (const namespace of labelsIn(tree).keys()) {
          const proxy = { namespace, labels: { app: 'any' } };
          for (const revision of controlPlanesIn(tree).keys()) {
            expect(
              isOpen(tree.objects, proxy, podsOf(revision), 15012),
              `${tree.state.says}: ${namespace}`,
            ).toBe(true);
          }
          if (!tree.charts.has('istio-csr')) continue;
          const signer = { namespace: 'cert-manager', labels: { app: 'cert-manager-istio-csr' } };
          expect(isOpen(tree.objects, proxy, signer, 6443), `${tree.state.says}: ${namespace}`).toBe(true);
        }
      });
    });

    test('in each state every control plane has its name in the certificate that proxies check', () => {
      inEach((tree) => {
        const signer = tree.charts.get('istio-csr');
        if (signer === undefined) return;
        expect(at(signer.values, 'app.istio.revisions'), tree.state.says).toEqual([
          ...controlPlanesIn(tree).keys(),
        ]);
      });
    });

    test('in each state each control plane is read once and watched by name, and answers webhooks', () => {
      inEach((tree) => {
        const monitors = every(tree.objects, 'ServiceMonitor');
        const rule = every(tree.objects, 'PrometheusRule').find((one) =>
          JSON.stringify(one).includes('MeshControlPlaneDown'),
        );
        for (const [revision, unit] of controlPlanesIn(tree)) {
          const reading = monitors.filter((monitor) =>
            matches(
              { matchLabels: Object(at(monitor, 'spec.selector.matchLabels')) },
              podsOf(revision).labels,
            ),
          );
          expect(reading, `${tree.state.says}: ${revision}`).toHaveLength(1);
          expect(JSON.stringify(rule)).toContain(`istiod-${revision}`);
          const application = every(tree.objects, 'Application').find(
            (one) => at(one, 'metadata.name') === `${name}-${unit}`,
          );
          expect(JSON.stringify(at(application, 'spec.ignoreDifferences'))).toContain(
            `istio-validator-${revision}-${ROOT}`,
          );
          const policies = every(tree.objects, 'NetworkPolicy').filter((policy) =>
            matches(
              { matchLabels: Object(at(policy, 'spec.podSelector.matchLabels')) },
              podsOf(revision).labels,
            ),
          );
          expect(JSON.stringify(policies)).toContain('15017');
        }
      });
    });

    test('in each state definitions are as new as any control plane, and the node agent one minor off at most', () => {
      inEach((tree) => {
        const here = [...controlPlanesIn(tree).keys()];
        const minors = here.map(minorOf);
        const minorIn = (unit: string) => Number(tree.charts.get(unit)?.version.split('.')[1]);
        expect(minorIn('istio-base'), tree.state.says).toBe(Math.max(...minors));
        for (const minor of minors) expect(Math.abs(minor - minorIn('istio-cni'))).toBeLessThanOrEqual(1);
        expect(here).toContain(tree.charts.get('istio-base')?.values.defaultRevision);
      });
    });

    test('both control planes tell their proxies the same', () => {
      const tree = step('begun').after;
      const told = [...controlPlanesIn(tree)].map(([revision, unit]) => {
        expect(tree.charts.get(unit)?.version).toBe(istioVersionOf(revision));
        return JSON.stringify(tree.charts.get(unit)?.values).replaceAll(`"${revision}"`, '"revision"');
      });
      expect(told).toHaveLength(2);
      expect(new Set(told).size).toBe(1);
    });
  },
);
