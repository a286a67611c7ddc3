import { implement } from '../command-line/command.ts';
import { Mistake } from '../command-line/mistake.ts';
import { messageOf } from './message.ts';
import { post } from './post.ts';
import { notify } from './usage.ts';

export const main = implement(notify, async ({ options: { result, pipeline, title, run: address } }) => {
  if (result === undefined || pipeline === undefined) {
    throw new Mistake('Name what has ended, and how: --pipeline NAME --result RESULT.');
  }
  const { SLACK_WEBHOOK_URL: channel = '' } = process.env;
  if (channel === '') throw new Mistake('SLACK_WEBHOOK_URL is not set: it is the address of the channel.');
  await post(channel, messageOf({ result, pipeline, title, address }));
});
