import type { ClusterRule } from '../../rule.ts';
import { at, list, text } from '../../state/read.ts';
import { scaleOf } from '../../state/scales.ts';
import { statefulSet } from '../sample-workloads.ts';
import { isRedisCluster, textsOf } from './redis-cluster.ts';

const redis = (args: string) => statefulSet('redis', { spec: 'replicas: 6', container: `args: [${args}]` });

/** Servers that know nothing of each other are no cluster. */
export const redisClusterForms: ClusterRule = {
  id: 'redis-cluster-never-forms',
  severity: 'warning',
  summary:
    'Redis started as parts of a cluster that nothing in the tree puts together, or a probe that proves nothing',
  breaks:
    'Each server starts empty and alone, and answers CLUSTERDOWN to everything. After a pod has moved, the others hold its old address. redis-cli exits with 0 also where the answer is an error.',
  pitfalls: ['X-99', 'X-100'],
  failing: redis('redis-server, --cluster-enabled, "yes"'),
  passing:
    redis('redis-server, --cluster-enabled, "yes", --cluster-announce-ip, $(POD_IP)') +
    statefulSet('form', { container: 'command: [redis-cli, --cluster, create]' }),
  *judge(state) {
    for (const workload of state.workloads) {
      const { resource, kind, namespace, containers, isMade } = workload;
      if (isMade || resource.isExtract) continue;
      for (const { value, path, name } of containers) {
        for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
          const exec = value[probe];
          const command = list(at(exec, 'exec', 'command'))
            .map((part) => text(part) ?? '')
            .join(' ');
          if (
            !/redis-cli\b.*\bping\b/i.test(command) ||
            /grep|PONG|case|test|\[|=/.test(command.replace(/.*?\bping\b/i, ''))
          )
            continue;
          yield {
            resource,
            path: [...path, probe, 'exec', 'command'],
            severity: 'info',
            message: `redis-cli ping of ${name} exits with 0 also where the answer is LOADING, NOAUTH or CLUSTERDOWN.`,
            fix: 'Compare the answer with PONG.',
          };
        }
      }
      if (kind !== 'StatefulSet' || scaleOf(state, workload).max < 3 || !isRedisCluster(state, workload))
        continue;
      const texts = state.workloadsIn(namespace).flatMap((each) => textsOf(state, each));
      if (texts.some((each) => /--cluster\s+create|cluster\s+(meet|addslots)/i.test(each))) continue;
      yield {
        resource,
        path: ['spec'],
        message:
          'Its servers are started as parts of a cluster, and nothing in the namespace joins them (redis-cli --cluster create, CLUSTER MEET).',
        fix: 'Add a Job that joins them once, and cluster-announce-ip; or use an operator.',
      };
    }
  },
};
