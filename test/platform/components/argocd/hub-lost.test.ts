import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Fleet } from '../../../../clusters/index.ts';
import { ARGOCD_NAMESPACE } from '../../../../platform/components/argocd/address.ts';
import { platform } from '../../../../platform/index.ts';
import { fleetUnits } from '../../../../scripts/synth/units.ts';
import { commandsOf } from '../../../docs/commands/documents.ts';
import { kubectlOf } from '../../../docs/commands/kubectl.ts';
import { optionOf } from '../../../docs/commands/options.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { liveFleet } from '../../../live-fleet.ts';
import { at, listAt, textAt } from '../../../manifest-reader.ts';
import { type Rendered, type RenderedFleet, renderedFleet } from '../../../rendered-fleet.ts';

/** The fleet on the day on which every hub of another cluster is lost: each of those becomes its own. */
function alone(fleet: Fleet): Fleet {
  return { ...fleet, clusters: fleet.clusters.map((cluster) => ({ ...cluster, hub: cluster.name })) };
}

/** Three clusters more that share a hub, in a fleet where one has another. */
const shared: Fleet = {
  ...frozenFleet.fleet,
  clusters: frozenFleet.fleet.clusters.map((cluster) =>
    ['sre-portfolio-dev', 'triptrip-dev'].includes(cluster.name)
      ? {
          ...cluster,
          hub: 'triptrip-staging',
          terraform: {
            ...cluster.terraform,
            argocdAccessRoleArn: `arn:aws:iam::${cluster.terraform.accountId}:role/hub`,
          },
        }
      : cluster,
  ),
};

const drill = readFileSync(new URL('../../../../docs/failover.md', import.meta.url), 'utf8');

const products = frozenFleet.units.filter(({ project }) => project !== 'platform');
const unitsOf = (fleet: Fleet) => [...platform(fleet), ...products];

const fleets: readonly [string, RenderedFleet, RenderedFleet][] = [
  ['the live fleet', liveFleet, renderedFleet(alone(liveFleet.fleet), fleetUnits(alone(liveFleet.fleet)))],
  [
    'a fleet whose hub has several others',
    renderedFleet(shared, unitsOf(shared)),
    renderedFleet(alone(shared), unitsOf(alone(shared))),
  ],
];

