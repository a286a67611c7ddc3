import { z } from 'zod';
import { Mistake } from '../../command-line/mistake.ts';
import type { TreeObject } from '../../prove-gatekeeper/tree.ts';
import type { Client } from '../api-servers/client.ts';
import { collectionOf } from '../api-servers/resource-list.ts';

const live = z.looseObject({
  metadata: z.looseObject({ uid: z.string(), deletionTimestamp: z.string().optional() }),
});
const workload = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({
    replicas: z.number().optional(),
    template: z.looseObject({
      metadata: z
        .looseObject({ annotations: z.record(z.string(), z.string()).default({}) })
        .default({ annotations: {} }),
      spec: z.looseObject({ containers: z.array(z.looseObject({ name: z.string(), image: z.string() })) }),
    }),
  }),
});

/** A Deployment or the like, in a file or on the server. */
export type Workload = z.infer<typeof workload>;

export function workloadFrom(found: unknown): Workload {
  return workload.parse(found);
}

/** Where the server has an object. */
export async function pathOf(client: Client, object: TreeObject): Promise<string> {
  const { apiVersion, kind, metadata } = object;
  const place = collectionOf(object, await client.resources(apiVersion, kind));
  if (place === undefined) throw new Mistake(`the server has no kind ${apiVersion} ${kind}`);
  return `${place.collection}/${metadata.name}`;
}

/** Undefined where it is not there. */
export async function uidOf(client: Client, path: string): Promise<string | undefined> {
  const found = await client.get(path);
  return found === undefined ? undefined : live.parse(found).metadata.uid;
}

export async function workloadAt(client: Client, path: string): Promise<Workload> {
  return workload.parse(await client.get(path));
}
