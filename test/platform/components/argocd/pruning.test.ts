import { App, Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { applications } from '../../../../platform/components/argocd/applications.ts';
import { component, unitOf } from '../../../../platform/unit/component.ts';
import { waves } from '../../../../platform/unit/waves.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { liveFleet } from '../../../live-fleet.ts';
import { at, listAt } from '../../../manifest-reader.ts';
import { pinnedChart } from '../../../pinned-chart.ts';

const { fleet, contextOf, ofKind, rendered, unitsOn } = liveFleet;
const OPTIONS = 'metadata.annotations["argocd.argoproj.io/sync-options"]';

/** Charts in whose sources somebody has looked for definitions, at the version in use, and found none. */
const WITHOUT_DEFINITIONS = [
  'aws-ebs-csi-driver',
  'cni',
  'gateway',
  'grafana',
  'istiod',
  'kiali-server',
  'temporal',
];

/** The value of `Prune`, the last of several; what an object says counts more than what its Application says. */
function pruneIn(options: readonly unknown[]): string | undefined {
  const found = options.map(String).filter((option) => option.startsWith('Prune='));
  return found.at(-1)?.slice('Prune='.length);
}

const optionsOfApplication = (name: string) => {
  const application = ofKind('Application').find((object) => object.name === name);
  return listAt(application?.json, 'spec.syncPolicy.syncOptions');
};

describe('what takes much more than itself along is pruned only after a person says so', () => {
  test.each(fleet.clusters)('on $name the definitions of every chart', ({ name }) => {
    for (const unit of unitsOn(name)) {
      const helm = unit.helm?.(contextOf(name));
      if (helm === undefined) continue;
      const prune = pruneIn(optionsOfApplication(`${name}-${unit.name}`));
      expect(prune === 'confirm', unit.name).toBe(helm.definitions !== false);
      if (helm.definitions === false) expect(WITHOUT_DEFINITIONS, unit.name).toContain(helm.chart);
    }
  });

  test.each([
    ['', {}, 'confirm'],
    [' that says that it has none', { definitions: false }, undefined],
  ])('of a chart that nobody has heard of%s', (_, more, expected) => {
    const chart = { name: pinnedChart.name, ...more };
    const tool = component({
      name: 'tool',
      namespace: 'tool',
      wave: waves.controllers,
      chart,
      values: () => ({}),
    });
    const context = frozenFleet.contextOf('prod-japan');
    const made = new Chart(new App(), 'applications', { disableResourceNameHashes: true });
    const units = [unitOf(tool, frozenFleet.fleet)];
    unitOf(applications, frozenFleet.fleet).build(made, { ...context, units });
    const [application] = made.toJson();
    expect(at(application, 'metadata.name')).toBe('prod-japan-tool');
    expect(pruneIn(listAt(application, 'spec.syncPolicy.syncOptions'))).toBe(expected);
  });

  test('the authority that others trust, what makes definitions, and what nodes are made from', () => {
    const precious = rendered().filter(
      ({ kind, json }) =>
        ['ConstraintTemplate', 'NodePool', 'EC2NodeClass'].includes(kind) ||
        (kind === 'Certificate' && at(json, 'spec.isCA') === true),
    );
    for (const { kind, name, json } of precious)
      expect(pruneIn(String(at(json, OPTIONS)).split(',')), `${kind} ${name}`).toBe('confirm');
    const leaves = ofKind('Certificate').filter(({ json }) => at(json, 'spec.isCA') !== true);
    for (const { name, json } of leaves) expect(at(json, OPTIONS), name).toBeUndefined();
  });

  test('what our workloads have goes with the commit that removes it', () => {
    for (const { json } of ofKind('Application')) {
      if (at(json, 'metadata.finalizers') === undefined) continue;
      expect(pruneIn(listAt(json, 'spec.syncPolicy.syncOptions'))).toBeUndefined();
    }
  });
});

describe('a project leaves in the same commit as its Applications, and after them', () => {
  test.each(ofKind('AppProject'))(
    '$name on $cluster: Argo CD lets it go when no Application names it',
    ({ json }) => {
      expect(at(json, 'metadata.finalizers')).toEqual(['resources-finalizer.argocd.argoproj.io']);
      // The chart beside it has definitions, which a person confirms; the project needs nobody.
      expect(pruneIn(String(at(json, OPTIONS)).split(','))).toBe('true');
      // Nor does the Application that applies it count as unwell meanwhile: the root would never come to prune the others.
      expect(at(json, 'metadata.annotations["argocd.argoproj.io/ignore-healthcheck"]')).toBe('true');
    },
  );
});
