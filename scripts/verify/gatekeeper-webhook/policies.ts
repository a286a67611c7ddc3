import { z } from 'zod';
import type { TreeObject } from '../../prove-gatekeeper/tree.ts';
import type { Client } from '../api-servers/client.ts';
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

/** Applies templates, and waits until Gatekeeper has made a kind of each. */
export async function applyTemplates(
  client: Client,
  templates: readonly TreeObject[],
): Promise<readonly Finding[]> {
  return applied(
    client,
    templates,
    ({ metadata }) => `${TEMPLATES}/${metadata.name}`,
    (object) => template.safeParse(object).data?.status?.created === true,
  );
}

/** Applies constraints, and waits until Gatekeeper enforces each. */
export async function applyConstraints(
  client: Client,
  constraints: readonly TreeObject[],
): Promise<readonly Finding[]> {
  return applied(client, constraints, placeOf, (object) =>
    (constraint.safeParse(object).data?.status?.byPod ?? []).some(({ enforced }) => enforced === true),
  );
}

/** Takes constraints away, and waits until Gatekeeper knows none of them any more. */
export async function removeConstraints(client: Client, constraints: readonly TreeObject[]): Promise<void> {
  for (const each of constraints) await client.remove(placeOf(each));
  for (const each of constraints) {
    await until(async () => (await client.get(placeOf(each))) === undefined, `${placeOf(each)} goes`);
  }
}

function placeOf({ kind, metadata }: TreeObject): string {
  return `${CONSTRAINTS}/${kind.toLowerCase()}/${metadata.name}`;
}

async function applied(
  client: Client,
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
    await until(async () => isDone(await client.get(place(object))), `Gatekeeper takes ${place(object)}`);
  }
  return [];
}
