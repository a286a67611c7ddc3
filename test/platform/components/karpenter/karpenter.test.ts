import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { liveFleet } from '../../../live-fleet.ts';
import { at, textAt } from '../../../manifest-reader.ts';

const { fleet, ofKind, valuesOf } = liveFleet;

const ZONE = 'topology.kubernetes.io/zone';
const scaled = fleet.clusters.filter(({ nodeScaler }) => nodeScaler === 'karpenter').map(({ name }) => name);

describe('a zone that people have left gets no new nodes (S0-87)', () => {
  it.each(scaled)(
    'Karpenter of %s heeds the zonal shift of its cluster, since its pools list every zone',
    (name) => {
      expect(at(valuesOf('karpenter', name), 'settings.enableZonalShift')).toBe(true);
    },
  );

  it.each(scaled)('%s spreads pods without counting the cordoned nodes of the zone', (name) => {
    const spreads = ofKind('Deployment')
      .filter(({ cluster }) => cluster === name)
      .flatMap(({ json }): unknown[] => json.spec.template.spec.topologySpreadConstraints ?? [])
      .filter(
        (spread) =>
          at(spread, 'whenUnsatisfiable') === 'DoNotSchedule' && textAt(spread, 'topologyKey') === ZONE,
      );
    expect(spreads.filter((spread) => at(spread, 'nodeTaintsPolicy') !== 'Honor')).toEqual([]);
  });

  it('the drill shifts the cluster before it cordons, and Terraform gives Karpenter the right to ask', () => {
    const drill =
      readFileSync('docs/operations.md', 'utf8').split('## A zone fails')[1]?.split('\n## ')[0] ?? '';
    expect(drill.indexOf('start-zonal-shift')).toBeGreaterThan(0);
    expect(drill.search(/kubectl --context \S+ cordon/)).toBeGreaterThan(drill.indexOf('start-zonal-shift'));
    expect(readFileSync('docs/terraform.md', 'utf8')).toContain('arc-zonal-shift:GetManagedResource');
  });
});
