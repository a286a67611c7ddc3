import { describe, expect, it } from 'vitest';
import {
  DRIFT_GROUP,
  developersOf,
  platformGroups,
  staffGroups,
} from '../../../../platform/components/access/address.ts';
import { ARGOCD_NAMESPACE } from '../../../../platform/components/argocd/address.ts';
import { namespacesOf } from '../../../../platform/unit/namespaces-of.ts';
import { liveFleet } from '../../../live-fleet.ts';
import { at, listAt } from '../../../manifest-reader.ts';
import { type Rendered, render } from '../../../rendered-fleet.ts';
import { authorizerOf, type Request } from './authorizer.ts';

const { fleet, rendered, contextOf } = liveFleet;
const { readers, operators } = staffGroups;
const { engineers, breakGlass } = platformGroups;

/** The clusters on which people have rights, each with who may what there and the owners of its namespaces. */
const clusters = fleet.clusters
  .filter(({ terraform }) => terraform.accessGroups !== undefined)
  .map((cluster) => {
    const objects = rendered().filter((object) => object.cluster === cluster.name);
    const namespaces = namespacesOf(contextOf(cluster.name));
    const owners = [...new Set(namespaces.map(({ owner }) => owner))].filter((owner) => owner !== 'platform');
    return {
      cluster,
      objects,
      namespaces,
      owners,
      may: authorizerOf(objects),
      daily: [readers, operators, engineers, ...owners.map(developersOf)],
    };
  });

const EVERYWHERE = [undefined, 'kube-system'];

/** How the API server calls the resource of a kind. */
function resourceOf(kind: string, group = ''): string {
  const name = kind.toLowerCase();
  // Gatekeeper names the resource of a constraint as its kind.
  if (group === 'constraints.gatekeeper.sh') return name;
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return /(s|x|ch)$/.test(name) ? `${name}es` : `${name}s`;
}

function places(namespaces: readonly { readonly name: string }[]): readonly (string | undefined)[] {
  return [...EVERYWHERE, ...namespaces.map(({ name }) => name)];
}

it('some cluster gives people rights, or nothing here was tested', () => {
  expect(clusters.length).toBeGreaterThan(0);
});

