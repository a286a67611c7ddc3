import { z } from 'zod';
import type { TreeObject } from '../../prove-gatekeeper/tree.ts';
import type { Client } from '../api-servers/client.ts';
import type { Running } from '../processes.ts';
import type { Finding } from '../step.ts';
import { until } from './until.ts';

const TEMPLATES = '/apis/templates.gatekeeper.sh/v1/constrainttemplates';
const CONSTRAINTS = '/apis/constraints.gatekeeper.sh/v1beta1';

const template = z.looseObject({ status: z.looseObject({ created: z.boolean().optional() }).optional() });
const constraint = z.looseObject({
  status: z
    .looseObject({ byPod: z.array(z.looseObject({ enforced: z.boolean().optional() })).optional() })
    .optional(),
});

/** An API server, and the Gatekeeper that it asks. */
interface Policed {
  readonly client: Client;
  readonly running: Pick<Running, 'assertRunning'>;
}

/** Applies templates, and waits until Gatekeeper has made a kind of each. */
export async function applyTemplates(
  policed: Policed,
  templates: readonly TreeObject[],
): Promise<readonly Finding[]> {
  return applied(
    policed,
    templates,
    ({ metadata }) => `${TEMPLATES}/${metadata.name}`,
    (object) => template.safeParse(object).data?.status?.created === true,
  );
}

/** Applies constraints, and waits until Gatekeeper enforces each. */
export async function applyConstraints(
  policed: Policed,
  constraints: readonly TreeObject[],
): Promise<readonly Finding[]> {
  return applied(policed, constraints, placeOf, (object) =>
    (constraint.safeParse(object).data?.status?.byPod ?? []).some(({ enforced }) => enforced === true),
  );
}

/** Takes constraints away, and waits until Gatekeeper knows none of them any more. */
export async function removeConstraints(
  { client, running }: Policed,
  constraints: readonly TreeObject[],
): Promise<void> {
  for (const each of constraints) await client.remove(placeOf(each));
  for (const each of constraints) {
    await until(
      running,
      async () => (await client.get(placeOf(each))) === undefined,
      `${placeOf(each)} goes`,
    );
  }
}

function placeOf({ kind, metadata }: TreeObject): string {
  return `${CONSTRAINTS}/${kind.toLowerCase()}/${metadata.name}`;
}

async function applied(
  { client, running }: Policed,
  objects: readonly TreeObject[],
  place: (object: TreeObject) => string,
  isDone: (live: unknown) => boolean,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const object of objects) {
    const answer = await client.apply(place(object), object);
    if (!answer.accepted) {
      findings.push({ where: object.kind, what: object.metadata.name, says: answer.says });
    }
  }
  if (findings.length > 0) return findings;
  for (const object of objects) {
    await until(
      running,
      async () => isDone(await client.get(place(object))),
      `Gatekeeper takes ${place(object)}`,
    );
  }
  return [];
}
