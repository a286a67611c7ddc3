import { z } from 'zod';
import { SAMPLES, type Samples, samplesOf } from '../../prove-gatekeeper/samples.ts';
import { type TreeObject, treeObject } from '../../prove-gatekeeper/tree.ts';
import type { Client } from '../api-servers/client.ts';
import { collectionOf } from '../api-servers/resource-list.ts';
import type { Finding } from '../step.ts';
import type { Review } from './review.ts';

const constraint = z.looseObject({
  spec: z.looseObject({ match: z.looseObject({ kinds: z.unknown() }), enforcementAction: z.string() }),
});

const placed = z.looseObject({ metadata: z.looseObject({ namespace: z.string().optional() }).optional() });
const asked = z.looseObject({ request: z.looseObject({ namespace: z.string().optional() }).optional() });

/** What came of the samples of a cluster's rules. */
export interface Judged {
  /** By the API server, which asks the webhook. */
  readonly refused: number;
  readonly allowed: number;
  /** That the API server takes for no object of its kind, and so the webhook was asked itself. */
  readonly asked: number;
  readonly findings: readonly Finding[];
}

/** The constraints of a cluster, for the samples: of the same kinds, in every namespace, with their parameters. */
export function sampleConstraints(
  constraints: readonly TreeObject[],
  samples: readonly Samples[],
): readonly TreeObject[] {
  return samples.flatMap(({ kind, parameters }) => {
    const own = constraints.filter((each) => each.kind === kind).map((each) => constraint.parse(each).spec);
    return own
      .filter(({ enforcementAction }) => enforcementAction === 'deny')
      .map(({ match: { kinds } }, index) =>
        treeObject({
          apiVersion: 'constraints.gatekeeper.sh/v1beta1',
          kind,
          metadata: { name: `sample-${kind.toLowerCase()}-${index}` },
          spec: { enforcementAction: 'deny', match: { kinds }, ...(parameters && { parameters }) },
        }),
      );
  });
}

export function samplesFor(templates: readonly TreeObject[]): readonly Samples[] {
  return samplesOf(SAMPLES, templates);
}

/** Namespaces that the samples are in. */
export function namespacesOf(samples: readonly Samples[]): readonly string[] {
  const objects = samples.flatMap(({ allowed, denied }) => [...allowed, ...denied]);
  const names = objects.flatMap(
    ({ object }) => placed.parse(object).metadata?.namespace ?? asked.parse(object).request?.namespace ?? [],
  );
  return [...new Set(names)].sort();
}

/** Whether each sample is refused or taken by its own rule, whatever the other rules say of it. */
export async function judgeSamples(
  client: Client,
  review: Review,
  samples: readonly Samples[],
): Promise<Judged> {
  const findings: Finding[] = [];
  const count = { refused: 0, allowed: 0, asked: 0 };
  for (const { kind, allowed, denied } of samples) {
    const rule = `[sample-${kind.toLowerCase()}-`;
    const cases = [...allowed.map((each) => ({ ...each, message: undefined })), ...denied];
    for (const { name, message, object } of cases) {
      const { says, isAsked } = await verdict(client, review, object);
      if (isAsked) count.asked += 1;
      const wrong = whyWrong(
        says.split('\n').filter((line) => line.includes(rule)),
        message,
      );
      if (wrong === undefined) count[message === undefined ? 'allowed' : 'refused'] += 1;
      else findings.push({ where: kind, what: name, says: wrong });
    }
  }
  return { ...count, findings };
}

/**
 * Why the rule of a sample does not judge it as it should; undefined where it does.
 *
 * @param own what this rule says of it
 * @param message what it has to say; undefined for a sample that it has to take
 */
export function whyWrong(own: readonly string[], message: string | undefined): string | undefined {
  if (message === undefined) return own.length === 0 ? undefined : `its rule refuses it: ${own.join('; ')}`;
  if (own.length === 0) return `its rule takes it, and has to say: ${message}`;
  if (own.some((line) => line.includes(message))) return undefined;
  return `its rule refuses it for another reason than "${message}": ${own.join('; ')}`;
}

/** What Gatekeeper says of an object: through the API server, or asked itself where the server refuses it before. */
async function verdict(
  client: Client,
  review: Review,
  sample: unknown,
): Promise<{ readonly says: string; readonly isAsked: boolean }> {
  const isReview = z.looseObject({ kind: z.literal('AdmissionReview') }).safeParse(sample).success;
  if (isReview) return { says: (await review(sample)) ?? '', isAsked: true };
  const object = treeObject(sample);
  const place = collectionOf(object, await client.resources(object.apiVersion, object.kind));
  const answer = place && (await client.create(place.collection, object, { strict: false, dryRun: true }));
  if (answer?.accepted) return { says: '', isAsked: false };
  if (answer?.says.includes('admission webhook')) return { says: answer.says, isAsked: false };
  return { says: (await review(object)) ?? '', isAsked: true };
}
