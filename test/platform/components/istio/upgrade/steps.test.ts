import { describe, expect, test, vi } from 'vitest';
import { istioRevisions } from '../../../../../clusters/index.ts';
import { liveFleet } from '../../../../live-fleet.ts';
import { statesOf } from './states.ts';
import { changesBetween, controlPlanesIn, labelsIn, startedIn, treeAt } from './tree.ts';
import { upgradeOf } from './upgrade.ts';

vi.mock('../../../../../charts/pins.ts', async (original) => {
  const actual = await original<typeof import('../../../../../charts/pins.ts')>();
  const { withNextIstio } = await import('../../../../next-istio-version.ts');
  return { ...actual, chartPins: withNextIstio(actual.chartPins) };
});

const [from = '', to = ''] = istioRevisions.slice(-2);
const isOf = (kinds: RegExp) => (place: string) => kinds.test(place.split(' ')[1] ?? '');

describe.each(liveFleet.fleet.clusters.filter(({ mesh }) => mesh !== undefined))(
  'each step of an upgrade of Istio on $name',
  ({ name, linkedTo }) => {
    const { trees, steps, step, namespaces } = upgradeOf(name);
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
      expect(new Set(startedIn(end).map(({ revision }) => revision))).toEqual(new Set([to]));
      expect([...controlPlanesIn(rest).keys()]).toEqual([from]);
    });
  },
);
