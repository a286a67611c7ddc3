import { describe, expect, it } from 'vitest';
import { groupKinds, productKinds } from '../../../../platform/components/argocd/kinds.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { liveFleet } from '../../../live-fleet.ts';
import { at, every } from '../../../manifest-reader.ts';
import { type Rendered, render } from '../../../rendered-fleet.ts';

const { contextOf, fleet, ofKind, units, unitsOn } = liveFleet;
const rendered = liveFleet.rendered();

const projects = ofKind('AppProject');
const hubOf = new Map(fleet.clusters.map(({ name, hub }) => [name, hub]));

/** The project that an object is applied under, on the hub of its cluster. */
function projectOf({ cluster, unit }: Rendered) {
  const hub = hubOf.get(cluster);
  return projects.find((project) => project.cluster === hub && project.name === unit.project);
}

describe('a project admits what it renders and no more (X-11)', () => {
  it('no kind is refused at the sync', () => {
    for (const object of rendered) {
      const { group, kind, namespace, name } = object;
      const spec = projectOf(object)?.json.spec;
      const list =
        namespace === undefined ? spec?.clusterResourceWhitelist : spec?.namespaceResourceWhitelist;
      expect(
        list,
        `${kind} ${name} of ${object.unit.name}: write the kind into kinds of that unit`,
      ).toContainEqual({ group, kind });
    }
  });

  it('a product may create what the constructs render for one, and nothing else', () => {
    const made = frozenFleet
      .rendered()
      .filter(({ unit }) => unit.project !== 'platform' && unit.kinds === undefined);
    expect(made.filter(({ namespace }) => namespace === undefined)).toEqual([]);
    expect(productKinds.cluster).toBeUndefined();
    expect(new Set(groupKinds(productKinds.namespaced ?? {}).map(keyOf))).toEqual(new Set(made.map(keyOf)));
  });

  it.each(units.filter(({ kinds }) => kinds !== undefined).map((unit) => [unit.name, unit] as const))(
    '%s creates each kind that it names',
    (_, { kinds = {}, clusters, ...unit }) => {
      const made = rendered.filter((object) => object.unit.name === unit.name).map(keyOf);
      const named = [kinds.cluster, kinds.namespaced].flatMap((groups = {}) => groupKinds(groups).map(keyOf));
      if (clusters.length > 0) expect(made).toEqual(expect.arrayContaining(named));
    },
  );

  it('no place is refused, and a product can write to no other namespace than its own', () => {
    for (const { json, name, cluster: hub } of projects) {
      if (name === 'default') continue;
      const places = new Set<string>(
        json.spec.destinations.map(
          (place: { name: string; namespace: string }) => `${place.name} ${place.namespace}`,
        ),
      );
      const managed = rendered.filter(
        ({ cluster, unit }) => hubOf.get(cluster) === hub && unit.project === name,
      );
      const used = new Set(
        managed.flatMap(({ cluster, namespace }) => (namespace ? [`${cluster} ${namespace}`] : [])),
      );
      const targets = fleet.clusters
        .filter((cluster) => cluster.hub === hub)
        .flatMap((cluster) => unitsOn(cluster.name).map((unit) => ({ cluster: cluster.name, unit })))
        .filter(({ unit }) => unit.project === name)
        .map(({ cluster, unit }) => `${cluster} ${unit.namespace}`);
      const declared = [...ofKind('Namespace')]
        .filter(
          ({ cluster, json }) =>
            hubOf.get(cluster) === hub && json.metadata.labels['app.kubernetes.io/part-of'] === name,
        )
        .map((namespace) => `${namespace.cluster} ${namespace.name}`);
      for (const place of [...used, ...targets]) expect(places, `${name} on ${hub}`).toContain(place);
      if (name !== 'platform') expect(places).toEqual(new Set([...targets, ...declared]));
    }
  });

  it('no repository is refused, and none is open that nothing is read from', () => {
    for (const { json, name, cluster: hub } of projects) {
      if (name === 'default') continue;
      const managed = fleet.clusters.filter((cluster) => cluster.hub === hub).map((cluster) => cluster.name);
      const charts = managed.flatMap((cluster) =>
        unitsOn(cluster)
          .filter(({ project }) => project === name)
          .flatMap((unit) => unit.helm?.(contextOf(cluster)).repository ?? []),
      );
      expect(new Set(json.spec.sourceRepos), `${name} on ${hub}`).toEqual(
        new Set([fleet.repository.url, ...charts]),
      );
    }
  });
});

