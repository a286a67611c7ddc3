import type { ClusterRule } from '../../rule.ts';
import { fieldsAt, listAt, textAt } from '../../state/read.ts';
import { deployment } from '../sample-workloads.ts';
import { hpa } from './sample-scalers.ts';

const QUEUE = /queue|lag|depth|backlog|messages|pending|waiting/i;
const metric = (target: string) =>
  `{ type: External, external: { metric: { name: orders_queue_depth }, target: ${target} } }`;

/** The whole of a queue as the goal of one pod multiplies the pods without end. */
export const queueByValue: ClusterRule = {
  id: 'queue-scaled-by-value',
  severity: 'warning',
  summary: 'A queue as a metric with target type Value, which is not divided by the pods',
  breaks:
    'Value compares the whole queue with the target and multiplies the replicas by the ratio, every 15 s anew: a backlog takes the workload to its maximum however small it is, and it stays there.',
  pitfalls: ['X-39'],
  failing: deployment('worker') + hpa('worker', { metrics: metric('{ type: Value, value: "30" }') }),
  passing:
    deployment('worker') + hpa('worker', { metrics: metric('{ type: AverageValue, averageValue: "30" }') }),
  *judge(state) {
    for (const resource of state.of('autoscaling/HorizontalPodAutoscaler')) {
      for (const [index, each] of listAt(resource.value, 'spec', 'metrics').entries()) {
        const external = fieldsAt(each, 'external');
        const name = textAt(external, 'metric', 'name') ?? '';
        if (!QUEUE.test(name) || textAt(external, 'target', 'type') !== 'Value') continue;
        yield {
          resource,
          path: ['spec', 'metrics', index, 'external', 'target', 'type'],
          message: `The whole of ${name} is compared with the target, however many pods work on it.`,
          fix: 'Write type: AverageValue with averageValue: what one pod can have waiting.',
        };
      }
    }
    for (const resource of state.of('keda.sh/ScaledObject')) {
      for (const [index, trigger] of listAt(resource.value, 'spec', 'triggers').entries()) {
        if (textAt(trigger, 'metricType') !== 'Value' || !isQueue(textAt(trigger, 'type') ?? '')) continue;
        yield {
          resource,
          path: ['spec', 'triggers', index, 'metricType'],
          message: `The whole queue of the trigger ${textAt(trigger, 'type')} is compared with the target, however many pods work on it.`,
          fix: 'Leave metricType out: AverageValue is the default.',
        };
      }
    }
  },
};

const QUEUES = /queue|kafka|rabbitmq|redis|streams|pubsub|servicebus|eventhub|nats|pulsar|beanstalkd|nsq/;

/** Whether a trigger counts what waits. */
function isQueue(type: string): boolean {
  return QUEUES.test(type);
}