describe.each(clusters)('$cluster.name', ({ cluster, objects, namespaces, owners, may, daily }) => {
  const anywhere = (group: string, request: Omit<Request, 'namespace'>) =>
    places(namespaces).some((namespace) => may(group, { ...request, ...(namespace && { namespace }) }));

  it.each<Omit<Request, 'namespace'>>([
    { verb: 'get', resource: 'secrets' },
    { verb: 'list', resource: 'secrets' },
    { verb: 'watch', resource: 'secrets' },
    { verb: 'create', resource: 'serviceaccounts/token' },
    { verb: 'impersonate', resource: 'users' },
    { verb: 'get', resource: 'nodes/proxy' },
    { verb: 'create', resource: 'nodes/proxy' },
    { verb: 'create', resource: 'pods' },
    { verb: 'patch', group: 'rbac.authorization.k8s.io', resource: 'roles' },
    { verb: 'create', group: 'rbac.authorization.k8s.io', resource: 'rolebindings' },
    { verb: 'bind', group: 'rbac.authorization.k8s.io', resource: 'clusterroles' },
    { verb: 'escalate', group: 'rbac.authorization.k8s.io', resource: 'clusterroles' },
    { verb: 'patch', group: 'argoproj.io', resource: 'appprojects' },
    { verb: 'patch', group: 'admissionregistration.k8s.io', resource: 'validatingwebhookconfigurations' },
    { verb: 'delete', resource: 'namespaces' },
    { verb: 'delete', resource: 'persistentvolumeclaims' },
  ])('from day to day nobody may $verb $resource: a stolen laptop is not the whole cluster', (request) => {
    for (const group of daily) expect(anywhere(group, request), group).toBe(false);
    expect(anywhere(breakGlass, request)).toBe(true);
  });

  it('whoever looks can look at every object that is rendered here, so that nobody borrows more rights for it', () => {
    const hidden = objects
      .filter((object) => object.kind !== 'Secret')
      .filter(({ group, kind, namespace }) => {
        const request = {
          verb: 'get',
          group,
          resource: resourceOf(kind, group),
          ...(namespace && { namespace }),
        };
        return !may(readers, request);
      });
    expect([...new Set(hidden.map(({ group, kind }) => `${group} ${kind}`))]).toEqual([]);
  });

  it('whoever looks changes nothing, and sees no logs: they speak of customers', () => {
    for (const verb of ['create', 'update', 'patch', 'delete', 'deletecollection']) {
      for (const { group, kind } of objects)
        expect(anywhere(readers, { verb, group, resource: resourceOf(kind, group) })).toBe(false);
    }
    for (const resource of ['pods/log', 'pods/exec', 'pods/portforward'])
      expect(anywhere(readers, { verb: 'get', resource })).toBe(false);
  });

  it('who builds a product sees the logs of its pods and of no others', () => {
    for (const owner of owners) {
      for (const { name, owner: other } of namespaces) {
        const request = { verb: 'get', resource: 'pods/log', namespace: name };
        expect(may(developersOf(owner), request), `${owner} in ${name}`).toBe(other === owner);
      }
      expect(may(developersOf(owner), { verb: 'get', resource: 'pods/log' })).toBe(false);
    }
  });

  it('a shell in production is for whoever is on call, in the products alone', () => {
    const shell = (group: string, namespace?: string) =>
      ['get', 'create'].some((verb) =>
        may(group, { verb, resource: 'pods/exec', ...(namespace && { namespace }) }),
      );
    for (const group of daily) expect(shell(group)).toBe(false);
    for (const { name, owner } of namespaces) {
      expect(shell(operators, name), name).toBe(owner !== 'platform');
      expect(shell(engineers, name), name).toBe(false);
      expect(shell(readers, name), name).toBe(false);
      if (owner !== 'platform') {
        expect(shell(developersOf(owner), name), name).toBe(cluster.environment !== 'production');
      }
    }
  });

  it('whoever is on call can restart a product, empty a node, and hurry what waits', () => {
    for (const { name: namespace } of namespaces.filter(({ owner }) => owner !== 'platform')) {
      const requests: readonly Request[] = [
        { verb: 'patch', group: 'apps', resource: 'deployments', namespace },
        { verb: 'delete', resource: 'pods', namespace },
        { verb: 'patch', group: 'keda.sh', resource: 'scaledobjects', namespace },
        { verb: 'patch', group: 'external-secrets.io', resource: 'externalsecrets', namespace },
      ];
      for (const request of requests) expect(may(operators, request), JSON.stringify(request)).toBe(true);
    }
    expect(may(operators, { verb: 'patch', resource: 'nodes' })).toBe(true);
    expect(may(operators, { verb: 'create', resource: 'pods/eviction', namespace: 'kube-system' })).toBe(
      true,
    );
  });

  it('the role that looks for drift lists what the Argo CD of a hub has, and can do nothing else', () => {
    const asked = fleet.clusters.some(({ hub }) => hub === cluster.name);
    const listed = ['applications', 'applicationsets', 'appprojects'];
    const wanted = asked && cluster.terraform.accessGroups?.includes(DRIFT_GROUP) === true;
    for (const resource of listed) {
      const list = { verb: 'list', group: 'argoproj.io', resource };
      expect(may(DRIFT_GROUP, { ...list, namespace: ARGOCD_NAMESPACE }), resource).toBe(wanted);
      expect(may(DRIFT_GROUP, list), resource).toBe(false);
    }
    const kinds = [{ group: '', kind: 'Secret' }, { group: 'argoproj.io', kind: 'AppProject' }, ...objects];
    for (const { group, kind } of kinds) {
      const resource = resourceOf(kind, group);
      for (const verb of ['get', 'create', 'update', 'patch', 'delete']) {
        if (verb === 'get' && group === 'argoproj.io' && listed.includes(resource)) continue;
        expect(anywhere(DRIFT_GROUP, { verb, group, resource }), `${verb} ${resource}`).toBe(false);
      }
    }
  });

  it('every group that has rights is one that an access entry leads into', () => {
    const groups = subjectsOf(objects).filter(({ kind }) => kind === 'Group');
    expect(groups.length).toBeGreaterThan(0);
    for (const { name } of groups) expect(cluster.terraform.accessGroups).toContain(name);
    expect(subjectsOf(objects).filter(({ kind }) => kind === 'User')).toEqual([]);
  });
});

function subjectsOf(objects: readonly Rendered[]): readonly { kind: unknown; name: unknown }[] {
  return objects
    .filter(({ kind }) => kind.endsWith('RoleBinding'))
    .flatMap(({ json }) => listAt(json, 'subjects'))
    .map((subject) => ({ kind: at(subject, 'kind'), name: at(subject, 'name') }));
}

it("rights of a group that no access entry leads into are refused: they would be nobody's", () => {
  for (const { cluster, owners } of clusters) {
    const context = contextOf(cluster.name);
    const [owner = ''] = owners;
    for (const missing of [operators, breakGlass, ...(owner ? [developersOf(owner)] : [])]) {
      const accessGroups = cluster.terraform.accessGroups?.filter((group) => group !== missing);
      const without = { ...cluster, terraform: { ...cluster.terraform, accessGroups } };
      const unit = context.units.find(({ name }) => name === 'access');
      if (unit === undefined) throw new Error('There is no unit access.');
      expect(() => render(unit, { ...context, cluster: without })).toThrow(
        `clusters/${cluster.name}/terraform.json: the output access_groups has no ${missing}`,
      );
    }
  }
});
