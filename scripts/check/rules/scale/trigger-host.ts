import type { ClusterRule } from '../../rule.ts';
import { deployment } from '../sample-workloads.ts';
import { scaledObject } from './sample-scalers.ts';
import { triggersIn } from './triggers.ts';

/** Names in the metadata of triggers that hold hosts. */
const HOSTS = new Set([
  'address',
  'addresses',
  'adminURL',
  'bootstrapServers',
  'clusterIPAddress',
  'endpoint',
  'endpoints',
  'host',
  'hosts',
  'managementEndpoint',
  'natsServerMonitoringEndpoint',
  'nsqLookupdHTTPAddresses',
  'scalerAddress',
  'server',
  'serverAddress',
  'serverURL',
  'url',
]);
const redis = (host: string) => `{ type: redis, metadata: { address: "${host}:6379", listName: jobs } }`;

/** KEDA's operator dials, from its own namespace. */
export const triggerHost: ClusterRule = {
  id: 'trigger-host-without-namespace',
  severity: 'error',
  summary: 'A host in a trigger of KEDA without its namespace',
  breaks:
    'The operator resolves it in its own namespace, where no such Service is: the trigger fails, and with it the whole ScaledObject.',
  pitfalls: ['X-47'],
  failing: deployment('worker') + scaledObject('worker', { triggers: redis('redis') }),
  passing: deployment('worker') + scaledObject('worker', { triggers: redis('redis.shop.svc.cluster.local') }),
  *judge(state) {
    for (const { resource, path, metadata } of triggersIn(state)) {
      for (const [name, value] of Object.entries(metadata)) {
        if (!HOSTS.has(name)) continue;
        const short = value.split(',').map(hostOf).find(isShort);
        if (short === undefined) continue;
        yield {
          resource,
          path: [...path, 'metadata', name],
          message: `KEDA looks ${short} up in its own namespace, not in ${resource.namespace}.`,
          fix: `Write ${short}.${resource.namespace}.svc.cluster.local.`,
        };
      }
    }
  },
};

/** The host of `host:port`, or of a URL, with or without somebody's name. */
function hostOf(address: string): string {
  const match = /^\s*(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^@/\s]*@)?([^:/\s]+)/i.exec(address);
  return match?.[1] ?? '';
}

function isShort(host: string): boolean {
  return /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(host) && host !== 'localhost';
}
