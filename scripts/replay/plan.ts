import type { Cluster } from '../../clusters/index.ts';
import { nearestName } from '../../clusters/nearest-name.ts';
import { Mistake } from '../command-line/mistake.ts';
import { LARGEST_RATE } from './usage.ts';

/** Messages of a dead-letter queue on their way back to the queue that they came from. */
export interface Plan {
  readonly cluster: string;
  readonly queue: string;
  readonly region: string;
  readonly deadLetterUrl: string;
  readonly deadLetterArn: string;
  readonly queueArn: string;
  /** Messages a second. */
  readonly rate: number;
}

/**
 * What has to be moved, from the Terraform outputs of the cluster.
 *
 * @param rate messages a second: what the workload can take besides its usual work
 * @throws Mistake when the cluster or the queue is not there, or has no dead-letter queue
 */
export function planReplay(
  clusters: readonly Cluster[],
  clusterName: string,
  queueName: string,
  rate: number,
): Plan {
  const cluster = clusters.find(({ name }) => name === clusterName);
  if (cluster === undefined) {
    throw new Mistake(
      unknown(
        `cluster ${clusterName}`,
        clusterName,
        clusters.map(({ name }) => name),
      ),
    );
  }
  const { queues, region } = cluster.terraform;
  const queue = queues[queueName];
  if (queue === undefined) {
    throw new Mistake(unknown(`queue ${queueName} on ${clusterName}`, queueName, Object.keys(queues)));
  }
  if (queue.dlqUrl === undefined || queue.dlqArn === undefined) {
    throw new Mistake(
      `clusters/${clusterName}/terraform.json: the queue ${queueName} has no dead-letter queue, so there is nothing to replay. Add dlq_url and dlq_arn to the output queues.`,
    );
  }
  if (!Number.isInteger(rate) || rate < 1 || rate > LARGEST_RATE) {
    throw new Mistake(`The rate has to be a whole number from 1 to ${LARGEST_RATE} messages a second.`);
  }
  return {
    cluster: clusterName,
    queue: queueName,
    region,
    deadLetterUrl: queue.dlqUrl,
    deadLetterArn: queue.dlqArn,
    queueArn: queue.arn,
    rate,
  };
}

function unknown(what: string, name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  const list = known.length === 0 ? 'There is none at all.' : `There are ${[...known].sort().join(', ')}.`;
  return `There is no ${what}. ${nearest === undefined ? list : `Is ${nearest} meant?`}`;
}
