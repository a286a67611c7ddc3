import { describe, expect, it } from 'vitest';
import { awsCli } from '../../scripts/replay/aws.ts';
import { planReplay } from '../../scripts/replay/plan.ts';
import { type Aws, replay } from '../../scripts/replay/replay.ts';
import { frozenFleet } from '../fleet/frozen-fleet.ts';

const { clusters } = frozenFleet.fleet;
const plan = planReplay(clusters, 'prod-japan', 'user-registered', 10);
const ARN = 'arn:aws:sqs:ap-northeast-1:111122223333:user-registered';

/** An AWS whose dead-letter queue holds so many messages, and which remembers what it was asked. */
function awsWith(messages: number): { readonly aws: Aws; readonly asked: string[] } {
  const asked: string[] = [];
  const aws: Aws = (args) => {
    asked.push(args.join(' '));
    return args[1] === 'get-queue-attributes'
      ? JSON.stringify({ Attributes: { ApproximateNumberOfMessages: String(messages) } })
      : JSON.stringify({ TaskHandle: 'abc' });
  };
  return { aws, asked };
}

describe('a replay of dead letters (S0-73)', () => {
  it('moves nothing unless it is told to, and shows the command', () => {
    const { aws, asked } = awsWith(25);
    const said = replay(plan, { run: false, atMost: 1000 }, aws);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain('get-queue-attributes');
    expect(said).toContain('about 25 messages wait');
    expect(said).toContain(`aws sqs start-message-move-task --region ap-northeast-1 --source-arn ${ARN}-dlq`);
    expect(said).toContain('Nothing was moved');
  });

  it('moves from the dead-letter queue to its queue, no faster than allowed, and can be stopped', () => {
    const { aws, asked } = awsWith(25);
    const said = replay(plan, { run: true, atMost: 1000 }, aws);
    expect(asked[1]).toBe(
      `sqs start-message-move-task --region ap-northeast-1 --source-arn ${ARN}-dlq --destination-arn ${ARN} --max-number-of-messages-per-second 10 --output json`,
    );
    expect(said).toContain('in about 3 s');
    expect(said).toContain('cancel-message-move-task --region ap-northeast-1 --task-handle abc');
  });

  it('of an empty queue is nothing to do', () => {
    const { aws, asked } = awsWith(0);
    expect(replay(plan, { run: true, atMost: 1000 }, aws)).toContain('Nothing to replay');
    expect(asked).toHaveLength(1);
  });

  it('of more than is allowed is refused: the cause is hardly gone', () => {
    const { aws, asked } = awsWith(1001);
    expect(() => replay(plan, { run: true, atMost: 1000 }, aws)).toThrow('more than 1000: make sure');
    expect(asked).toHaveLength(1);
  });

  it('stops at an answer that it does not understand', () => {
    expect(() => replay(plan, { run: true, atMost: 1 }, () => 'Unable to locate')).toThrow(
      'Unable to locate',
    );
  });

  it('names what is meant where cluster or queue is not there', () => {
    expect(() => planReplay(clusters, 'prod-jpan', 'user-registered', 10)).toThrow('Is prod-japan meant?');
    expect(() => planReplay(clusters, 'prod-japan', 'user-registred', 10)).toThrow(
      'Is user-registered meant?',
    );
  });

  it('refuses a queue without dead letters, and a rate that SQS does not take', () => {
    const without = clusters.map((cluster) => ({
      ...cluster,
      terraform: {
        ...cluster.terraform,
        queues: { mails: { url: 'https://sqs', arn: 'arn', dlqUrl: undefined, dlqArn: undefined } },
      },
    }));
    expect(() => planReplay(without, 'prod-japan', 'mails', 10)).toThrow('has no dead-letter queue');
    for (const rate of [0, 501, 1.5, Number.NaN]) {
      expect(() => planReplay(clusters, 'prod-japan', 'user-registered', rate)).toThrow('from 1 to 500');
    }
  });

  it('says how to get the AWS CLI where it is missing', () => {
    expect(() => awsCli(['sqs', 'list-queues'], '/nowhere/aws')).toThrow('Install the AWS CLI');
  });
});
