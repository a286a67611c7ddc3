import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { Cluster } from '../../clusters/index.ts';
import { objectsFolder, valuesFile } from '../../clusters/layout.ts';
import { APPLICATIONS } from '../../platform/components/argocd/applications.ts';
import { objectsOf, type TreeObject } from '../prove-gatekeeper/tree.ts';
import { applicationsOf, projectsOf } from './applications.ts';
import type { ClusterState, Placed, Release, RenderedRelease } from './cluster-state.ts';
import { givenObjects } from './given-objects.ts';
import { releaseObjects } from './release-objects.ts';
import { definitionsAmong } from './scope.ts';

/** What charts were rendered to; the second rendering shows what is drawn at random. */
export interface Renderings {
  readonly first: readonly RenderedRelease[];
  readonly second: readonly RenderedRelease[];
}

/** Puts together what Argo CD would apply to a cluster. */
export function readState(
  cluster: Cluster,
  clusters: readonly Cluster[],
  { first, second }: Renderings,
  dist: string,
): ClusterState {
  const own = [
    ...givenObjects,
    ...ownObjects(dist, cluster.name).filter(({ unit }) => unit !== APPLICATIONS),
    ...clusters
      .filter(({ hub }) => hub === cluster.name)
      .flatMap(({ name }) => objectsOfUnit(dist, name, APPLICATIONS)),
  ];
  const rendered = first.filter((release) => release.cluster === cluster.name);
  const definitions = definitionsAmong([
    ...own,
    ...rendered.flatMap((release) => placed(release, releaseObjects(release, new Map()))),
  ]);
  const read = (release: RenderedRelease) => releaseObjects(release, definitions);
  const releases = rendered.map((release): Release => {
    const again = second.find(({ cluster: name, unit }) => name === cluster.name && unit === release.unit);
    return {
      unit: release.unit,
      chart: release.chart,
      version: release.version,
      objects: read(release),
      values: load(readFileSync(join(dist, valuesFile(cluster.name, release.unit)), 'utf8')),
      ...(again && { again: read(again) }),
    };
  });
  const { ecrRegistry, controlPlaneSubnetCidrs, privateSubnetCidrs } = cluster.terraform;
  return {
    cluster: cluster.name,
    objects: [...own, ...releases.flatMap((release) => placed(release, release.objects))],
    releases,
    applications: applicationsOf(
      cluster.name,
      objectsOfUnit(dist, cluster.name, APPLICATIONS).map(({ object }) => object),
    ),
    projects: projectsOf(ownObjects(dist, cluster.hub).map(({ object }) => object)),
    facts: {
      registry: ecrRegistry,
      controlPlaneCidrs: controlPlaneSubnetCidrs,
      nodeCidrs: privateSubnetCidrs,
      linkedAccounts: accountsOf(
        clusters.filter(
          ({ name, linkedTo }) => cluster.linkedTo.includes(name) || linkedTo.includes(cluster.name),
        ),
        first,
        dist,
      ),
    },
  };
}

function placed({ unit }: Pick<Release, 'unit'>, objects: readonly TreeObject[]): readonly Placed[] {
  return objects.map((object) => ({ unit, from: 'chart' as const, object }));
}

/** Each folder of a cluster is a unit. */
function ownObjects(dist: string, cluster: string): readonly Placed[] {
  return readdirSync(join(dist, cluster)).flatMap((unit) => objectsOfUnit(dist, cluster, unit));
}

function objectsOfUnit(dist: string, cluster: string, unit: string): readonly Placed[] {
  return objectsOf(join(dist, objectsFolder(cluster, unit))).map((object) => ({
    unit,
    from: 'ours',
    object,
  }));
}

function accountsOf(
  clusters: readonly Cluster[],
  rendered: readonly RenderedRelease[],
  dist: string,
): ReadonlySet<string> {
  const objects = clusters.flatMap(({ name }) => [
    ...ownObjects(dist, name).map(({ object }) => object),
    ...rendered
      .filter(({ cluster }) => cluster === name)
      .flatMap((release) => releaseObjects(release, new Map())),
  ]);
  return new Set(
    objects
      .filter(({ kind }) => kind === 'ServiceAccount')
      .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`),
  );
}
