import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { chartNamespaces } from '../../../../platform/components/gatekeeper/constraints.ts';
import { exemptionsOf, exemptionsOn } from '../../../../platform/components/gatekeeper/exemptions.ts';
import { policies } from '../../../../platform/components/gatekeeper/policies/index.ts';
import { namespacesOf } from '../../../../platform/unit/namespaces-of.ts';
import type { Unit } from '../../../../platform/unit/unit.ts';
import { waves } from '../../../../platform/unit/waves.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { liveFleet } from '../../../live-fleet.ts';

const { contextOf, fleet, units, unitsOn } = liveFleet;
const rendered = liveFleet.rendered();

const exemptions = exemptionsOf(units);
const clusters = fleet.clusters.map(({ name }) => ({ name }));

function constraintsOn(cluster: string) {
  return rendered.filter(
    (object) => object.cluster === cluster && object.group === 'constraints.gatekeeper.sh',
  );
}

/** A part of the platform that has nothing but a name. */
const asking: Unit = {
  name: 'agent',
  project: 'platform',
  namespace: 'agent',
  wave: waves.workloads,
  clusters: [],
  build: () => {},
};

describe('a policy is in force', () => {
  it.each(clusters)('on $name, for every namespace that nobody has heard of yet', ({ name }) => {
    for (const { kind, constraints } of policies) {
      for (const constraint of constraints) {
        const found = constraintsOn(name).find((object) => object.name === constraint.name);
        expect(found?.kind).toBe(kind);
        expect(found?.json.spec.enforcementAction, constraint.name).toBe('deny');
        expect(found?.json.spec.match.namespaces, constraint.name).toBeUndefined();
      }
    }
  });

  it.each(clusters)('on $name, and only pods of charts are merely warned about', ({ name }) => {
    const context = contextOf(name);
    const warned = constraintsOn(name).filter(({ json }) => json.spec.enforcementAction === 'warn');
    expect(warned.map((constraint) => constraint.name)).toEqual([
      'container-resources-of-charts',
      'read-only-root-filesystem-of-charts',
    ]);
    for (const { json } of warned) expect(json.spec.match.namespaces).toEqual(chartNamespaces(context));
    for (const { kind, constraints } of policies) {
      const whole = exemptionsOn(context, kind).flatMap(({ namespace, workload }) =>
        workload === undefined ? [namespace] : [],
      );
      for (const { name: constraint, charts } of constraints) {
        const match = constraintsOn(name).find((object) => object.name === constraint)?.json.spec.match;
        const ofCharts = charts === 'denied' ? [] : chartNamespaces(context);
        expect(new Set(match.excludedNamespaces), constraint).toEqual(new Set([...whole, ...ofCharts]));
      }
    }
  });

  it('because its template is there before it, and Gatekeeper before both', () => {
    const units = frozenFleet.unitsOn('triptrip-staging');
    const waves = ['gatekeeper', 'constraint-templates', 'constraints'].map(
      (name) => units.find((unit) => unit.name === name)?.wave ?? 0,
    );
    expect(waves).toEqual([...new Set(waves)].sort((one, other) => one - other));
    for (const { json } of constraintsOn(clusters[0]?.name ?? '')) {
      expect(json.metadata.annotations['argocd.argoproj.io/sync-options']).toBe(
        'SkipDryRunOnMissingResource=true',
      );
    }
  });

  it('because the API server asks Gatekeeper about every kind that a policy judges', () => {
    const rules = z
      .array(z.object({ apiGroups: z.array(z.string()), resources: z.array(z.string()) }))
      .parse(frozenFleet.valuesOf('gatekeeper', 'prod-eu').validatingWebhookCustomRules);
    const asked = rules.flatMap(({ apiGroups, resources }) =>
      apiGroups.flatMap((group) => resources.map((resource) => `${group}/${resource}`)),
    );
    const judged = policies
      .flatMap(({ constraints }) => constraints.flatMap(({ kinds }) => kinds))
      .flatMap(({ apiGroups = [], kinds = [] }) =>
        apiGroups.flatMap((group) => kinds.map((kind) => `${group}/${pluralOf(kind)}`)),
      );
    expect(judged.length).toBeGreaterThan(0);
    expect(asked).toEqual(expect.arrayContaining(judged));
    expect(asked).toContain('/pods/ephemeralcontainers');
    expect(asked).not.toContain('*/*');
  });

  it.each(policies)('$kind has samples for gator', ({ kind }) => {
    const file = kind.replaceAll(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
    expect(existsSync(fileURLToPath(new URL(`./samples/${file}.yaml`, import.meta.url)))).toBe(true);
  });
});

describe('an exemption is narrow', () => {
  it('nothing is exempt from a policy that does not exist', () => {
    const kinds = policies.map(({ kind }) => kind);
    for (const exemption of exemptions)
      expect(kinds).toEqual(expect.arrayContaining([...exemption.policies]));
  });

  it('a part of the platform that is not on a cluster has none there', () => {
    const agent: Unit = {
      ...asking,
      clusters: ['prod-eu'],
      exemptions: [{ namespace: 'agent', policies: ['NoHostAccess'], reason: 'Looks.', owner: 'platform' }],
    };
    const exempt = (cluster: string) => {
      const context = frozenFleet.contextOf(cluster);
      const found = exemptionsOn({ ...context, units: [...context.units, agent] }, 'NoHostAccess');
      return found.map(({ namespace }) => namespace);
    };
    expect(exempt('prod-eu')).toContain('agent');
    expect(exempt('prod-japan')).not.toContain('agent');
  });

  it('a pod may touch its node only in a namespace that says so, and each of those is listed', () => {
    for (const { name } of clusters) {
      const context = contextOf(name);
      const weaker = namespacesOf(context)
        .filter(({ podSecurity }) => podSecurity !== 'restricted')
        .map(({ name: namespace }) => namespace);
      const listed = exemptionsOn(context, 'NoHostAccess').map(({ namespace }) => namespace);
      expect(new Set(listed), `${name}: write the exemption into the component of that namespace`).toEqual(
        new Set([...weaker, 'kube-system']),
      );
      const privileged = exemptionsOn(context, 'NoPrivilegedContainers');
      for (const { namespace } of privileged) expect([...weaker, 'kube-system']).toContain(namespace);
    }
  });

  it('a whole namespace is exempt only where a chart or AWS makes the pods', () => {
    for (const { name, exemptions = [], helm } of units) {
      if (exemptions.some(({ workload }) => workload === undefined)) expect(helm, name).toBeDefined();
    }
  });

  it.each(clusters)('on $name a Service is open only where a gateway needs a door', ({ name }) => {
    const open = unitsOn(name)
      .filter((unit) =>
        /"(NodePort|LoadBalancer)"/.test(JSON.stringify(unit.helm?.(contextOf(name)).values ?? {})),
      )
      .map(({ namespace }) => namespace);
    const exempt = exemptionsOn(contextOf(name), 'NoOpenServices').map(({ namespace }) => namespace);
    expect(new Set(exempt)).toEqual(new Set([...open, 'kube-system']));
  });
});

function pluralOf(kind: string): string {
  return `${kind.toLowerCase()}${kind.endsWith('s') ? 'es' : 's'}`;
}
