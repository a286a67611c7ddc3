import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EXPECTED_ROLES_FILE } from '../../../clusters/expected-roles-schema.ts';
import type { Cluster } from '../../../clusters/index.ts';
import { Mistake } from '../../command-line/mistake.ts';
import { clustersOf, type Repository } from '../fleet.ts';
import type { Plan } from '../plan.ts';
import { productNamed, readProducts, workloadListed } from '../source/products.ts';
import { expectedRole, expectedRolesOf, roleExpected } from '../source/roles.ts';
import { namesIn } from '../source/syntax.ts';
import { needsRole } from './calls.ts';
import {
  type Declared,
  declarationMistakes,
  declarationOf,
  type Said,
  type WorkloadKind,
} from './declaration.ts';
import { clustersWanted } from './destinations.ts';
import { eventText } from './event.ts';
import { imageAdded } from './images.ts';
import { hint, inKebabCase, variableOf } from './names.ts';
import { purposeMistakes, sentence } from './purpose.ts';
import { sourceOf } from './source.ts';

/** A workload that is wanted. */
export interface WantedWorkload extends Said {
  readonly kind: WorkloadKind;
  readonly product: string;
  readonly build: string;
  readonly digest: string;
  /** Whether roles that Terraform has not made yet are written all the same. */
  readonly expectsRoles: boolean;
}

/**
 * What a new workload touches: its own file, the list of its product, `images.yaml` of its clusters, and what describes an
 * event that nobody has sent before.
 *
 * @throws Mistake with everything that is wrong with the request
 */
export function planWorkload(wanted: WantedWorkload, repository: Repository): Plan {
  const { kind, name, product } = wanted;
  const source = productNamed(product, readProducts(repository.root));
  const declared = declarationOf(kind, wanted);
  const clusters = chosenClusters(wanted, repository);
  const mistakes = [
    ...declarationMistakes(kind, declared).map((mistake) => withKebab(mistake, name)),
    ...purposeMistakes(wanted.purpose),
    ...takenBy(name, clusters, repository),
  ];
  if (mistakes.length > 0) throw new Mistake(mistakes.join('\n'));
  const variable = variableOf(name, kind.charAt(0).toUpperCase() + kind.slice(1), namesIn(source.source));
  const folder = dirname(source.source.file);
  const file = fileOf(folder, name, kind, repository.root);
  const files = new Map([
    [file, sourceOf(kind, declared, { variable, purpose: sentence(wanted.purpose) })],
    [source.source.file, workloadListed(source, variable, `./${file.slice(folder.length + 1)}`)],
  ]);
  for (const cluster of clusters) {
    const images = `clusters/${cluster.name}/images.yaml`;
    const build = { version: wanted.build, digest: wanted.digest };
    files.set(images, imageAdded(read(repository, images), name, build, images));
  }
  const expected = roles(wanted, declared, clusters, repository);
  for (const { path, text } of expected) files.set(path, text);
  const events = newEvents(declared, repository);
  for (const queue of events) files.set(`events/${queue}.yaml`, eventText(queue, name));
  return {
    files,
    next: [
      `Look through ${file}: your editor shows every other field, with its default.`,
      ...events.map((queue) => `Say in events/${queue}.yaml what is in the event.`),
      ...expected.map(
        ({ path, arn, cluster }) =>
          `Terraform: make ${arn} for the ServiceAccount ${name}, with only the actions that it needs. Until then nothing works on ${cluster} that calls AWS. Then write what terraform output -json prints into clusters/${cluster}/terraform.json, and take ${name} out of ${path}.`,
      ),
      ...secretSteps(wanted, clusters),
    ],
  };
}

/** A name in another style is most likely meant in ours. */
export function withKebab(mistake: string, name: string): string {
  const meant = inKebabCase(name);
  return mistake.startsWith('NAME: ') && meant !== name && meant !== ''
    ? `${mistake} (did you mean ${meant}?)`
    : mistake;
}

