import { containsLabels } from '../../../cluster-model/objects/selector.ts';
import type { ClusterRule } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { textsAt } from '../../state/read.ts';
import { deployment, statefulSet } from '../sample-workloads.ts';
import { isRedisCluster } from './redis-cluster.ts';
import { scaledObject } from './sample-scalers.ts';
import { triggersIn } from './triggers.ts';

const service = `
---
apiVersion: v1
kind: Service
metadata: { name: redis, namespace: shop }
spec: { selector: { app: redis }, ports: [{ port: 6379 }] }
`;
const cluster =
  statefulSet('redis', {
    spec: 'replicas: 6',
    container: 'args: [redis-server, --cluster-enabled, "yes"]',
  }) + service;
const host = 'redis.shop.svc.cluster.local:6379';

/** A client of one server is sent from server to server by a cluster, and does not go. */
export const redisTriggerType: ClusterRule = {
  id: 'redis-trigger-type',
  severity: 'error',
  summary: 'A trigger of KEDA for one Redis that names a cluster of them, or the reverse',
  breaks:
    'A cluster answers MOVED for the keys of its other parts, and the client of one server takes that for an error: the trigger fails for most keys.',
  pitfalls: ['X-48'],
  failing:
    cluster +
    deployment('worker') +
    scaledObject('worker', { triggers: `{ type: redis, metadata: { address: "${host}", listName: jobs } }` }),
  passing:
    cluster +
    deployment('worker') +
    scaledObject('worker', {
      triggers: `{ type: redis-cluster, metadata: { addresses: "${host}", listName: jobs } }`,
    }),
  *judge(state) {
    for (const { resource, path, type, metadata } of triggersIn(state)) {
      if (!/^redis(-cluster)?(-streams)?$/.test(type)) continue;
      const address = metadata.address ?? metadata.host ?? metadata.addresses ?? metadata.hosts;
      const isCluster = address === undefined ? undefined : servesCluster(state, address, resource.namespace);
      if (isCluster === undefined || isCluster === type.includes('cluster')) continue;
      const wanted = isCluster ? type.replace('redis', 'redis-cluster') : type.replace('-cluster', '');
      yield {
        resource,
        path: [...path, 'type'],
        message: isCluster
          ? `${address} is a cluster of Redis, and ${type} speaks to one server.`
          : `${address} is one Redis, and ${type} speaks to a cluster.`,
        fix: `Write type: ${wanted}, with ${isCluster ? 'addresses' : 'address'}.`,
      };
    }
  },
};

/** Whether the pods behind an address are started as a cluster; undefined where they are not here. */
function servesCluster(state: ClusterState, address: string, namespace: string): boolean | undefined {
  const [, name = '', of = namespace] = /^([a-z0-9-]+)(?:\.([a-z0-9-]+))?/.exec(address) ?? [];
  const service = state.find('/Service', of, name);
  if (service === undefined) return undefined;
  const selector = textsAt(service.value, 'spec', 'selector');
  if (Object.keys(selector).length === 0) return undefined;
  const workload = state.workloadsIn(of).find(({ labels }) => containsLabels(labels, selector));
  return workload === undefined || workload.isMade ? undefined : isRedisCluster(state, workload);
}
