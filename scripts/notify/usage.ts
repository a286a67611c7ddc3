import { command } from '../command-line/command.ts';
import { text } from '../command-line/option.ts';

export const notify = command({
  name: 'notify',
  group: 'Gates',
  summary: 'says in a channel of Slack how a run of a pipeline has ended, in one line',
  details:
    'The address of the channel is a secret: it is read from the variable SLACK_WEBHOOK_URL alone, and never printed. What the line says may come from anybody: nothing in it calls a person, or becomes a link that it is not. Asks again where Slack does not answer or is busy.',
  options: {
    result: text('RESULT', 'how it has ended: success, failure, cancelled, skipped or failed, canceled …', {
      variables: ['FLEET_RESULT', 'CI_PIPELINE_STATUS'],
    }),
    pipeline: text('NAME', 'what has ended', { variables: ['FLEET_PIPELINE', 'CI_PIPELINE_NAME'] }),
    title: text('TEXT', 'what it was about', { variables: ['FLEET_TITLE', 'CI_COMMIT_TITLE'] }),
    run: text('ADDRESS', 'its page', { variables: ['FLEET_RUN', 'CI_PIPELINE_URL'] }),
  },
  arguments: {},
  examples: [
    [
      '--pipeline Promote --result success --title "Deploy api:1.5.0" --run https://…',
      'with SLACK_WEBHOOK_URL',
    ],
  ],
  work: { main: 'scripts/notify/main.ts' },
});
