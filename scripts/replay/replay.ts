import { Mistake } from '../command-line/mistake.ts';
import type { Plan } from './plan.ts';

/** Runs the AWS CLI and returns what it printed. */
export type Aws = (args: readonly string[]) => string;

/** What is wanted of a replay. */
export interface Options {
  /** Messages are moved; otherwise only the plan is printed. */
  readonly run: boolean;
  /** More waiting messages than this are refused: so many mean that the cause is not gone. */
  readonly atMost: number;
}

/**
 * Moves the messages of a dead-letter queue back, or says what it would do.
 *
 * @returns a report for people
 * @throws Mistake when there are more messages than allowed, or AWS refuses
 */
export function replay(plan: Plan, { run, atMost }: Options, aws: Aws): string {
  const waiting = messagesIn(plan, aws);
  const found = `${plan.deadLetterUrl}: about ${waiting} messages wait.`;
  if (waiting === 0) return `${found} Nothing to replay.`;
  const seconds = Math.ceil(waiting / plan.rate);
  const what = `to ${plan.queueArn}, ${plan.rate} a second, in about ${seconds} s`;
  if (waiting > atMost) {
    throw new Mistake(
      `${found} That is more than ${atMost}: make sure that what broke them is repaired, then allow more with --at-most.`,
    );
  }
  const command = moveCommand(plan);
  if (!run) {
    return `${found} They would go ${what}:\n  aws ${command.join(' ')}\nNothing was moved: this was a dry run. Add --run to move them.`;
  }
  const answer = aws(command);
  const handle = stringAt(answer, 'TaskHandle');
  return `${found} They go ${what}.\nTo stop it: aws sqs cancel-message-move-task --region ${plan.region} --task-handle ${handle}`;
}

function messagesIn({ deadLetterUrl, region }: Plan, aws: Aws): number {
  const answer = aws([
    ...['sqs', 'get-queue-attributes', '--region', region, '--queue-url', deadLetterUrl],
    ...['--attribute-names', 'ApproximateNumberOfMessages', '--output', 'json'],
  ]);
  return Number(stringAt(answer, 'Attributes', 'ApproximateNumberOfMessages'));
}

function moveCommand({ region, deadLetterArn, queueArn, rate }: Plan): string[] {
  return [
    ...['sqs', 'start-message-move-task', '--region', region, '--source-arn', deadLetterArn],
    ...['--destination-arn', queueArn, '--max-number-of-messages-per-second', String(rate)],
    ...['--output', 'json'],
  ];
}

function stringAt(answer: string, ...path: readonly string[]): string {
  let found: unknown;
  try {
    found = JSON.parse(answer);
  } catch {
    found = undefined;
  }
  for (const step of path) {
    found = typeof found === 'object' && found !== null ? Reflect.get(found, step) : undefined;
  }
  if (typeof found === 'string') return found;
  throw new Mistake(`The AWS CLI did not answer with ${path.join('.')}, but with:\n${answer}`);
}
