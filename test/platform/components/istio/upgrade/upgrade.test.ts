import { describe, expect, test, vi } from 'vitest';
import { istioRevisions, istioVersionOf, minorOf } from '../../../../../clusters/index.ts';
import { isMeshed } from '../../../../../platform/kit/namespace.ts';
import { namespacesOf } from '../../../../../platform/unit/namespaces-of.ts';
import { statesOf } from '../../../../istio-upgrade.ts';
import { liveFleet } from '../../../../live-fleet.ts';
import { at, every, listAt, textAt } from '../../../../manifest-reader.ts';
import { isOpen, matches } from './admission.ts';
import { type ClusterTree, changesBetween, controlPlanesIn, labelsIn, startedIn, treeAt } from './tree.ts';

vi.mock('../../../../../clusters/istio-versions.ts', async (original) => {
  const { istioVersions } = await original<typeof import('../../../../../clusters/istio-versions.ts')>();
  const { nextVersion } = await import('../../../../next-istio-version.ts');
  return { istioVersions: [...istioVersions, nextVersion(istioVersions)] };
});

const { contextOf, fleet } = liveFleet;
const ROOT = 'istio-system';
const [from = '', to = ''] = istioRevisions.slice(-2);
const podsOf = (revision: string) => ({
  namespace: ROOT,
  labels: { app: 'istiod', 'istio.io/rev': revision },
});

/** Every state, once its turn comes, with the one before it. */
function upgradeOf(cluster: string) {
  const context = contextOf(cluster);
  const namespaces = namespacesOf(context).filter((namespace) => isMeshed(namespace, context.cluster));
  const trees = statesOf(namespaces.map(({ name }) => name)).map((state) => treeAt(cluster, state));
  const steps = trees.flatMap((after, index) => {
    const before = trees[index - 1];
    return before === undefined ? [] : [{ before, after, says: after.state.says }];
  });
  const step = (says: string) => {
    const found = steps.find((one) => one.says === says);
    if (found === undefined) throw new Error(`No step is called ${says}.`);
    return found;
  };
  return { trees, steps, step, namespaces: namespaces.map(({ name }) => name) };
}

const isOf = (kinds: RegExp) => (place: string) => kinds.test(place.split(' ')[1] ?? '');

describe.each(fleet.clusters.filter(({ mesh }) => mesh !== undefined))(
  'an upgrade of Istio on $name',
  ({ name, linkedTo }) => {
    const { trees, steps, step, namespaces } = upgradeOf(name);
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

    test('nothing goes that a proxy of the state before may dial, or that checks objects', () => {
      for (const { before, after, says } of steps) {
        const used = [
          ...labelsIn(before).values(),
          ...startedIn(before).map(({ revision }) => revision),
          before.charts.get('istio-base')?.values.defaultRevision,
        ];
        for (const [revision] of controlPlanesIn(before)) {
          if (!controlPlanesIn(after).has(revision)) expect(used, says).not.toContain(revision);
        }
        // And nothing new is dialled before it has stood for a step.
        const known = [...controlPlanesIn(before).keys()];
        for (const revision of labelsIn(after).values()) expect(known, says).toContain(revision);
        for (const { revision } of startedIn(after)) expect(known, says).toContain(revision);
      }
    });

    test('the second control plane comes and the first goes without a touch to namespaces, pods and gateways', () => {
      for (const says of ['begun', 'finished']) {
        const { before, after } = step(says);
        const changed = changesBetween(before, after);
        expect(changed).not.toEqual([]);
        expect(
          changed.filter(isOf(/^(Namespace|Deployment|StatefulSet|DaemonSet|ScaledJob|CronJob|Service)$/)),
        ).toEqual([]);
        const moving = new Set(startedIn(after).map(({ place }) => place));
        expect(
          changed.filter((place) => moving.has(place.split(' ')[0] ?? '') && isOf(/^Chart$/)(place)),
        ).toEqual([]);
      }
      const gone = changesBetween(step('finished').before, step('finished').after);
      expect(
        gone
          .filter((place) => !step('finished').after.texts.has(place))
          .every((place) => place.includes('istiod')),
      ).toBe(true);
    });

    test.each(namespaces)(
      '%s gets its label first and new pods afterwards, and no other namespace is touched',
      (namespace) => {
        const labelled = step(`${namespace} labelled`);
        const inNamespace = (place: string) => place.split(' ')[2] === namespace;
        const touched = changesBetween(labelled.before, labelled.after);
        expect(touched.filter(isOf(/^Namespace$/))).toEqual([`namespaces Namespace undefined ${namespace}`]);
        expect(startedIn(labelled.after)).toEqual(startedIn(labelled.before));
        expect(labelsIn(labelled.after).get(namespace)).toBe(to);
        expect(touched.filter(isOf(/^(Deployment|StatefulSet|DaemonSet|ScaledJob|CronJob)$/))).toEqual([]);

        const restarted = step(`${namespace} restarted`);
        const changed = changesBetween(restarted.before, restarted.after);
        const running = startedIn(restarted.after).filter((one) => one.namespace === namespace);
        for (const { place, revision } of running) expect([place, revision]).toEqual([place, to]);
        for (const { place, revision } of startedIn(restarted.before).filter(
          (one) => one.namespace === namespace,
        )) {
          expect([place, revision]).toEqual([place, from]);
        }
        // An Application changes where the version of its chart does.
        const own = changed.filter((place) => !isOf(/^Application$/)(place));
        expect(own.filter((place) => !inNamespace(place))).toEqual([]);
        expect(own.length).toBe(running.length);
      },
    );

    test('when all have moved, the new control plane becomes that of the cluster, and nothing changes', () => {
      const { before, after } = step('moved');
      expect(changesBetween(before, after)).toEqual([]);
    });

    test.each(linkedTo)('on %s, which is linked with it, nothing changes', (other) => {
      const [rest, ...later] = statesOf(namespaces).map((state) => treeAt(name, state, other));
      for (const tree of later)
        if (rest !== undefined) expect(changesBetween(rest, tree), tree.state.says).toEqual([]);
    });

    test('it ends as it began, one minor later', () => {
      const [rest, end] = [trees.at(0), trees.at(-1)];
      if (rest === undefined || end === undefined) throw new Error('There is no state.');
      expect([...controlPlanesIn(end).keys()]).toEqual([to]);
      expect(new Set(labelsIn(end).values())).toEqual(new Set([to]));
      expect(
        listAt({ all: startedIn(end).map(({ revision }) => revision) }, 'all').every((one) => one === to),
      ).toBe(true);
      expect(textAt({ first: [...controlPlanesIn(rest).keys()][0] }, 'first')).toBe(from);
    });
  },
);
