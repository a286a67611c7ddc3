import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { chartNamespaces } from '../../../platform/gatekeeper/constraints.ts';
import { exemptions, exemptionsOn } from '../../../platform/gatekeeper/exemptions.ts';
import { policies } from '../../../platform/gatekeeper/policies/index.ts';
import { namespacesOf } from '../../../platform/namespaces/namespaces.ts';
import { liveFleet } from '../../live-fleet.ts';

const { contextOf, fleet, unitsOn } = liveFleet;
const rendered = liveFleet.rendered();

const clusters = fleet.clusters.map(({ name }) => ({ name }));

function constraintsOn(cluster: string) {
  return rendered.filter(
    (object) => object.cluster === cluster && object.group === 'constraints.gatekeeper.sh',
  );
}

function valuesOf(unit: string, cluster: string) {
  const found = unitsOn(cluster).find(({ name }) => name === unit);
  return JSON.parse(JSON.stringify(found?.helm?.(contextOf(cluster)).values));
}

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
    const units = unitsOn('triptrip-dev');
    const waves = ['gatekeeper', 'constraint-templates', 'constraints'].map(
      (name) => units.find((unit) => unit.name === name)?.wave ?? 0,
    );
    expect(waves).toEqual([...new Set(waves)].sort((one, other) => one - other));
    for (const { json } of constraintsOn('triptrip-dev')) {
      expect(json.metadata.annotations['argocd.argoproj.io/sync-options']).toBe(
        'SkipDryRunOnMissingResource=true',
      );
    }
  });

  it('because the API server asks Gatekeeper about every kind that a policy judges', () => {
    const rules: { apiGroups: string[]; resources: string[] }[] = valuesOf(
      'gatekeeper',
      'prod-eu',
    ).validatingWebhookCustomRules;
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
  it('nothing is exempt from a policy that does not exist, or on no cluster', () => {
    const kinds = policies.map(({ kind }) => kind);
    for (const exemption of exemptions) {
      for (const kind of exemption.policies) {
        expect(kinds, exemption.namespace).toContain(kind);
        expect(
          clusters.some(({ name }) => exemptionsOn(contextOf(name), kind).includes(exemption)),
          `${exemption.namespace}: no cluster has it any more`,
        ).toBe(true);
      }
    }
  });

  it('a pod may touch its node only in a namespace that says so, and each of those is listed (contradiction 36)', () => {
    for (const { name } of clusters) {
      const context = contextOf(name);
      const weaker = namespacesOf(context)
        .filter(({ podSecurity }) => podSecurity !== 'restricted')
        .map(({ name: namespace }) => namespace);
      const listed = exemptionsOn(context, 'NoHostAccess').map(({ namespace }) => namespace);
      expect(new Set(listed), `${name}: see platform/gatekeeper/exemptions.ts`).toEqual(
        new Set([...weaker, 'kube-system']),
      );
      const privileged = exemptionsOn(context, 'NoPrivilegedContainers');
      for (const { namespace } of privileged) expect([...weaker, 'kube-system']).toContain(namespace);
    }
  });

  it('a whole namespace is exempt only where a chart or AWS makes the pods', () => {
    const charts = new Set(clusters.flatMap(({ name }) => chartNamespaces(contextOf(name))));
    for (const { namespace, workload, owner } of exemptions) {
      if (workload === undefined && owner !== 'aws') expect([...charts]).toContain(namespace);
    }
  });

  it.each(clusters)(
    'on $name a Service is open only where the gateway needs ports of the nodes',
    ({ name }) => {
      const open = unitsOn(name)
        .filter((unit) =>
          /"(NodePort|LoadBalancer)"/.test(JSON.stringify(unit.helm?.(contextOf(name)).values ?? {})),
        )
        .map(({ namespace }) => namespace);
      const exempt = exemptionsOn(contextOf(name), 'NoOpenServices').map(({ namespace }) => namespace);
      expect(new Set(exempt)).toEqual(new Set([...open, 'kube-system']));
    },
  );
});

function pluralOf(kind: string): string {
  return `${kind.toLowerCase()}${kind.endsWith('s') ? 'es' : 's'}`;
}
