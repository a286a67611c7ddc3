import { allAlong, eventually } from '../expectations.ts';
import type { Finding, Part } from '../step.ts';
import {
  APPLICATIONS_PATH,
  applicationState,
  applicationStates,
  isAt,
  isWell,
  lateAt,
  stateText,
} from './application-state.ts';
import { APPROVED } from './confirmed-prune.ts';
import type { Hub } from './hub.ts';
import { pathOf, uidOf } from './live-objects.ts';
import { PLATFORM_PROJECTS } from './policy.ts';
import type { Subject } from './subjects.ts';
import { withoutProduct } from './without-product.ts';

interface Gone extends Subject {
  /** Where the server has it. */
  readonly path: string;
}

const WATCHED_SECONDS = 15;

/**
 * A product that leaves the fleet goes as docs/removal.md says: its Applications and their project at once, while its namespaces
 * wait for a person's word and hold nobody up; and with that word all of it is gone, and everything else is well.
 */
export async function removedProduct(hub: Hub): Promise<Omit<Part, 'name' | 'seconds'>> {
  const { client, clone, name: where } = hub;
  const product = (await applicationStates(client)).find(({ spec }) => !PLATFORM_PROJECTS.has(spec.project))
    ?.spec.project;
  if (product === undefined) return { counts: { products: 0 }, findings: [], exceptions: [] };
  const gone = await removed(hub, product);
  const commit = await clone.commit(`The product ${product} leaves`);
  const namespaces = gone.filter(({ object }) => object.kind === 'Namespace');
  const project = gone.filter(({ object }) => object.kind === 'AppProject');
  // Their Application lets go of them: they hold data.
  const stateful = gone.filter(({ object }) => object.kind === 'StatefulSet');
  const askers = [...new Set(namespaces.map(({ application }) => application))];
  const inOrder: readonly (() => Promise<string | undefined>)[] = [
    () => eventually(hub, () => unasked(hub, askers)),
    () =>
      eventually(hub, async () => (await remaining(hub, product, project)) ?? (await lateRoot(hub, commit))),
    () => allAlong(hub, () => missingOf(hub, [...namespaces, ...stateful]), WATCHED_SECONDS),
    async () => {
      for (const each of askers) {
        await client.patch(`${APPLICATIONS_PATH}/${each}`, {
          metadata: { annotations: { [APPROVED]: new Date().toISOString() } },
        });
      }
      return eventually(
        hub,
        async () => (await remaining(hub, product, gone)) ?? (await unwell(hub, commit)),
      );
    },
  ];
  const findings: Finding[] = [];
  for (const says of inOrder) {
    const found = await says();
    if (found === undefined) continue;
    // What comes next would only be missing for the same reason.
    findings.push({ where, what: product, says: found });
    break;
  }
  return { counts: { products: 1, 'objects that went': gone.length }, findings, exceptions: [] };
}

/** Applications that do not wait for a person's word. */
async function unasked({ client }: Hub, askers: readonly string[]): Promise<string | undefined> {
  for (const each of askers) {
    const state = await applicationState(client, each);
    const message = state?.status.operationState?.message ?? '';
    if (!message.includes('pruning confirmation'))
      return `nobody is asked about its namespaces: ${each} ${state && stateText(state)}`;
  }
  return undefined;
}

/** What is still there of a product that leaves: an Application, or one of its objects. */
async function remaining(
  { client, name }: Hub,
  product: string,
  objects: readonly Gone[],
): Promise<string | undefined> {
  const left = (await applicationStates(client)).find(({ spec }) => spec.project === product);
  if (left !== undefined) {
    const root = await applicationState(client, name);
    return `it hangs: ${left.metadata.name} is still there, and the root says: ${root && stateText(root)}`;
  }
  for (const { path, object } of objects) {
    if ((await uidOf(client, path)) !== undefined)
      return `it hangs: ${object.kind} ${object.metadata.name} is still there`;
  }
  return undefined;
}

async function lateRoot({ client, name }: Hub, commit: string): Promise<string | undefined> {
  const late = await lateAt(client, name, commit);
  return late && `it holds up the root: ${late}`;
}

async function unwell({ client }: Hub, commit: string): Promise<string | undefined> {
  const late = (await applicationStates(client)).find((each) => !isWell(each) || !isAt(each, commit));
  return late && `it has left, and ${late.metadata.name} is not well: ${stateText(late)}`;
}

/** Takes a product out of the tree, and returns the objects that go with it, each with where the server has it. */
async function removed(
  { client, clone, applications, fleet, name: cluster }: Hub,
  product: string,
): Promise<readonly Gone[]> {
  const changes = withoutProduct(fleet, cluster, product);
  const gone = applications.flatMap(({ name: application, members }) =>
    members
      .filter(({ file }) => changes.has(file) && changes.get(file) === undefined)
      .map((member) => ({ ...member, application })),
  );
  // While their kinds are still there to be asked for.
  const found = await Promise.all(
    gone.map(async (each) => ({ ...each, path: await pathOf(client, each.object) })),
  );
  for (const [path, text] of changes) {
    if (text === undefined) clone.remove(path);
    else clone.place(path, text);
  }
  return found;
}

async function missingOf({ client }: Hub, objects: readonly Gone[]): Promise<string | undefined> {
  for (const { path, object } of objects) {
    if ((await uidOf(client, path)) === undefined)
      return `${object.kind} ${object.metadata.name} went without a word`;
  }
  return undefined;
}
