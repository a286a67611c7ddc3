import { z } from 'zod';
import type { Client } from '../api-servers/client.ts';

const podList = z.looseObject({
  items: z.array(
    z.looseObject({
      metadata: z.looseObject({
        name: z.string(),
        namespace: z.string(),
        labels: z.record(z.string(), z.string()).default({}),
        deletionTimestamp: z.string().optional(),
        ownerReferences: z.array(z.looseObject({ kind: z.string(), name: z.string() })).default([]),
      }),
      spec: z.looseObject({
        nodeName: z.string().optional(),
        nodeSelector: z.record(z.string(), z.string()).default({}),
        volumes: z
          .array(
            z.looseObject({
              persistentVolumeClaim: z.looseObject({ claimName: z.string() }).optional(),
            }),
          )
          .default([]),
      }),
      status: z.looseObject({
        phase: z.string().optional(),
        conditions: z
          .array(
            z.looseObject({
              type: z.string(),
              status: z.string(),
              reason: z.string().optional(),
              message: z.string().optional(),
            }),
          )
          .default([]),
      }),
    }),
  ),
});
/** A pod as the server keeps it. */
export type LivePod = z.infer<typeof podList>['items'][number];

const claimList = z.looseObject({
  items: z.array(
    z.looseObject({
      metadata: z.looseObject({
        name: z.string(),
        namespace: z.string(),
        uid: z.string(),
        annotations: z.record(z.string(), z.string()).default({}),
      }),
      spec: z.looseObject({
        accessModes: z.array(z.string()),
        storageClassName: z.string().optional(),
        volumeName: z.string().optional(),
        resources: z.looseObject({ requests: z.looseObject({ storage: z.string() }) }),
      }),
    }),
  ),
});
/** A claim as the server keeps it. */
export type LiveClaim = z.infer<typeof claimList>['items'][number];

const owners = z.looseObject({
  items: z.array(
    z.looseObject({
      metadata: z.looseObject({ name: z.string(), namespace: z.string(), generation: z.number().default(0) }),
      spec: z.looseObject({ replicas: z.number().optional() }),
      status: z
        .looseObject({
          observedGeneration: z.number().default(0),
          replicas: z.number().default(0),
          readyReplicas: z.number().default(0),
          desiredNumberScheduled: z.number().optional(),
          currentNumberScheduled: z.number().default(0),
          conditions: z
            .array(z.looseObject({ type: z.string(), status: z.string(), message: z.string().default('') }))
            .default([]),
        })
        .default({
          observedGeneration: 0,
          replicas: 0,
          readyReplicas: 0,
          currentNumberScheduled: 0,
          conditions: [],
        }),
    }),
  ),
});
/** A workload as the server keeps it. */
export type LiveWorkload = z.infer<typeof owners>['items'][number] & { readonly kind: string };

const budgetList = z.looseObject({
  items: z.array(
    z.looseObject({
      metadata: z.looseObject({ name: z.string(), namespace: z.string() }),
      status: z
        .looseObject({ currentHealthy: z.number().default(0), desiredHealthy: z.number().default(0) })
        .default({ currentHealthy: 0, desiredHealthy: 0 }),
    }),
  ),
});

/** All pods that are not done. */
export async function podsOf(client: Client): Promise<readonly LivePod[]> {
  const { items } = podList.parse(await client.get('/api/v1/pods'));
  return items.filter(({ status }) => status.phase !== 'Succeeded' && status.phase !== 'Failed');
}

export async function claimsOf(client: Client): Promise<readonly LiveClaim[]> {
  return claimList.parse(await client.get('/api/v1/persistentvolumeclaims')).items;
}

/** The Deployments, StatefulSets and DaemonSets. */
export async function workloadsOf(client: Client): Promise<readonly LiveWorkload[]> {
  const kinds = { deployments: 'Deployment', statefulsets: 'StatefulSet', daemonsets: 'DaemonSet' };
  const lists = await Promise.all(
    Object.entries(kinds).map(async ([resource, kind]) =>
      owners.parse(await client.get(`/apis/apps/v1/${resource}`)).items.map((item) => ({ ...item, kind })),
    ),
  );
  return lists.flat();
}

/** Disruption budgets of which fewer pods are healthy than they ask for. */
export async function brokenBudgets(client: Client): Promise<readonly string[]> {
  const { items } = budgetList.parse(await client.get('/apis/policy/v1/poddisruptionbudgets'));
  return items
    .filter(({ status }) => status.currentHealthy < status.desiredHealthy)
    .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
}

/** Why the scheduler has found no node; undefined where it has, or was not asked yet. */
export function whyUnscheduled({ spec, status }: LivePod): string | undefined {
  if (spec.nodeName !== undefined) return undefined;
  const scheduled = status.conditions.find(({ type }) => type === 'PodScheduled');
  return scheduled?.reason === 'Unschedulable' ? (scheduled.message ?? 'no node fits') : undefined;
}
