import type { Cluster } from '../../../clusters/index.ts';
import { compareTexts } from '../../check/order.ts';
import type { ClusterState } from '../../check/state/cluster-state.ts';
import { listAt, textAt } from '../../check/state/read.ts';
import type { VersionCell, VersionRow, VersionsData } from './rows/versions.ts';
import { compareVersions } from './version-order.ts';
import { partsOfImage } from './workloads.ts';

/** A version that a cluster has of something. */
interface Seen extends Omit<VersionCell, 'standing' | 'versions'> {
  readonly name: string;
  readonly version: string;
}

/** Which versions of images, charts and the platform each cluster has, and what is ahead of what. */
export function versionsOf(
  states: readonly ClusterState[],
  contract: ReadonlyMap<string, Cluster>,
  kubernetesOf: (state: ClusterState) => string,
): VersionsData {
  const stages = stagesOf(contract);
  const own = [...contract.values()].flatMap((cluster) => imagesOf(cluster));
  const registries = new Set([...contract.values()].map(({ terraform }) => terraform.ecrRegistry));
  const ours = new Set(own.map(({ name }) => name));
  /** Each cluster has the registry of its own region: the image is the same. */
  const withoutRegistry = (seen: Seen): Seen =>
    registries.has(seen.name.slice(0, seen.name.indexOf('/')))
      ? { ...seen, name: seen.name.slice(seen.name.indexOf('/') + 1) }
      : seen;
  return {
    images: rowsOf(own, stages),
    charts: rowsOf(states.flatMap(chartsOf), stages),
    platform: rowsOf(
      states.flatMap((state) => platformOf(state, contract.get(state.cluster), kubernetesOf(state))),
      stages,
    ),
    others: rowsOf(
      states
        .flatMap(imagesInTree)
        .map(withoutRegistry)
        .filter(({ name }) => !ours.has(name)),
      stages,
    ),
  };
}

function imagesOf({ name: cluster, images }: Cluster): readonly Seen[] {
  return Object.entries(images).map(([name, { version, digest, canary }]) => ({
    cluster,
    name,
    version,
    digest,
    ...(canary !== undefined && {
      canary: { version: canary.version, weight: canary.weight, variant: canary.variant },
    }),
  }));
}

function imagesInTree(state: ClusterState): readonly Seen[] {
  return state.workloads.flatMap(({ containers }) =>
    containers.flatMap(({ value }): Seen[] => {
      const image = textAt(value, 'image');
      if (image === undefined || image === 'auto') return [];
      const { repository, tag, digest } = partsOfImage(image);
      const short = digest.slice(0, 'sha256:'.length + 12);
      return [{ cluster: state.cluster, name: repository, version: tag || short || 'latest', digest }];
    }),
  );
}

/** The charts that the Applications of a cluster install. */
function chartsOf(state: ClusterState): readonly Seen[] {
  return state.of('argoproj.io/Application').flatMap(({ value }) =>
    [
      ...listAt(value, 'spec', 'sources'),
      ...[value.spec].map((spec) => Reflect.get(Object(spec), 'source')),
    ].flatMap((source): Seen[] => {
      const [name, version] = [textAt(source, 'chart'), textAt(source, 'targetRevision')];
      return name === undefined || version === undefined ? [] : [{ cluster: state.cluster, name, version }];
    }),
  );
}

function platformOf(
  { cluster }: ClusterState,
  contract: Cluster | undefined,
  kubernetes: string,
): readonly Seen[] {
  const { mesh } = contract ?? {};
  const planes = mesh === undefined ? [] : (mesh.controlPlanes ?? [mesh.revision]);
  return [
    { cluster, name: 'Kubernetes', version: kubernetes },
    ...planes.map((revision) => ({
      cluster,
      name: 'Istio control plane',
      version: revision.replaceAll('-', '.'),
    })),
    ...(contract?.terraform.karpenter === undefined
      ? []
      : [{ cluster, name: 'Node image', version: contract.terraform.karpenter.amiAlias }]),
  ];
}

type Stages = ReadonlyMap<string, Cluster['environment']>;

function stagesOf(contract: ReadonlyMap<string, Cluster>): Stages {
  return new Map([...contract.values()].map(({ name, environment }) => [name, environment]));
}

function rowsOf(seen: readonly Seen[], stages: Stages): readonly VersionRow[] {
  const byName = new Map<string, Seen[]>();
  for (const each of seen) {
    const others = byName.get(each.name);
    if (others === undefined) byName.set(each.name, [each]);
    else others.push(each);
  }
  return [...byName]
    .sort(([one], [other]) => compareTexts(one, other))
    .map(([name, own]) => rowOf(name, own, stages));
}

function rowOf(name: string, seen: readonly Seen[], stages: Stages): VersionRow {
  const newest =
    [...seen]
      .map(({ version }) => version)
      .sort(compareVersions)
      .at(-1) ?? '';
  const digests = new Set(
    seen.filter(({ version }) => version === newest).flatMap(({ digest }) => digest || []),
  );
  const clusters = [...new Set(seen.map(({ cluster }) => cluster))];
  const cells = clusters.map((cluster): VersionCell => {
    const own = seen.filter((each) => each.cluster === cluster);
    const versions = [...new Set(own.map(({ version }) => version))].sort(compareVersions);
    const [first] = own;
    const standing = versions.every((version) => version === newest)
      ? digests.size > 1
        ? 'other build'
        : 'newest'
      : 'behind';
    return {
      cluster,
      versions,
      standing,
      ...(first?.digest && { digest: first.digest }),
      ...(first?.canary && { canary: first.canary }),
    };
  });
  return { name, newest, difference: differenceOf(cells, newest, stages), cells };
}

const ORDER = ['development', 'staging', 'production'] as const;

/** What is ahead of what: stages against each other where the contract knows them, or clusters. */
function differenceOf(cells: readonly VersionCell[], newest: string, stages: Stages): string {
  const behind = cells.filter(({ standing }) => standing === 'behind');
  if (behind.length === 0) {
    return cells.some(({ standing }) => standing === 'other build')
      ? `${newest} is not the same build everywhere`
      : '';
  }
  const newestOf = (environment: (typeof ORDER)[number]) =>
    cells
      .filter(({ cluster }) => stages.get(cluster) === environment)
      .flatMap(({ versions }) => versions)
      .sort(compareVersions)
      .at(-1);
  const known = ORDER.flatMap((environment) => {
    const version = newestOf(environment);
    return version === undefined ? [] : [{ environment, version }];
  });
  const steps = known.slice(1).flatMap(({ environment, version }, at) => {
    const before = known[at];
    if (before === undefined || before.version === version) return [];
    const isAhead = compareVersions(before.version, version) > 0;
    return isAhead
      ? [`${before.environment} ${before.version} is ahead of ${environment} ${version}`]
      : [`${environment} ${version} is ahead of ${before.environment} ${before.version}`];
  });
  if (steps.length > 0) return steps.join('; ');
  const ahead = cells.filter(({ standing }) => standing === 'newest').map(({ cluster }) => cluster);
  return `${listed(ahead)} ${newest}, ahead of ${listed(behind.map(({ cluster }) => cluster))}`;
}

function listed(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(', ');
}
