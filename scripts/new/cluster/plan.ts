import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Cluster } from '../../../clusters/index.ts';
import { name as contractName } from '../../../clusters/text-formats.ts';
import { Mistake } from '../../command-line/mistake.ts';
import { productsOn } from '../../promotion-check/changed-builds.ts';
import type { Repository } from '../fleet.ts';
import type { Plan } from '../plan.ts';
import { clusterListed, productNamed, readProducts } from '../source/products.ts';
import { expectedRole, expectedRolesOf, roleExpected } from '../source/roles.ts';
import { hint, inKebabCase } from '../workload/names.ts';
import { buildsText, imagesLike } from './builds.ts';
import { choicesText, linkedText } from './choices.ts';
import { buildsOwned } from './code-owners.ts';
import { type PrintedOutputs, readPrinted } from './outputs.ts';
import type { WantedCluster } from './wanted.ts';

const OWNERS = '.github/CODEOWNERS';

/** What Argo CD reports deployments with, on the hub of a cluster before production and on the cluster itself. */
const REPORTER = 'argocd-notifications';

/**
 * What a new cluster touches: its folder, the lists of the products that run there, the owners of its builds, and the clusters
 * that it is linked with.
 *
 * @throws Mistake with what is wrong with the request
 */
export function planCluster(wanted: WantedCluster, repository: Repository): Plan {
  const { name, like } = wanted;
  const { units, root } = repository;
  const neighbour = clusterNamed('--like', like, repository);
  const linked = wanted.linkedTo.map((each) => clusterNamed('--linked-to', each, repository));
  const mistake = clusterNameMistake(name, repository);
  if (mistake !== undefined) throw new Mistake(mistake);
  if (wanted.hub !== '' && wanted.hub !== name) clusterNamed('--hub', wanted.hub, repository);
  const products = productsLike(wanted, repository);
  const printed = readPrinted(wanted.outputs);
  const own = (file: string) => `clusters/${name}/${file}`;
  const read = (file: string) => readFileSync(join(root, file), 'utf8');
  const choices = choicesText(read(`clusters/${like}/cluster.yaml`), wanted, neighbour, {
    linked,
    version: printed.kubernetesVersion,
  });
  const files = new Map([
    [own('cluster.yaml'), choices],
    [own('terraform.json'), printed.text],
    [own('images.yaml'), buildsText(read(`clusters/${like}/images.yaml`), imagesLike(like, products, units))],
  ]);
  for (const cluster of linked)
    files.set(
      `clusters/${cluster.name}/cluster.yaml`,
      linkedText(read(`clusters/${cluster.name}/cluster.yaml`), wanted),
    );
  const sources = readProducts(root);
  for (const product of products) {
    const source = productNamed(product, sources);
    files.set(source.source.file, clusterListed(source, name, like));
  }
  const owners = read(OWNERS);
  const owned = buildsOwned(owners, name, products);
  if (owned !== owners) files.set(OWNERS, owned);
  const expected = wanted.expectsRoles ? reporters(wanted, printed, repository) : [];
  for (const { path, text } of expected) files.set(path, text);
  return {
    files,
    next: [
      `Look through ${own('cluster.yaml')}: ${kept(choices).join(', ')} are those of ${like}.`,
      ...lacking(printed, read(`clusters/${like}/terraform.json`), like),
      ...expected.map(
        ({ path, cluster, arn }) =>
          `Terraform: make ${arn} for the ServiceAccount ${REPORTER}: without it no deployment is reported. Then write what terraform output -json prints into clusters/${cluster}/terraform.json, and take ${REPORTER} out of ${path}.`,
      ),
      'npm run charts renders the charts of the new cluster: see docs/charts.md.',
      'npx fleet contract:examples lists the values that are still examples.',
    ],
  };
}

/** Why a new cluster cannot be called so. */
export function clusterNameMistake(name: string, { fleet, root }: Repository): string | undefined {
  if (!contractName.safeParse(name).success) {
    const meant = inKebabCase(name);
    return `NAME: found ${JSON.stringify(name)}, expected the name of a cluster: lower case letters, digits and hyphens${meant === '' || meant === name ? '' : ` (did you mean ${meant}?)`}.`;
  }
  return fleet.clusters.some((cluster) => cluster.name === name) || existsSync(join(root, 'clusters', name))
    ? `NAME: found ${name}, which is there already: clusters/${name}. Choose another name.`
    : undefined;
}

function clusterNamed(option: string, name: string, { fleet }: Repository): Cluster {
  const found = fleet.clusters.find((cluster) => cluster.name === name);
  if (found !== undefined) return found;
  const names = fleet.clusters.map((cluster) => cluster.name);
  throw new Mistake(`${option}: there is no cluster ${name}${hint(name, names)}`);
}

function productsLike({ like, products }: WantedCluster, { units }: Repository): readonly string[] {
  const there = productsOn(like, units);
  const wrong = products.filter((product) => !there.includes(product));
  if (wrong.length > 0)
    throw new Mistake(
      wrong.map((each) => `--runs: ${each} does not run on ${like}${hint(each, there)}`).join('\n'),
    );
  return products.length === 0 ? there : products;
}

/** The role of what reports deployments, for a cluster before production and for its hub, as far as they lack it. */
function reporters(
  { name, hub, environment }: WantedCluster,
  printed: PrintedOutputs,
  { fleet: { clusters }, root }: Repository,
): readonly {
  readonly path: string;
  readonly cluster: string;
  readonly arn: string;
  readonly text: string;
}[] {
  if (environment === 'production') return [];
  const other = clusters.find((each) => each.name === hub && each.name !== name);
  const places = [
    { cluster: name, roles: printed.roles },
    ...(other === undefined ? [] : [{ cluster: other.name, roles: other.terraform.irsaRoleArns }]),
  ];
  return places.flatMap(({ cluster, roles }) => {
    const arn = roles[REPORTER] === undefined ? expectedRole(roles, REPORTER) : undefined;
    if (arn === undefined) return [];
    const { path, text } = expectedRolesOf(root, cluster);
    return [{ path, cluster, arn, text: roleExpected(text, REPORTER, arn) }];
  });
}

const CHANGED: ReadonlySet<string> = new Set([
  'name',
  'environment',
  'hub',
  'domain',
  'linkedTo',
  'incidentIo',
]);

/** The choices that were the neighbour's. */
function kept(choices: string): readonly string[] {
  return Object.keys(z.record(z.string(), z.unknown()).parse(parse(choices))).filter(
    (key) => !CHANGED.has(key),
  );
}

function lacking({ names }: PrintedOutputs, neighbour: string, like: string): readonly string[] {
  const there = Object.keys(z.record(z.string(), z.unknown()).parse(JSON.parse(neighbour)));
  const missing = there.filter((each) => !names.includes(each));
  return missing.length === 0
    ? []
    : [
        `Terraform prints no ${missing.join(', ')}, as it does for ${like}: see clusters/terraform.schema.json.`,
      ];
}
