import { describe, expect, it } from 'vitest';
import { fromControlPlane, kubernetesApi } from '../../../platform/kit/network/flows.ts';
import { restrictedNamespace, unitOf } from '../../../platform/unit/component.ts';
import type { Component } from '../../../platform/unit/component-declaration.ts';
import type { Context } from '../../../platform/unit/unit.ts';
import { waves } from '../../../platform/unit/waves.ts';
import { frozenFleet } from '../../fleet/frozen-fleet.ts';
import { at } from '../../manifest-reader.ts';
import { pinnedChart } from '../../pinned-chart.ts';
import { render } from '../../rendered-fleet.ts';

const { contextOf, fleet, unitsOn, units } = frozenFleet;

/** With a chart, a webhook and an agent of the nodes: as much as a component may bring. */
const newcomer: Component = {
  name: 'newcomer',
  namespace: 'newcomer',
  declares: { ...restrictedNamespace('newcomer'), podSecurity: 'privileged', reason: 'Looks at the node.' },
  wave: waves.controllers,
  chart: pinnedChart.name,
  values: () => ({}),
  exemptions: [{ policies: ['NoHostAccess'], reason: 'Looks at the node.' }],
  pods: ({ cluster }) => [
    {
      name: 'newcomer',
      ingress: [fromControlPlane(cluster, 9443)],
      egress: [kubernetesApi(cluster)],
      metrics: [8080],
    },
  ],
};

/** What starts pods anew when it changes: their templates, and the values of charts, which those come from. */
function startsOf(context: Context): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    unitsOn(context.cluster.name).map((unit) => [
      unit.name,
      {
        values: unit.helm?.(context).values,
        templates: render(unit, context).map(
          (object) => at(object, 'spec.template') ?? at(object, 'spec.jobTemplate'),
        ),
      },
    ]),
  );
}

describe.each(fleet.clusters.map(({ name }) => name))('a component that is new on %s', (name) => {
  const context = contextOf(name);
  const later = { ...context, units: [...units, unitOf(newcomer, fleet)] };

  it('starts no pod of another one anew', () => {
    const [before, after] = [startsOf(context), startsOf(later)];
    for (const unit of Object.keys(before)) {
      // Of the namespaces and the list of Applications nothing runs.
      if (unit !== 'namespaces' && unit !== 'applications') expect(after[unit], unit).toEqual(before[unit]);
    }
  });

  it('changes nothing that the agents of the nodes read', () => {
    for (const unit of unitsOn(name)) {
      const objects = render(unit, context);
      if (!objects.some(({ kind }) => kind === 'DaemonSet')) continue;
      expect(render(unit, later), unit.name).toEqual(objects);
    }
  });
});
