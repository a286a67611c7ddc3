import { describe, expect, it } from 'vitest';
import { PAUSE_ANNOTATION } from '../../../../platform/components/argocd/address.ts';
import { liveFleet } from '../../../live-fleet.ts';
import { at, listAt } from '../../../manifest-reader.ts';

const { fleet, ofKind, unitsOn, valuesOf } = liveFleet;

const clusters = fleet.clusters.map(({ name }) => ({
  name,
  isHub: unitsOn(name).some((unit) => unit.name === 'argocd'),
}));
const hubs = clusters.filter(({ isHub }) => isHub);

function stateMetrics(cluster: string) {
  return at(valuesOf('kube-prometheus-stack', cluster), 'kube-state-metrics');
}

describe.each(hubs)(
  'an Application that is paused on $name is reported, though Argo CD hides it',
  ({ name }) => {
    const [resource] = listAt(stateMetrics(name), 'customResourceState.config.spec.resources');
    const [metric] = listAt(resource, 'metrics');

    it('because kube-state-metrics reads the annotation that pauses', () => {
      expect(at(stateMetrics(name), 'customResourceState.enabled')).toBe(true);
      expect(at(resource, 'groupVersionKind')).toMatchObject({ group: 'argoproj.io', kind: 'Application' });
      expect(at(metric, 'each.gauge.path')).toEqual(['metadata', 'annotations', PAUSE_ANNOTATION]);
      expect(at(metric, 'each.gauge.nilIsZero')).toBe(true);
    });

    it('and may list Applications, as it would otherwise know of none', () => {
      expect(listAt(stateMetrics(name), 'rbac.extraRules')).toContainEqual({
        apiGroups: ['argoproj.io'],
        resources: ['applications'],
        verbs: ['list', 'watch'],
      });
    });

    it('and the alert asks for the metric by the name that this gives, with the labels that it names', () => {
      const rules = ofKind('PrometheusRule')
        .filter(({ cluster }) => cluster === name)
        .flatMap(({ json }): { alert?: string; expr: string }[] =>
          json.spec.groups.flatMap(({ rules }: { rules: { alert?: string; expr: string }[] }) => rules),
        );
      const alert = rules.find((rule) => rule.alert === 'ApplicationPaused');
      expect(alert?.expr).toContain(`kube_customresource_${String(at(metric, 'name'))}`);
      expect(alert?.expr).toContain(`by (${Object.keys(Object(at(resource, 'labelsFromPath'))).join(', ')})`);
    });
  },
);

it('a cluster without Argo CD is not asked for a kind that it does not know', () => {
  const asked = clusters
    .filter(({ isHub }) => !isHub)
    .filter(({ name }) => at(stateMetrics(name), 'customResourceState') !== undefined);
  expect(asked).toEqual([]);
});