function chosenClusters({ clusters, product }: WantedWorkload, repository: Repository): readonly Cluster[] {
  const own = clustersOf(product, repository);
  const names = own.map(({ name }) => name);
  const wrong = clusters.filter((name) => !names.includes(name));
  if (wrong.length > 0) {
    throw new Mistake(
      wrong.map((name) => `--cluster: ${product} does not run on ${name}${hint(name, names)}`).join('\n'),
    );
  }
  return clustersWanted({ product, clusters }, repository);
}

/** A name is that of a Service, a ServiceAccount and a directory of dist/: nothing else on the cluster may have it. */
function takenBy(name: string, clusters: readonly Cluster[], { units }: Repository): readonly string[] {
  const owner = units.find(
    (unit) => unit.name === name && clusters.some((cluster) => unit.clusters.includes(cluster.name)),
  );
  if (owner !== undefined)
    return [
      `NAME: found ${name}, which ${owner.project} has already (${owner.declaredAt?.() ?? 'a unit'}). Choose another name.`,
    ];
  const images = clusters.filter((cluster) => Object.hasOwn(cluster.images, name));
  return images.map(
    (cluster) =>
      `NAME: found ${name}, which clusters/${cluster.name}/images.yaml has already. Choose another name.`,
  );
}

function fileOf(folder: string, name: string, kind: string, root: string): string {
  const files = [`${folder}/${name}.ts`, `${folder}/${name}-${kind}.ts`];
  const free = files.find((file) => !existsSync(join(root, file)));
  if (free !== undefined) return free;
  throw new Mistake(`NAME: ${files.join(' and ')} are there already. Choose another name than ${name}.`);
}

/** The contracts that lack the role of a workload that calls AWS, with it. */
function roles(
  { name, expectsRoles }: WantedWorkload,
  { calls }: Declared,
  clusters: readonly Cluster[],
  repository: Repository,
) {
  const calling = clusters.filter(
    ({ terraform }) =>
      terraform.irsaRoleArns[name] === undefined &&
      calls.some(
        ({ call }) =>
          needsRole(call) && (call.to !== 'topic' || (terraform.kafkaBootstrapServers ?? []).length > 0),
      ),
  );
  const found = calling.map((cluster) => {
    const { path, text } = expectedRolesOf(repository.root, cluster.name);
    const arn = expectedRole(cluster.terraform.irsaRoleArns, name);
    return { path, cluster: cluster.name, arn, before: text };
  });
  const known = found.flatMap(({ path, cluster, arn, before }) =>
    arn === undefined ? [] : [{ path, cluster, arn, text: roleExpected(before, name, arn) }],
  );
  if (found.length === 0 || (expectsRoles && known.length === found.length)) return known;
  const missing = found.map(
    ({ cluster, arn }) =>
      `clusters/${cluster}/terraform.json: irsa_role_arns has no ${name}${arn === undefined ? '' : `, such as ${arn}`}`,
  );
  throw new Mistake(
    [
      ...missing,
      `${name} calls AWS, for which Terraform makes a role on each of its clusters. Make it, and write what terraform output -json prints into these files. ${
        known.length === found.length
          ? `Or give --expect-roles, which writes the roles by these names into ${EXPECTED_ROLES_FILE}, for Terraform to make before anything is applied.`
          : 'Then run this again.'
      }`,
    ].join('\n'),
  );
}

/** Queues that it sends to and that nobody has described. */
function newEvents({ calls }: Declared, { root }: Repository): readonly string[] {
  const queues = calls.flatMap(({ call }) =>
    call.to === 'queue' && call.direction === 'send' ? [call.name] : [],
  );
  return queues.filter((queue) => !existsSync(join(root, `events/${queue}.yaml`)));
}

function secretSteps({ secrets }: WantedWorkload, clusters: readonly Cluster[]): readonly string[] {
  if (secrets.length === 0) return [];
  const paths = [...new Set(secrets.map((each) => each.replace(/^[^=]*=/, '').replace(/:.*/, '')))];
  const places = clusters.flatMap(({ terraform }) =>
    paths.map((path) => `${terraform.secretPathPrefix}/${path}`),
  );
  return [`Put the values into AWS Secrets Manager before it is merged: ${places.join(', ')}.`];
}

function read({ root }: Repository, path: string): string {
  return readFileSync(join(root, path), 'utf8');
}