describe.each(fleets)(
  'the hub of other clusters is lost, and each takes its own Argo CD: %s',
  (_, rest, lost) => {
    const moved = rest.fleet.clusters.filter(({ name, hub }) => name !== hub);
    const hubs = new Set(moved.map(({ hub }) => hub));
    const before = textsOf(rest);
    const after = textsOf(lost);
    const changed = new Set(
      [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key)),
    );
    const of = (cluster: string) => lost.rendered().filter((object) => object.cluster === cluster);

    test.each(moved)('$name: every unit has one Application, and one Argo CD owns them', ({ name }) => {
      const sets = lost.ofKind('ApplicationSet').filter(({ json }) => clustersOf(json).includes(name));
      expect(sets.map(({ cluster }) => cluster)).toEqual([name]);
      const applications = of(name).filter(({ kind }) => kind === 'Application');
      const units = new Set(of(name).map(({ unit }) => unit.name));
      units.delete('applications');
      for (const unit of lost.unitsOn(name)) if (unit.helm !== undefined) units.add(unit.name);
      expect(applications.map((each) => each.name).sort()).toEqual(
        [...units].map((unit) => `${name}-${unit}`).sort(),
      );
      // By its own name, so that the same file leads to the same cluster from either hub.
      for (const { json } of applications) expect(textAt(json, 'spec.destination.name')).toBe(name);
    });

    test.each(moved)(
      '$name is reached from inside, and each Application is admitted by its project',
      ({ name }) => {
        expect(at(lost.valuesOf('argocd', name), `configs.clusterCredentials["${name}"].server`)).toBe(
          'https://kubernetes.default.svc',
        );
        const projects = new Map(
          of(name).flatMap(({ kind, json, name: project }) =>
            kind === 'AppProject' ? [[project, json]] : [],
          ),
        );
        for (const { json, name: application } of of(name).filter(({ kind }) => kind === 'Application')) {
          const project = projects.get(textAt(json, 'spec.project'));
          expect(project, application).toBeDefined();
          expect(listAt(project ?? {}, 'spec.destinations'), application).toContainEqual({
            name,
            namespace: textAt(json, 'spec.destination.namespace'),
          });
          for (const source of sourcesOf(json))
            expect(at(project ?? {}, 'spec.sourceRepos')).toContain(source);
        }
      },
    );

    test.each(moved)('$name: no secret has to be filled and no role made on that day', ({ name }) => {
      const secrets = (objects: readonly Rendered[]) =>
        objects.filter(({ kind }) => kind === 'ExternalSecret' || kind === 'SecretStore').map(keyOf);
      const there = new Set(secrets(rest.rendered()));
      expect(secrets(of(name)).filter((key) => !there.has(key))).toEqual([]);
      const roles = [
        ...JSON.stringify([of(name).map(({ json }) => json), lost.valuesOf('argocd', name)]).matchAll(
          /arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+/g,
        ),
      ].map(([role]) => role);
      const made = Object.values(rest.clusterOf(name).terraform.irsaRoleArns);
      const own = roles.filter((role) => !role.startsWith('arn:aws:iam::aws:'));
      expect(own.filter((role) => !made.includes(role))).toEqual([]);
    });

    test.each(moved)('$name: images, secrets and API are those of its own region', ({ name, hub }) => {
      const { terraform } = lost.clusterOf(name);
      const text = JSON.stringify([
        of(name).flatMap(({ unit, json }) => (unit.name === 'argocd' ? [json] : [])),
        lost.valuesOf('argocd', name),
      ]);
      const images = [...text.matchAll(/"repository":"([^"]+)"/g)].map(([, image = '']) => image);
      expect(images.length).toBeGreaterThan(0);
      for (const image of images) expect(image.startsWith(`${terraform.ecrRegistry}/`), image).toBe(true);
      expect(text).not.toContain(lost.clusterOf(hub).terraform.clusterEndpoint);
      for (const { json, kind } of of(name)) {
        if (kind !== 'SecretStore') continue;
        expect(at(json, 'spec.provider.aws.region')).toBe(terraform.region);
      }
    });

    test.each(moved)(
      '$name: nothing that runs there is taken out or changed, so nothing is pruned',
      ({ name }) => {
        const own = [...before.keys()].filter((key) => key.startsWith(`${name} `));
        expect(own.filter((key) => !after.has(key))).toEqual([]);
        const touched = own.filter((key) => changed.has(key)).map((key) => key.split(' ')[1]);
        // Dashboards, teams and the names of staff's tools know of the new Argo CD; no workload does.
        const workloads = new Set(
          lost.unitsOn(name).flatMap((unit) => (unit.workloads === undefined ? [] : [unit.name])),
        );
        expect(touched.filter((unit) => workloads.has(unit ?? ''))).toEqual([]);
      },
    );

    test.each(moved)(
      '$name: the drill applies first what would keep Argo CD from starting there',
      ({ name }) => {
        const [before = ''] = drill.split('helm install argocd');
        const hindering = of(name).filter(
          (object) =>
            changed.has(keyOf(object)) &&
            (object.group === 'constraints.gatekeeper.sh' ||
              (object.kind === 'Namespace' && object.name === ARGOCD_NAMESPACE) ||
              (object.kind === 'NetworkPolicy' && object.unit.name === 'argocd')),
        );
        expect(hindering.length).toBeGreaterThan(0);
        for (const { unit, kind } of hindering) {
          const folder = `dist/"$CLUSTER"/${unit.name}`;
          const file = unit.name === 'argocd' ? `/${ARGOCD_NAMESPACE}/${kind.toLowerCase()}-` : '\n';
          expect(before).toContain(`${folder}${file}`);
        }
      },
    );

    test.each(moved)(
      '$name: an Ingress that only the flip adds is freed in the way back, or its group stands still',
      ({ name }) => {
        const added = of(name).filter(
          (object) => object.kind === 'Ingress' && !before.has(keyOf(object)) && isProtected(object),
        );
        for (const ingress of added) expect(freed(ingress), keyOf(ingress)).toEqual(['delete', 'annotate']);
      },
    );

    test('no other cluster notices, and the lost hub loses no object: its Applications have no reason to delete any', () => {
      const involved = new Set([...moved.map(({ name }) => name), ...hubs]);
      const elsewhere = [...changed].filter((key) => !involved.has(key.split(' ')[0] ?? ''));
      expect(elsewhere).toEqual([]);
      const gone = rest.rendered().filter((object) => !after.has(keyOf(object)));
      // What it had for clusters before production, the key of its reports, may go with the last of those.
      const own = (unit: string) => unit === 'argocd' || unit === 'deploy-reports';
      const applications = gone.filter(({ kind }) => kind === 'Application');
      const others = gone.filter(({ kind, unit }) => kind !== 'Application' && !own(unit.name));
      expect(others.map(keyOf)).toEqual([]);
      // A child that vanishes from Git is deleted by the root of the returning hub; with a finalizer it takes its objects along.
      for (const { json, cluster, name } of applications) {
        expect(textAt(json, 'spec.destination.name'), name).toBe(cluster);
        expect(hubs.has(cluster), name).toBe(true);
        expect(at(json, 'metadata.finalizers'), name).toBeUndefined();
      }
    });

    test.each(moved)(
      'the hub of $name cannot reach it any more, without anybody confirming that',
      ({ name, hub }) => {
        const credentials = (fleet: RenderedFleet) =>
          at(fleet.valuesOf('argocd', hub), 'configs.clusterCredentials');
        expect(credentials(rest)).toHaveProperty([name]);
        expect(credentials(lost)).not.toHaveProperty([name]);
        // The chart's Secret is pruned at once: the Application of Argo CD itself asks for a confirmation of all else.
        expect(at(rest.valuesOf('argocd', hub), `configs.clusterCredentials["${name}"].annotations`)).toEqual(
          {
            'argocd.argoproj.io/sync-options': 'Prune=true',
          },
        );
        const set = rest.ofKind('ApplicationSet').find(({ cluster }) => cluster === hub);
        expect(at(set?.json, 'spec.template.metadata.finalizers')).toBeUndefined();
      },
    );
  },
);