describe('nobody can widen a project by leaving something out', () => {
  it('no project has a wildcard', () => {
    expect(projects).not.toEqual([]);
    for (const { json, name } of projects)
      expect(JSON.stringify({ ...json.spec, roles: [] }), name).not.toContain('*');
  });

  it('the project that Argo CD makes with every right has none', () => {
    for (const { json } of projects.filter(({ name }) => name === 'default')) {
      const { description, ...lists } = json.spec;
      expect(lists).toEqual({
        sourceRepos: [],
        destinations: [],
        clusterResourceWhitelist: [],
        namespaceResourceWhitelist: [],
      });
    }
  });

  it('a product touches nothing outside its namespaces', () => {
    for (const { json, name } of projects) {
      if (name !== 'platform') expect(json.spec.clusterResourceWhitelist, name).toEqual([]);
    }
    expect(units.filter(({ helm, project }) => helm !== undefined && project !== 'platform')).toEqual([]);
    const admitted = Object.keys(productKinds.namespaced ?? {}).join();
    expect(admitted).not.toMatch(/argoproj|rbac|admissionregistration|gatekeeper/);
  });
});

function keyOf({ group, kind }: { group: string; kind: string }): string {
  return `${group}/${kind}`;
}

describe('who builds a product', () => {
  const products = projects.filter(({ name }) => name !== 'default' && name !== 'platform');

  it('syncs and restarts it in Argo CD and reads its logs, and nothing of another one', () => {
    expect(products.length).toBeGreaterThan(0);
    for (const { name, json } of products) {
      const policies: readonly string[] = json.spec.roles.flatMap(
        (role: { policies: readonly string[] }) => role.policies,
      );
      const parts = policies.map((policy) => policy.split(',').map((part) => part.trim()));
      expect(new Set(parts.map(([, subject]) => subject))).toEqual(new Set([`proj:${name}:developer`]));
      expect(new Set(parts.map(([, , resource, , object]) => `${resource} ${object}`))).toEqual(
        new Set([`applications ${name}/*`, `logs ${name}/*`]),
      );
      expect(parts.map(([, , resource, action]) => `${resource} ${action}`).sort()).toEqual([
        'applications action/apps/*/restart',
        'applications get',
        'applications sync',
        'logs get',
      ]);
      expect(json.spec.roles.map(({ groups }: { groups: readonly string[] }) => groups)).toEqual([
        [`${name}-developers`],
      ]);
    }
  });

  it('has no role in the project of the platform, nor in the one that is emptied', () => {
    for (const { name, json } of projects) {
      if (name === 'default' || name === 'platform') expect(json.spec.roles, name).toBeUndefined();
    }
  });
});

describe('a freeze', () => {
  const hub = fleet.clusters.find((cluster) => projects.some((project) => project.cluster === cluster.name));

  function projectsWith(begins: string) {
    if (hub === undefined) throw new Error('No cluster is a hub.');
    const freezes = [{ reason: 'The sale', begins, hours: 60, timeZone: 'Asia/Tokyo' }];
    const frozen = { ...hub, freezes };
    const context = contextOf(hub.name);
    const clusters = fleet.clusters.map((cluster) => (cluster.name === hub.name ? frozen : cluster));
    const unit = units.find(({ name }) => name === 'argocd');
    if (unit === undefined) throw new Error('There is no unit argocd.');
    return render(unit, { ...context, cluster: frozen, fleet: { ...fleet, clusters } });
  }

  // Argo CD takes a window for an Application that any of its lists names: another list would freeze the whole hub.
  it('holds what is merged for the products of its cluster alone, and lets whoever is on call sync by hand', () => {
    for (const project of every(projectsWith('0 18 * * Fri'), 'AppProject')) {
      const windows = at(project, 'spec.syncWindows');
      const name = at(project, 'metadata.name');
      if (name === 'platform' || name === 'default') {
        expect(windows).toBeUndefined();
        continue;
      }
      expect(windows).toEqual([
        {
          kind: 'deny',
          schedule: '0 18 * * Fri',
          duration: '60h',
          timeZone: 'Asia/Tokyo',
          clusters: [hub?.name],
          manualSync: true,
          description: 'The sale',
        },
      ]);
    }
  });

  it('that would never begin is refused', () => {
    expect(() => projectsWith('0 18 * * Fry')).toThrow(
      `clusters/${hub?.name}/cluster.yaml: freezes: begins: found "0 18 * * Fry", expected a day of the week`,
    );
  });
});

it('an object that somebody made by hand beside a product is shown, and never deleted', () => {
  for (const { name, json } of projects) {
    const expected = name === 'platform' || name === 'default' ? undefined : true;
    expect(at(json, 'spec.orphanedResources.warn'), name).toBe(expected);
  }
});
