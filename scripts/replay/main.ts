import { parseArgs } from 'node:util';
import { ContractError, loadFleet } from '../../clusters/index.ts';
import { awsCli } from './aws.ts';
import { planReplay, ReplayError } from './plan.ts';
import { replay } from './replay.ts';

const HELP = `npm run replay -- CLUSTER QUEUE [--run]

Moves the messages of a queue's dead-letter queue back to it, by the AWS CLI. Without --run it only tells what it
would do. Messages arrive a second time: the workload has to know events by their id.

  --run             move them
  --rate N          messages a second; default 10, so that the usual work goes on beside it
  --at-most N       refuse when more wait; default 1000
  --help            this text
`;

function main(): void {
  const { values, positionals } = readOptions();
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const [cluster, queue, ...more] = positionals;
  if (cluster === undefined || queue === undefined || more.length > 0) {
    throw new ReplayError(`Name one cluster and one queue.\n\n${HELP}`);
  }
  const atMost = Number(values['at-most']);
  if (!Number.isInteger(atMost) || atMost < 1)
    throw new ReplayError('--at-most takes a whole number from 1.');
  const plan = planReplay(loadFleet().clusters, cluster, queue, Number(values.rate));
  process.stdout.write(`${replay(plan, { run: values.run, atMost }, awsCli)}\n`);
}

function readOptions() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        run: { type: 'boolean', default: false },
        rate: { type: 'string', default: '10' },
        'at-most': { type: 'string', default: '1000' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new ReplayError(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
  }
}

try {
  main();
} catch (error) {
  if (!(error instanceof ReplayError || error instanceof ContractError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