/** The annotation by which the controller of load balancers knows that an Ingress may not go. */
const ATTRIBUTES = 'alb.ingress.kubernetes.io/load-balancer-attributes';

function isProtected({ json }: Rendered): boolean {
  return String(json.metadata.annotations?.[ATTRIBUTES]).includes('deletion_protection.enabled=true');
}

/** What the way back does to an Ingress once no controller puts it back: verbs in their order, those that do not wait. */
function freed({ name, namespace }: Rendered): readonly string[] {
  const commands = commandsOf(drill)
    .filter(({ section }) => section === 'The lost hub is back')
    .map(kubectlOf);
  const stopped = commands.findIndex(({ verb }) => verb === 'scale');
  if (stopped < 0) return [];
  return commands.slice(stopped).flatMap((command) => {
    const { verb, targets, plain } = command;
    if (command.namespace !== namespace) return [];
    if (!targets.some((target) => target.kind === 'ingress' && target.name === name)) return [];
    if (verb === 'delete') return optionOf(command, '--wait') === 'false' ? [verb] : [];
    return plain.includes(`${ATTRIBUTES}=deletion_protection.enabled=false`) ? [verb] : [];
  });
}

function clustersOf(set: unknown): readonly string[] {
  return listAt(set, 'spec.generators[0].list.elements').map((element) => textAt(element, 'cluster'));
}

function sourcesOf(application: unknown): readonly string[] {
  const several = at(application, 'spec.sources');
  return several === undefined
    ? [textAt(application, 'spec.source.repoURL')]
    : listAt(application, 'spec.sources').map((source) => textAt(source, 'repoURL'));
}

function keyOf({ cluster, unit, kind, namespace, name }: Rendered): string {
  return `${cluster} ${unit.name} ${kind} ${namespace ?? ''}/${name}`;
}

function textsOf(fleet: RenderedFleet): ReadonlyMap<string, string> {
  return new Map(
    fleet.rendered().map((object): [string, string] => [keyOf(object), JSON.stringify(object.json)]),
  );
}
