import { z } from 'zod';
import type { Client } from '../api-servers/client.ts';

export const APPLICATIONS_PATH = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications';

const state = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    labels: z.record(z.string(), z.string()).default({}),
    annotations: z.record(z.string(), z.string()).default({}),
    finalizers: z.array(z.string()).default([]),
    deletionTimestamp: z.string().optional(),
  }),
  spec: z.looseObject({ project: z.string() }),
  operation: z.unknown().optional(),
  status: z
    .looseObject({
      reconciledAt: z.string().optional(),
      sync: z
        .looseObject({
          status: z.string(),
          revision: z.string().optional(),
          revisions: z.array(z.string()).optional(),
        })
        .optional(),
      health: z.looseObject({ status: z.string().optional(), message: z.string().optional() }).optional(),
      operationState: z
        .looseObject({
          phase: z.string(),
          message: z.string().default(''),
          finishedAt: z.string().optional(),
        })
        .optional(),
      conditions: z.array(z.looseObject({ type: z.string(), message: z.string() })).default([]),
      resources: z
        .array(
          z.looseObject({
            group: z.string().default(''),
            kind: z.string(),
            namespace: z.string().optional(),
            name: z.string(),
            status: z.string().optional(),
            health: z.looseObject({ status: z.string(), message: z.string().optional() }).optional(),
          }),
        )
        .default([]),
    })
    .default({ conditions: [], resources: [] }),
});

/** An Application as Argo CD keeps it. */
export type ApplicationState = z.infer<typeof state>;

const list = z.looseObject({ items: z.array(state) });

export async function applicationStates(client: Client): Promise<readonly ApplicationState[]> {
  return list.parse(await client.get(APPLICATIONS_PATH)).items;
}

/** Undefined where there is none. */
export async function applicationState(client: Client, name: string): Promise<ApplicationState | undefined> {
  const found = await client.get(`${APPLICATIONS_PATH}/${name}`);
  return found === undefined ? undefined : state.parse(found);
}

/** Whether it runs what is committed, and is well. */
export function isWell({ operation, status }: ApplicationState): boolean {
  return (
    operation === undefined &&
    status.sync?.status === 'Synced' &&
    status.health?.status === 'Healthy' &&
    (status.operationState === undefined || status.operationState.phase === 'Succeeded')
  );
}

/** Whether what it was compared with last is a commit. */
export function isAt({ status }: ApplicationState, commit: string): boolean {
  const revisions = status.sync?.revisions ?? [status.sync?.revision];
  return revisions.every((revision) => revision === commit);
}

/** How an Application is that does not run a commit or is not well with it, in words for people; undefined where all is well. */
export async function lateAt(client: Client, name: string, commit: string): Promise<string | undefined> {
  const found = await applicationState(client, name);
  if (found === undefined) return 'it is gone';
  return isWell(found) && isAt(found, commit) ? undefined : stateText(found);
}

/** How it is, in words for people. */
export function stateText({ status }: ApplicationState): string {
  const { sync, health, operationState, conditions, resources } = status;
  const bad = resources
    .filter(
      ({ health: own, status: synced }) => synced !== 'Synced' || (own?.status ?? 'Healthy') !== 'Healthy',
    )
    .slice(0, 5)
    .map(({ kind, name, status: synced, health: own }) =>
      [kind, name, synced, own?.status, own?.message].filter((part) => part !== undefined).join(' '),
    );
  return [
    `${sync?.status ?? 'not compared'}, ${health?.status ?? 'no health'}`,
    ...(operationState === undefined
      ? ['no sync']
      : [`sync ${operationState.phase}: ${operationState.message}`]),
    ...conditions.map(({ type, message }) => `${type}: ${message}`),
    ...bad,
  ].join('; ');
}
