import { command } from '../command-line/command.ts';
import { argument, flag, whole } from '../command-line/option.ts';

/** SQS moves at most this many messages a second. */
export const LARGEST_RATE = 500;

export const replay = command({
  name: 'replay',
  group: 'Every day',
  summary: 'moves the dead letters of a queue back to it, with the AWS CLI',
  details:
    'Without --run it only prints what it would do. Messages arrive a second time: the workload has to recognise events by their id.',
  options: {
    run: flag('move them', {
      insteadOf: { 'dry-run': 'without it nothing is moved', yes: 'npm takes --yes for itself' },
    }),
    rate: whole('NUMBER', 'messages a second, so that the usual work goes on beside it', {
      from: 1,
      to: LARGEST_RATE,
      otherwise: 10,
    }),
    'at-most': whole('NUMBER', 'refuse when more wait', { from: 1, otherwise: 1000 }),
  },
  arguments: {
    cluster: argument('the name of a cluster', { suggests: (names) => names.clusters() }),
    queue: argument('a queue of its Terraform outputs', {
      suggests: (names, [cluster]) => names.queues(cluster),
    }),
  },
  examples: [['prod-japan user-registered --run', 'moves them']],
  work: { main: 'scripts/replay/main.ts' },
});
